"""From what happened to one Message row per person. Every function may run twice: a marker row says it was done."""

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.nudge import nudge
from applications.models import Delivery, Transition
from documents.enums import Audience, DocumentStatus
from documents.kinds import meant_for
from engine.deadlines import at_hour
from notifications.audiences import Fact
from notifications.catalogue import ALSO, ON, Event
from notifications.enums import MailStatus, Side
from notifications.models import Message, Told
from notifications.wording import page_of, render

log = logging.getLogger(__name__)

PAST_AFTER = timedelta(days=7)  # what happened longer ago is shown, never mailed


def deliver(transition_id: int) -> int:
    """Tells a move of a file to those the catalogue names; returns how many messages this call wrote.

    The Delivery row and the messages are written together: whoever writes it first tells, a second run finds it.
    The end of a file out of sight was told before it was hidden, with its dates; its pages are closed since.
    """
    with transaction.atomic():
        row = Transition.objects.select_related(
            "application__call__authority", "application__structure", "by"
        ).get(pk=transition_id)
        _, fresh = Delivery.objects.get_or_create(transition=row)
        if not fresh or row.application.hidden_at:
            return 0
        return fan_out(fact_of_move(row), ON[row.name], act=act_of(row))


def fact_of_move(row: Transition) -> Fact:
    file = row.application
    return Fact(f"transition:{row.pk}", row.at, row, file, file.call, row.by)


def act_of(row: Transition):
    """The act this move announces, when it has one that its structure may read."""
    acts = row.acts.select_related("document").filter(document__kind__in=meant_for(Audience.RECIPIENT))
    act = acts.order_by("pk").first()
    return act and act.document


def tell(kind: str, pk: int) -> int:
    """Tells everything that now holds of a row that is not a transition, and was not told yet."""
    return sum(
        tell_event(kind, event, row) for event in ALSO[kind] for row in event.untold(kind).filter(pk=pk)
    )


def tell_event(kind: str, event: Event, row) -> int:
    fact = fact_of_event(kind, event, row)
    with transaction.atomic():
        _, fresh = Told.objects.get_or_create(kind=kind, event=event.name, row=row.pk, at=fact.at)
        return fan_out(fact, event.notices, names_file=event.names_file) if fresh else 0


def fact_of_event(kind: str, event: Event, row) -> Fact:
    file = follow(row, event.file)
    call = file.call if file else follow(row, event.call)
    at = as_instant(getattr(row, event.dated), call)
    cause = (
        event.batch(row) if event.batch else f"{kind}:{row.pk}:{event.name}:{at.astimezone(UTC):%Y%m%d%H%M%S}"
    )
    return Fact(cause, at, row, file, call, follow(row, event.by))


def follow(row, way: str):
    """The object at the end of a dotted way; "self" is the row, no way is nothing."""
    if not way:
        return None
    for name in way.split(".") if way != "self" else ():
        row = getattr(row, name)
    return row


def as_instant(moment, call) -> datetime:
    """A day without hour is told at noon."""
    if isinstance(moment, date) and not isinstance(moment, datetime):
        return at_hour(moment, time(12), call.time_zone)
    return moment


def fan_out(
    fact: Fact, notices: Iterable, *, act=None, names_file=True, term=None, past_after=PAST_AFTER
) -> int:
    """Writes one message per person told, then wakes a worker for those that may leave. Returns their number."""
    rows = [
        compose(notice, person, fact, text, act=act, names_file=names_file, past_after=past_after)
        for notice, text, people in addressed(fact, notices, term)
        for person in people
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    wake(Message.objects.filter(cause=fact.cause))
    return len(rows)


def addressed(fact: Fact, notices, term):
    """Each notice with its text and the people it is for, each person under the first that finds them."""
    found: set[int] = set()
    for notice in notices:
        people = [person for person in notice.people.find(fact) if person.pk not in found]
        found.update(person.pk for person in people)
        if notice.people.side == Side.AUTHORITY:
            people = [person for person in people if person != fact.by]
        if people:
            yield notice, render(notice.key, fact, term), people


def compose(notice, person, fact, text, *, act, names_file, past_after) -> Message:
    now = timezone.now()
    waits_for = act if notice.waits else None
    ready = waits_for is None or (waits_for.status == DocumentStatus.ISSUED and waits_for.released_at)
    return Message(
        recipient=person,
        side=notice.people.side,
        key=notice.key,
        cause=fact.cause,
        transition=fact.row if isinstance(fact.row, Transition) else None,
        application=fact.application if names_file else None,
        waits_for=waits_for,
        subject=text[0],
        body=text[1],
        path=page_of(notice.page, fact),
        at=fact.at,
        shown_at=now if ready else None,
        mail=mail_status(person, fact.at, now - past_after),
    )


def mail_status(person, at, limit) -> MailStatus:
    if not person.wants_mail:
        return MailStatus.NONE
    return MailStatus.PAST if at < limit else MailStatus.WAITING


def wake(messages) -> None:
    """Wakes a worker for each of these mails that may leave now."""
    for pk in messages.due(timezone.now()).order_by("pk").values_list("pk", flat=True):
        nudge("notifications.tasks.send", pk)


def released(document_id: int) -> int:
    """Shows the messages that waited for this act, and sends them; none before it is established and communicated."""
    return show(Message.objects.filter(waits_for=document_id))


def show(messages) -> int:
    with transaction.atomic():
        keys = list(messages.ready().values_list("pk", flat=True))
        shown = Message.objects.filter(pk__in=keys, shown_at=None).update(shown_at=timezone.now())
        wake(Message.objects.filter(pk__in=keys))
    return shown
