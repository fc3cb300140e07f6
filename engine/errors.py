"""What the engine refuses to read or to compute."""


class Unlawful(ValueError):
    """Data that cannot be lawful; the message is one French sentence, shown as it is."""
