"""The file and everything that hangs from it."""

from applications.models.checking import Check, Complement, ComplementItem
from applications.models.consents import Consent
from applications.models.content import Attachment, BudgetLine, Partner, StaffPost
from applications.models.editing import AnswerVersion, Handover, Presence
from applications.models.exchanges import Exchange
from applications.models.file import HOLDING, Application
from applications.models.keeping import Blob, Fault, Rereading
from applications.models.log import Act, Delivery, Opening, Snapshot, Transition
from applications.models.sending import Sending
from applications.models.vault import VaultPiece, VaultVersion
from applications.models.visibility import ApplicationQuerySet

__all__ = [
    "HOLDING",
    "Act",
    "AnswerVersion",
    "Application",
    "ApplicationQuerySet",
    "Attachment",
    "Blob",
    "BudgetLine",
    "Check",
    "Complement",
    "ComplementItem",
    "Consent",
    "Delivery",
    "Exchange",
    "Fault",
    "Handover",
    "Opening",
    "Partner",
    "Presence",
    "Rereading",
    "Sending",
    "Snapshot",
    "StaffPost",
    "Transition",
    "VaultPiece",
    "VaultVersion",
]
