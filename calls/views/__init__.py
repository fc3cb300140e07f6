"""Pages: the public ones, and those of the authority that prepares a call."""
