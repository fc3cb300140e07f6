"""Writes of the commission: seats named, meetings convened, sittings held, closed and signed."""
