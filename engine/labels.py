"""Labels compared as people read them."""

import re
import unicodedata


def folded(text: str) -> str:
    """The text without case, accents, punctuation or repeated spaces: two labels that read the same are equal.

    >>> folded("Où intervenez-vous ?") == folded("ou intervenez vous")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", kept))
