"""The form of an event: what happens to a row that is not a transition."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from notifications.catalogue.moves import Notice
from notifications.models import Told


@dataclass(frozen=True)
class Event:
    """Something that happens to a row which is not a transition: when it holds, what dates it, whom it concerns."""

    name: str
    model: type
    holds: Q
    dated: str
    notices: tuple[Notice, ...]
    file: str = ""  # the way from the row to its file, or
    call: str = ""  # to its call
    by: str = ""
    repeats: bool = False  # may hold again for the same row, at another date
    names_file: bool = True  # False: the message does not depend on the right to see the file
    batch: Callable | None = None  # rows of one batch make one message

    def rows(self) -> QuerySet:
        return self.model._default_manager.filter(self.holds)

    def untold(self, kind: str) -> QuerySet:
        told = Told.objects.filter(kind=kind, event=self.name, row=OuterRef("pk"))
        if self.repeats:
            told = told.filter(at=OuterRef(self.dated))
        return self.rows().exclude(Exists(told))
