"""Pages of the room, by subject; `common` holds what they share."""
