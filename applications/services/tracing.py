"""The trace of a draft's budget, kept beside the versions of its answers."""

from contextlib import contextmanager

from django.utils import timezone

from applications.models import AnswerVersion
from applications.queries.tracing import contents
from applications.services.versions import ONE_SITTING


@contextmanager
def traced(application, *, by, page="", at=None):
    """Keeps every sheet and staff table that is changed inside; the caller holds the file."""
    before, at = contents(application), at or timezone.now()
    yield
    for key, value in contents(application).items():
        was = before.get(key) or type(value)()
        if value != was:
            _keep(application, key, was, value, by=by, page=page, at=at)


def _keep(application, key, was, value, *, by, page, at):
    last = application.versions.filter(key=key).order_by("at", "id").last()
    if last is None and was:  # written before there was a trace
        _create(application, key, was, None, "", application.edited_at)
    if last and _goes_on(last, value, by, page, at):
        last.value, last.at = value, at
        last.save(update_fields=["value", "at"])
    else:
        _create(application, key, value, by, page, at)


def _create(application, key, value, by, page, at):
    AnswerVersion.objects.create(application=application, key=key, value=value, by=by, page=page, at=at)


def _goes_on(last, value, by, page, at) -> bool:
    """One goes on filling the same page; what loses a line begins a new state, so that it can be found again."""
    same = bool(page) and last.page == page and last.by_id == by.pk
    return same and at - last.at <= ONE_SITTING and len(value) >= len(last.value)
