"""What leaves Jalon as a file: the list of a call's files, and one whole file as a ZIP.

A cell is text or a number, never a formula, whatever a candidate typed.
"""

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from accounts.policy import POLICY, STRUCTURE
from applications.queries.content import snapshot_content
from applications.queries.exchanges import thread
from applications.queries.pieces import standing
from applications.queries.reading import acts_of, deposited, pieces_of, working
from applications.uploads import safe_name
from engine.deadlines import on_time
from engine.digest import canonical

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
CHUNK = 64 * 1024
WIDTH = 20
TITLE = Font(name="Calibri", size=11, bold=True)
HEADERS = (
    "Numéro",
    "Structure",
    "SIRET",
    "Territoire",
    "Lot",
    "Intitulé du projet",
    "État",
    "Voie de dépôt",
    "Reçu le",
    "Après la clôture",
    "Montant demandé",
    "Places demandées",
    "Recevable le",
    "Expertises confiées",
    "Expertises rendues",
    "Instruit le",
    "Décidé le",
    "Montant attribué",
    "Places attribuées",
    "Rang en liste complémentaire",
)


def rows(files, call) -> Iterator[tuple]:
    """The header, then one row per file, read as they go."""
    yield HEADERS
    zone = ZoneInfo(call.time_zone)
    for file in files.iterator(chunk_size=500):
        yield row(file, call, zone)


def row(file, call, zone) -> tuple:
    def day(moment):
        return moment.astimezone(zone).strftime("%Y-%m-%d") if moment else ""

    received = file.received_at
    late = bool(call.closes_at and received and not on_time(received, call.closes_at))
    return (
        file.number,
        file.structure.name,
        file.structure.siret,
        str(file.structure.territory or ""),
        file.lot.code,
        file.title,
        file.get_state_display(),
        file.get_channel_display(),
        received.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if received else "",
        "oui" if late else "non",
        file.requested_amount,
        file.requested_places,
        day(file.admitted_at),
        file.readings_count,
        file.submitted_count,
        day(file.concluded_at),
        day(file.decided_at),
        file.awarded_amount,
        file.awarded_places,
        file.waiting_rank,
    )


def csv_lines(lines: Iterable[tuple]) -> Iterator[str]:
    """UTF-8 with its mark and semicolons, as French spreadsheets expect."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield "\ufeff"
    for line in lines:
        writer.writerow([harmless(value) for value in line])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def harmless(value):
    """The value as a spreadsheet will read it: an apostrophe keeps what looks like a formula a text."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(FORMULA) else value


def xlsx(lines: Iterable[tuple]):
    """A workbook written row by row into a temporary file, ready to be sent."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Dossiers")
    sheet.freeze_panes, sheet.page_setup.orientation = "B2", "landscape"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"  # a wide list takes several pages
    sheet.sheet_format.defaultColWidth = WIDTH  # before the rows: they leave as they come
    for rank, line in enumerate(lines):
        sheet.append([cell(sheet, value, titled=rank == 0) for value in line])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def cell(sheet, value, *, titled=False):
    if not isinstance(value, str):
        return value
    made = WriteOnlyCell(sheet, UNPRINTABLE.sub("", value))
    made.data_type = "s"  # openpyxl would make a formula of a text that begins with =
    if titled:
        made.font = TITLE
    return made


class Sink:
    """Where the archive is written: what is there is handed over at once, so memory holds one chunk."""

    def __init__(self):
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def drain(self) -> bytes:
        data, self.parts = b"".join(self.parts), []
        return data


def whole_file(application, person) -> Iterator[bytes]:
    """The ZIP of one file as this person may read it: answers, attachments, acts and their fingerprints."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, chunks in members(application, person):
            with archive.open(name, "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    yield sink.drain()
    yield sink.drain()


def members(application, person) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The names of the archive and their bytes: what was deposited, or for its structure what it is writing."""
    number, held = application.number, application.roles_of(person)
    content, frozen, pieces = _content(application, own=bool(held & STRUCTURE))
    page = render_to_string(
        "applications/authority/answers.html", {"application": application, "content": content}
    )
    yield f"{number}/reponses.html", [page.encode()]
    yield f"{number}/reponses.json", [canonical(frozen)]
    reads = bool(held & POLICY["applications.view_messages"])
    if reads and (exchanged := thread(application)):
        letters = render_to_string(
            "applications/authority/exchanged.html", {"application": application, "thread": exchanged}
        )
        yield f"{number}/messages.html", [letters.encode()]
        pieces = [*pieces, *(piece for row in exchanged for piece in row["pieces"])]
    fingerprints = []
    for rank, piece in enumerate(pieces, start=1):
        name = f"pieces/{rank:02d}-{safe_name(piece.name)}"
        if not piece.open_to(own=False):
            yield f"{number}/{name}.txt", [standing(piece)["words"].encode()]
            continue
        fingerprints.append(f"{piece.sha256}  {name}")
        yield f"{number}/{name}", stored(piece.path)
    for rank, document in enumerate(acts_of(application, person), start=1):
        name = f"actes/{rank:02d}-{document.dated:%Y-%m-%d}-{document.filename}"
        fingerprints.append(f"{document.file_sha256}  {name}")
        yield f"{number}/{name}", stored(document.file)
    yield f"{number}/empreintes-sha256.txt", [("\n".join(fingerprints) + "\n").encode()]


def _content(application, *, own: bool) -> tuple[dict, dict, list]:
    """The content shown, the same as plain values, and its pieces. Never deposited, it is its structure's alone."""
    content = deposited(application)
    snapshot = content["snapshot"]
    if own and application.submitted_at is None:
        return working(application), snapshot_content(application), list(application.attachments.current())
    return content, snapshot.content if snapshot else {}, pieces_of(application)


def stored(path: str) -> Iterator[bytes]:
    with default_storage.open(path) as file:
        yield from file.chunks(CHUNK)


BOARD_HEADERS = (
    "Adhérent",
    "Territoire",
    "Appel",
    "Intitulé de l’appel",
    "Clôture",
    "Concerné par cet appel ouvert",
    "Dossier",
    "Accord",
    "État",
    "Manque",
    "Attendu au plus tard le",
    "Résultat public",
    "Montant public",
)


def board_rows(board) -> Iterator[tuple]:
    """The table of a union, one line per file or public result; a call that only concerns a member has its line."""
    yield BOARD_HEADERS
    for line in board.rows:
        for cell in line.cells:
            yield from cell_rows(cell)


def cell_rows(cell) -> Iterator[tuple]:
    """What one cell of the table shows, no more."""
    zone = ZoneInfo(cell.call.time_zone)
    closes = cell.call.closes_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if cell.call.closes_at else ""
    concerned = "oui" if cell.concerned else ""
    head = (
        cell.member.name,
        str(cell.member.territory or ""),
        cell.call.number,
        cell.call.title,
        closes,
        concerned,
    )
    for entry in cell.entries:
        yield (*head, entry.number, entry.level.label, entry.words, entry.lack, entry.until, "", None)
    for result in cell.results:
        yield (*head, "", "", "", "", "", f"Retenu : {result.title}", result.amount)
    if concerned and not cell.entries and not cell.results:
        yield (*head, "", "Rien de partagé", "", "", "", "", None)


LOOK_HEADERS = ("Quand", "Qui", "Union", "Ce qui a été vu", "Accord du moment")


def look_rows(looks) -> Iterator[tuple]:
    """The log of what unions looked at in one file, as its structure reads it."""
    yield LOOK_HEADERS
    for look in looks.iterator(chunk_size=500):
        when = timezone.localtime(look.at).strftime("%Y-%m-%d %H:%M:%S")
        yield when, str(look.person), look.union.name, look.get_page_display(), look.get_level_display()
