"""Processes: what `run`, `journey` and `bench` start, watch and stop."""
