"""Writes: copies of one's data, the end of an account, the end of a file."""
