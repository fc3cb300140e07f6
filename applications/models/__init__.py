"""The file and everything that hangs from it."""

from applications.models.checking import Check, Complement, ComplementItem
from applications.models.consents import Consent
from applications.models.content import Attachment, BudgetLine, Partner
from applications.models.file import HOLDING, Application
from applications.models.log import Act, Delivery, Opening, Snapshot, Transition
from applications.models.vault import VaultPiece, VaultVersion
from applications.models.visibility import ApplicationQuerySet

__all__ = [
    "HOLDING",
    "Act",
    "Application",
    "ApplicationQuerySet",
    "Attachment",
    "BudgetLine",
    "Check",
    "Complement",
    "ComplementItem",
    "Consent",
    "Delivery",
    "Opening",
    "Partner",
    "Snapshot",
    "Transition",
    "VaultPiece",
    "VaultVersion",
]
