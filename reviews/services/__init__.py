"""Writes of judging: interests declared, files read and scored, decisions staged, signed and released."""
