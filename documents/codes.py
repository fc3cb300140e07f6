"""Verification codes: drawn at random, read aloud without doubt, typed with any case, space or dash."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # neither 0/O, 1/I/L nor U, which people confuse
GROUPS, GROUP = 4, 4


def draw() -> str:
    """A new code of 16 signs (78 bits) in four groups: « K7QM-2XPA-… »."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)))


def normalise(typed: str) -> str:
    """The code someone typed, as we write it; empty when it cannot be one."""
    signs = re.sub(r"[^0-9A-Za-z]", "", typed).upper()
    return _grouped(signs) if len(signs) == GROUPS * GROUP and set(signs) <= set(ALPHABET) else ""


def _grouped(signs: str) -> str:
    return "-".join(signs[i : i + GROUP] for i in range(0, len(signs), GROUP))
