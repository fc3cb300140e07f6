"""The short code of an authority, which begins the numbers of its calls: "ARA-2026-004"."""

from accounts.enums import Level

SHORT_CODES = {
    "84": "ARA",
    "27": "BFC",
    "53": "BRE",
    "24": "CVL",
    "94": "COR",
    "44": "GES",
    "32": "HDF",
    "11": "IDF",
    "28": "NOR",
    "75": "NAQ",
    "76": "OCC",
    "52": "PDL",
    "93": "PAC",
    "01": "GUA",
    "02": "MTQ",
    "03": "GUY",
    "04": "REU",
    "06": "MAY",
}
NATIONAL = "MIN"


def short_code(authority) -> str:
    """The trigram of the authority's region; that of the ministry when it covers the country."""
    territory = authority.territory
    if territory is None or territory.level != Level.REGION:
        return NATIONAL
    return SHORT_CODES[territory.code]


def call_number(prefix: str, rank: int) -> str:
    return f"{prefix}{rank:03d}"


def number_prefix(authority, year: int) -> str:
    return f"{short_code(authority)}-{year}-"
