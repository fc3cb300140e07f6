"""What the structures of the demonstration say once: their contacts, and a vault with one piece of each state."""

from datetime import timedelta

from django.utils import timezone

from accounts.services import save_contacts
from applications.services import vault
from demo.build.people import Cast
from demo.build.pieces import piece

SAID_ONCE = {"passerelles": "Présidente", "ariane": "Président"}
# kind, precision, days since the date of the piece, days until its end (None: the usual one)
PIECES = (
    ("statutes", "", 2200, None),
    ("board", "Bureau élu en assemblée générale", 150, None),
    ("registration", "", 2100, None),
    ("bank", "", 400, None),
    ("accounts", "Exercice précédent", 200, None),
    ("activity", "Année précédente", 220, None),
    ("social", "", 160, 21),
    ("tax", "", 400, None),
    ("cer", "", 600, None),
)


def keep_once() -> None:
    """Contacts and vaults, put by the people of the structure themselves."""
    cast, today = Cast(), timezone.localdate()
    for key, capacity in SAID_ONCE.items():
        structure, signatory, editor = cast.structures[key], cast.signatory(key), cast.editor(key)
        contacts = {
            "capacity": capacity,
            "technical_name": str(editor),
            "technical_email": editor.email,
            "financial_name": str(signatory),
            "financial_email": signatory.email,
        }
        save_contacts(structure, contacts, by=signatory)
        for kind, title, age, left in PIECES:
            end = None if left is None else today + timedelta(days=left)
            vault.put(
                structure,
                by=editor,
                kind=kind,
                title=title,
                upload=piece(f"{kind} {structure.short_name}"),
                dated=today - timedelta(days=age),
                expires_on=end,
            )
