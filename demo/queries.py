"""Where the building of the demonstration world stands."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Sum

from applications.enums import State
from applications.models import Application
from calls.models import Call
from demo.models import Step, World
from documents.enums import DocumentStatus
from documents.models import Document
from notifications.enums import MailStatus
from notifications.models import Message


@dataclass(frozen=True)
class Progress:
    """How far the world is: nothing to say when it was never begun or is finished."""

    building: bool
    done: int = 0
    total: int = 0

    @property
    def words(self) -> str:
        return f"{self.done} dossier{'s' if self.done > 1 else ''} sur {self.total}"


def progress() -> Progress:
    """One or two queries; the banner of the home page asks at each display."""
    world = World.objects.first()
    if world is None or world.finished_at:
        return Progress(building=False)
    done = Step.objects.aggregate(total=Sum("files"))["total"] or 0
    return Progress(True, done, world.files)


def accounts_open() -> bool:
    """Whether the login page may lead to the demonstration accounts: one's own machine, and a world to visit."""
    return settings.LOCAL and settings.DEMO and World.objects.exclude(finished_at=None).exists()


@dataclass(frozen=True)
class Tally:
    """What there is: published calls, files by state, messages, acts."""

    calls: int
    files: dict[State, int]
    messages: int
    mails: int
    issued: int
    pending: int
    failed: int


def tally() -> Tally:
    """Counts for the summary of `make run`."""
    states = dict(Application.objects.order_by().values_list("state").annotate(n=Count("pk")))
    acts = dict(Document.objects.order_by().values_list("status").annotate(n=Count("pk")))
    return Tally(
        calls=Call.objects.published().count(),
        files={state: states[state] for state in State if state in states},
        messages=Message.objects.count(),
        mails=Message.objects.filter(mail=MailStatus.SENT).count(),
        issued=acts.get(DocumentStatus.ISSUED, 0),
        pending=acts.get(DocumentStatus.PENDING, 0),
        failed=acts.get(DocumentStatus.FAILED, 0),
    )
