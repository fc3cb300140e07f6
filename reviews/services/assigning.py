"""Giving files to readers, one pair or a whole distribution: checked the same way, all or nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, NotVisible, Refused
from accounts.models import Person
from accounts.nudge import nudge
from applications.enums import State
from applications.models import Application
from reviews.models import Assignment
from reviews.queries.interests import barred_readers
from reviews.queries.matrix import readers_of

CLOSED = "Le dossier {file} n’est plus à lire\u00a0: seul un dossier recevable se confie à un lecteur."
STRANGER = "{reader} n’est ni expert de cet appel ni instructeur de l’autorité."
BARRED = "{reader} ne peut pas lire le dossier {file}\u00a0: {why}."
HELD = "Le dossier {file} est déjà confié à {reader}."


@dataclass(frozen=True)
class Pair:
    application: Application
    reader: Person
    why: str = ""


def give_together(call, wanted: dict[tuple[int, int], str], *, by, due_on=None, at=None) -> list[Assignment]:
    """Gives many files at once: {(file, reader): why}. One refusal, and nothing is given."""
    with transaction.atomic():
        if not may(by, "reviews.assign", call):
            raise Forbidden
        rows = Application.objects.judged_by(by).filter(call=call, pk__in={file for file, _ in wanted})
        files = {file.pk: file for file in rows.select_for_update(of=("self",)).select_related("structure")}
        readers = Person.objects.in_bulk({reader for _, reader in wanted})
        if not all(file in files and reader in readers for file, reader in wanted):
            raise NotVisible
        pairs = [Pair(files[file], readers[reader], why) for (file, reader), why in wanted.items()]
        return give(call, pairs, by=by, due_on=due_on, at=at or timezone.now())


def give(call, pairs: list[Pair], *, by, due_on, at) -> list[Assignment]:
    """Writes these assignments; their files are locked, and `by` may give them."""
    reasons = refusals(call, pairs)
    if reasons:
        raise Refused(*reasons)
    rows = Assignment.objects.bulk_create(
        Assignment(
            application=pair.application,
            reader=pair.reader,
            why=pair.why[:250],
            assigned_by=by,
            assigned_at=at,
            due_on=due_on,
        )
        for pair in pairs
    )
    # What is given together is told in one message per reader; the sweep marks the other rows as told.
    for row in {row.reader_id: row for row in rows}.values():
        nudge("notifications.tasks.tell", "assignment", row.pk)
    return rows


def refusals(call, pairs: list[Pair]) -> list[str]:
    """Why some of these pairs cannot be, in a fixed number of reads."""
    files = list({pair.application.pk: pair.application for pair in pairs}.values())
    readers = list({pair.reader.pk: pair.reader for pair in pairs}.values())
    eligible = set(readers_of(call).filter(pk__in=[one.pk for one in readers]).values_list("pk", flat=True))
    current = Assignment.objects.current().filter(application__in=files)
    held, barred = set(current.values_list("application", "reader")), barred_readers(files, readers)
    closed = [file for file in files if file.state != State.ADMISSIBLE]
    strangers = [reader for reader in readers if reader.pk not in eligible]
    reasons = [CLOSED.format(file=file.number) for file in closed]
    reasons += [STRANGER.format(reader=reader) for reader in strangers]
    for pair in pairs:
        key = (pair.application.pk, pair.reader.pk)
        words = {"file": pair.application.number, "reader": pair.reader}
        reasons += [BARRED.format(**words, why=barred[key])] if key in barred else []
        reasons += [HELD.format(**words)] if key in held else []
    return reasons
