"""Arithmetic and wording of the calls: values in, values and reasons out, nothing of the other rooms."""
