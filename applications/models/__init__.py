"""The file and everything that hangs from it."""

from applications.models.arguments import Argument, ArgumentVersion
from applications.models.checking import Check, Complement, ComplementItem
from applications.models.consents import Consent
from applications.models.content import Attachment, BudgetLine, Partner, StaffPost
from applications.models.editing import AnswerVersion, Handover, Presence
from applications.models.exchanges import Exchange
from applications.models.file import Application
from applications.models.keeping import Blob, Fault, Rereading
from applications.models.log import Act, Delivery, Opening, Snapshot, Transition
from applications.models.margin import Remark, Thread
from applications.models.sending import Sending
from applications.models.union import CallAlert, Look, Prompt
from applications.models.vault import VaultPiece, VaultVersion
from applications.models.visibility import HOLDING, ApplicationQuerySet

__all__ = [
    "HOLDING",
    "Act",
    "AnswerVersion",
    "Application",
    "ApplicationQuerySet",
    "Argument",
    "ArgumentVersion",
    "Attachment",
    "Blob",
    "BudgetLine",
    "CallAlert",
    "Check",
    "Complement",
    "ComplementItem",
    "Consent",
    "Delivery",
    "Exchange",
    "Fault",
    "Handover",
    "Look",
    "Opening",
    "Partner",
    "Presence",
    "Prompt",
    "Remark",
    "Rereading",
    "Sending",
    "Snapshot",
    "StaffPost",
    "Thread",
    "Transition",
    "VaultPiece",
    "VaultVersion",
]
