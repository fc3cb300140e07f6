"""The file and everything that hangs from it."""

from applications.models.checking import Check, Complement, ComplementItem
from applications.models.consents import Consent
from applications.models.content import Attachment, BudgetLine, Partner
from applications.models.file import HOLDING, Application
from applications.models.keeping import Blob, Fault, Rereading
from applications.models.log import Act, Delivery, Opening, Snapshot, Transition
from applications.models.sending import Sending
from applications.models.visibility import ApplicationQuerySet

__all__ = [
    "HOLDING",
    "Act",
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
    "Fault",
    "Opening",
    "Partner",
    "Rereading",
    "Sending",
    "Snapshot",
    "Transition",
]
