"""How long each kind of piece is usually taken for current, and who is usually asked for it.

These are habits of the trade, shown as such and always editable; no text is claimed (DOMAIN §5.6).
"""

from dataclasses import dataclass
from datetime import date

from accounts.enums import LegalForm, PieceKind

K = PieceKind
SOON = 30  # days before its end during which a piece is said to expire soon


@dataclass(frozen=True)
class Keeping:
    """`months` a piece stays current after its date, None without end; `asked` of: "all", "associations" or ""."""

    months: int | None = None
    asked: str = ""


KEEPING: dict[str, Keeping] = {
    K.STATUTES: Keeping(asked="associations"),
    K.BOARD: Keeping(12, "associations"),
    K.REGISTRATION: Keeping(asked="associations"),
    K.SIRENE: Keeping(3, "all"),
    K.BANK: Keeping(asked="all"),
    K.ACCOUNTS: Keeping(18, "all"),
    K.AUDIT: Keeping(18),
    K.ACTIVITY: Keeping(18, "all"),
    K.DELEGATION: Keeping(12),
    K.CER: Keeping(asked="associations"),
    K.SOCIAL: Keeping(6),
    K.TAX: Keeping(12),
    K.AUTHORISATION: Keeping(),
    K.OTHER: Keeping(),
}


def asked_of(legal_form: str) -> list[str]:
    """The kinds of pieces most calls ask a structure of this legal form for, in the order of the table."""
    association = bool(legal_form) and LegalForm(legal_form).subscribes_to_cer
    wanted = {"all", "associations"} if association else {"all"}
    return [kind for kind, keeping in KEEPING.items() if keeping.asked in wanted]


def usual_end(kind: str, dated: date) -> date | None:
    """The day a piece of this kind and date is usually no longer taken for current; None when it has no end."""
    months = KEEPING[kind].months
    if months is None:
        return None
    year, month = divmod(dated.month - 1 + months, 12)
    return _clamped(dated.year + year, month + 1, dated.day)


def _clamped(year: int, month: int, day: int) -> date:
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
