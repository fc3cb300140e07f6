"""Reads: what is kept and for how long, what is due, what concerns one person."""
