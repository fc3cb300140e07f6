"""The file and everything that hangs from it."""

from applications.models.arguments import Argument, ArgumentVersion
from applications.models.checking import Check, Complement, ComplementItem
from applications.models.consents import Consent
from applications.models.content import Attachment, BudgetLine, Partner
from applications.models.file import HOLDING, Application
from applications.models.log import Act, Delivery, Opening, Snapshot, Transition
from applications.models.margin import Remark, Thread
from applications.models.union import CallAlert, Look, Prompt
from applications.models.visibility import ApplicationQuerySet

__all__ = [
    "HOLDING",
    "Act",
    "Application",
    "ApplicationQuerySet",
    "Argument",
    "ArgumentVersion",
    "Attachment",
    "BudgetLine",
    "CallAlert",
    "Check",
    "Complement",
    "ComplementItem",
    "Consent",
    "Delivery",
    "Look",
    "Opening",
    "Partner",
    "Prompt",
    "Remark",
    "Snapshot",
    "Thread",
    "Transition",
]
