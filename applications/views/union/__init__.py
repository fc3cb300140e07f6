"""The pages of a union around its members' files."""
