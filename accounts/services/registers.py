"""Loading a copy of a register: the one in use answers until the new one is whole, then they are exchanged."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import RegisterEntry, RegisterSnapshot
from accounts.registers import Format, Malformed, format_of, rows
from engine.deadlines import plain_date

BATCH = 2000
LOOKED_AT = 200  # first rows searched for the marks of a format
TOLERATED, OF = 1, 100  # a copy with more malformed lines than this share is not put in use
OVERTAKEN = "Un autre chargement du même répertoire a commencé : celui-ci s’arrête, rien n’est changé."
NOTED = 50  # malformed lines told one by one


@dataclass
class Loading:
    """What a load met: how many lines were kept or of another kind, which were malformed and why."""

    kept: int = 0
    other: int = 0
    malformed: int = 0
    notes: list[tuple[int, str]] = field(default_factory=list)  # (line, what is wrong)

    def note(self, number: int, why: str) -> None:
        self.malformed += 1
        if len(self.notes) < NOTED:
            self.notes.append((number, why))

    @property
    def too_many(self) -> bool:
        return self.malformed * OF > (self.kept + self.malformed) * TOLERATED and self.malformed > 1


def load_register(
    command: str,
    path: Path,
    dated: date,
    *,
    older: bool = False,
    departements: frozenset[str] = frozenset(),
    tell: Callable[[int], None] | None = None,
) -> tuple[RegisterSnapshot, Loading]:
    """Loads the file as the copy in use of its register; Refused when it is not whole, and the old one stays.

    `departements` keeps only the addresses there (postcodes), `older` accepts a copy older than the one in use.
    """
    shape = _recognised(command, path)
    current = RegisterSnapshot.objects.filter(register=shape.register, is_current=True).first()
    if current and current.dated > dated and not older:
        raise Refused(
            f"Le relevé en service est plus récent ({plain_date(current.dated)}) : rien n’est changé."
        )
    discard(RegisterSnapshot.objects.filter(register=shape.register, is_current=False))
    copy = RegisterSnapshot.objects.create(register=shape.register, dated=dated, source=path.name[:200])
    done = Loading()
    try:
        _fill(copy, _kept(shape, path, done, departements), done, tell)
        _refuse_unfit(done)
    except BaseException:
        discard(RegisterSnapshot.objects.filter(pk=copy.pk))
        raise
    _put_in_use(copy, done)
    discard(RegisterSnapshot.objects.filter(register=shape.register, is_current=False))
    return copy, done


def _delimiter(command: str) -> str:
    return "," if command == "sirene" else ";"


def _recognised(command: str, path: Path) -> Format:
    first = [row for _, row in islice(rows(path, _delimiter(command), quoted=command != "finess"), LOOKED_AT)]
    shape = format_of(command, first)
    if shape is None:
        raise Refused(f"{path.name} n’est pas un fichier attendu par import_{command} : rien n’est changé.")
    return shape


def _kept(shape: Format, path: Path, done: Loading, departements: frozenset[str]) -> Iterable[RegisterEntry]:
    header: list[str] = []
    for number, row in rows(path, shape.delimiter, quoted=not shape.columns):
        if not shape.columns and not header:
            header = [cell.strip() for cell in row]
            continue
        if shape.columns and (not row or row[0].strip() != shape.columns[0]):
            done.other += bool(row)
            continue
        try:
            line = shape.line(row, header)
        except Malformed as error:
            done.note(number, str(error))
            continue
        if departements and not _is_in(line.address, departements):
            done.other += 1
            continue
        yield RegisterEntry(**asdict(line))


def _is_in(address: str, departements: frozenset[str]) -> bool:
    postcode = address.splitlines()[-1][:5] if address else ""
    return not address or postcode[:2] in departements or postcode[:3] in departements


def _fill(copy, entries: Iterable[RegisterEntry], done: Loading, tell) -> None:
    """Batches in transactions of their own: SQLite's writers wait for one batch, never for a whole register."""
    stream = iter(entries)
    while batch := list(islice(stream, BATCH)):
        for entry in batch:
            entry.snapshot = copy
        try:
            with transaction.atomic():
                RegisterEntry.objects.bulk_create(batch, ignore_conflicts=True)
        except IntegrityError as error:
            raise Refused(OVERTAKEN) from error
        done.kept += len(batch)
        if tell:
            tell(done.kept)


def _refuse_unfit(done: Loading) -> None:
    if not done.kept:
        raise Refused("Aucune ligne lisible : l’ancien relevé reste en service.")
    if done.too_many:
        raise Refused(
            f"{done.malformed} lignes illisibles, plus d’une sur cent : le fichier est abîmé,"
            " l’ancien relevé reste en service.",
            *told(done),
        )


def told(done: Loading) -> list[str]:
    """The malformed lines, one sentence each; the last one says how many more there are."""
    notes = [f"Ligne {number} : {why}." for number, why in done.notes]
    more = done.malformed - len(done.notes)
    return notes + ([f"Et {more} autres."] if more else [])


def _put_in_use(copy: RegisterSnapshot, done: Loading) -> None:
    with transaction.atomic():
        if not RegisterSnapshot.objects.select_for_update(of=("self",)).filter(pk=copy.pk).exists():
            raise Refused(OVERTAKEN)
        RegisterSnapshot.objects.filter(register=copy.register, is_current=True).update(is_current=False)
        copy.is_current, copy.loaded_at = True, timezone.now()
        copy.rows, copy.malformed = copy.entries.count(), done.malformed
        copy.save()


def discard(copies) -> None:
    """Erases copies that do not answer, batch by batch; one put in use meanwhile is left alone."""
    for copy in copies:
        idle = copy.entries.filter(snapshot__is_current=False)
        while some := list(idle.values_list("pk", flat=True)[: BATCH * 5]):
            RegisterEntry.objects.filter(pk__in=some).delete()
        RegisterSnapshot.objects.filter(pk=copy.pk, is_current=False).delete()
