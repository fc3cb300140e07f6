"""The lock every edit passes: visible, permitted, and still in preparation."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from accounts.backends import may
from accounts.errors import Forbidden, NotVisible, Refused
from calls.constraints import message_for
from calls.models import Call
from engine.deadlines import long_instant

FROZEN = "L’appel est publié depuis le {date} : son contenu est figé. Une modification passe par un avis rectificatif."


def authorise(by, action: str, call: Call) -> None:
    """NotVisible to whom the call does not exist, Forbidden to whom the action is not given."""
    if by is None or not Call.objects.visible_to(by).filter(pk=call.pk).exists():
        raise NotVisible
    if not may(by, action, call):
        raise Forbidden


def frozen_reason(call: Call) -> str:
    """Why the call can no longer be edited; empty while it is in preparation."""
    if call.published_at is None:
        return ""
    return FROZEN.format(date=long_instant(call.published_at.replace(second=0), call.time_zone))


@contextmanager
def locked(call: Call, by, action: str) -> Iterator[Call]:
    """A fresh row, locked until the end of the transaction; a broken constraint becomes a refusal."""
    try:
        with transaction.atomic():
            row = Call.objects.select_for_update(of=("self",)).select_related("authority").get(pk=call.pk)
            authorise(by, action, row)
            yield row
    except IntegrityError as error:
        raise Refused(message_for(error)) from error


@contextmanager
def draft_of(call: Call, by, action: str = "calls.edit") -> Iterator[Call]:
    """The same, refused once the call is published."""
    with locked(call, by, action) as row:
        if reason := frozen_reason(row):
            raise Refused(reason)
        yield row
