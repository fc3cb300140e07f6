import pytest

from applications.enums import ConsentLevel
from applications.models import Application, Transition
from applications.services import consents
from documents.models import Document
from notifications import services
from notifications.models import Message
from tests.factories import fill, make_call, started

NAMES = [
    "signatory",
    "editor",
    "rival",
    "delegate",
    "manager",
    "instructor",
    "finance",
    "director",
    "expert",
    "second_expert",
    "commissioner",
    "president",
    "stranger",
    "superuser",
]


def names(cast, messages) -> dict[str, str]:
    """{key: the people of the cast told it}."""
    people = {getattr(cast, name).pk: name for name in NAMES}
    told: dict[str, list[str]] = {}
    for message in messages.order_by("key", "recipient"):
        told.setdefault(message.key, []).append(people[message.recipient_id])
    return {key: " ".join(sorted(found, key=NAMES.index)) for key, found in told.items()}


def last_move(application) -> Transition:
    return Transition.objects.filter(application=application).latest("sequence")


def deliver_last(application) -> Transition:
    row = last_move(application)
    services.deliver(row.pk)
    return row


def issue(document) -> None:
    """Marks an act as established, without drawing it."""
    from django.utils import timezone

    Document.objects.filter(pk=document.pk).update(
        status="issued",
        issued_at=timezone.now(),
        file="documents/x.pdf",
        file_sha256="0" * 64,
        size=1,
        pages=1,
    )


def issue_all() -> None:
    for document in Document.objects.filter(status="pending"):
        issue(document)


def messages_of(row) -> Message:
    return Message.objects.filter(transition=row)


@pytest.fixture
def call(cast):
    return make_call(cast)


@pytest.fixture
def closed(cast):
    return make_call(cast, closes_in=-3)


@pytest.fixture
def draft(call, cast) -> Application:
    """A complete draft, its progress shared with the union."""
    return shared_draft(call, cast)


def shared_draft(call, cast, level=ConsentLevel.PROGRESS) -> Application:
    application = fill(started(call, cast), cast)
    consents.give(application.pk, cast.union, level, by=cast.signatory)
    return application
