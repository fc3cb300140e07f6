"""Pieces in words: what the antivirus said of each, for whoever reads the file."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from applications.enums import Scan

CLOSED = (
    "Fermée : l’antivirus y a reconnu un programme malveillant ({malware}). Personne ne peut plus l’ouvrir."
    " Joignez une copie saine si le dossier peut encore changer."
)
WAITING = "Analyse antivirus en cours : seule votre structure peut l’ouvrir pour l’instant. Cela n’empêche pas de déposer."
SILENT = (
    "L’antivirus n’a pas encore pu analyser cette pièce, et il réessaie : seule la structure peut l’ouvrir. Cela"
    " n’empêche pas de déposer."
)
UNHURRIED = timedelta(minutes=1)


def told(piece) -> Scan:
    """What is said of the antivirus: never at once, or its haste would tell that somebody else sent the same bytes."""
    early = settings.CLAMAV and timezone.now() - piece.uploaded_at < UNHURRIED
    return Scan.WAITING if early and piece.blob.scan == Scan.CLEAN else Scan(piece.blob.scan)


def standing(piece) -> dict[str, str]:
    """What to say of one piece beside its name; nothing when it was found clean, or when there is no antivirus."""
    if piece.blob.scan == Scan.INFECTED:
        return {"tone": "error", "words": CLOSED.format(malware=piece.blob.malware)}
    if told(piece) == Scan.WAITING and settings.CLAMAV:
        return {
            "tone": "hint",
            "words": SILENT if piece.blob.attempts > 1 and not piece.blob.scanned_at else WAITING,
        }
    return {"tone": "", "words": ""}


def scanned_word(piece) -> str:
    """The antivirus in one or two words, for a table."""
    if piece.blob.scan == Scan.WAITING and not settings.CLAMAV:
        return "Non analysée"
    return {Scan.WAITING: "En attente", Scan.CLEAN: "Rien de suspect", Scan.INFECTED: "Fermée"}[told(piece)]
