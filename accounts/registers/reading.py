"""A published file as rows: plain, zipped or gzipped, UTF-8 or Latin-1, never held whole in memory."""

import contextlib
import csv
import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO

LONGEST_LINE = 256 * 1024
csv.field_size_limit(LONGEST_LINE)
DAY = re.compile(r"(20\d\d)-?([01]\d)-?([0-3]\d)")


class Unreadable(Exception):
    """The file cannot be read at all; the message says why, in French."""


@contextlib.contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of the one CSV of this path."""
    try:
        with contextlib.ExitStack() as stack:
            yield _unpacked(stack, path)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"{path.name} ne peut pas être lu : {error}") from error


def _unpacked(stack, path: Path) -> IO[bytes]:
    if zipfile.is_zipfile(path):
        archive = stack.enter_context(zipfile.ZipFile(path))
        found = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        if len(found) != 1:
            raise Unreadable(f"{path.name} contient {len(found)} fichiers CSV : il en faut un seul.")
        return stack.enter_context(archive.open(found[0]))
    file = stack.enter_context(path.open("rb"))
    if file.read(2) == b"\x1f\x8b":
        return stack.enter_context(gzip.open(path))
    file.seek(0)
    return file


def rows(path: Path, delimiter: str, *, quoted: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line where it ends; a row that cannot be cut is empty."""
    with opened(path) as file:
        quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        reader = csv.reader(_lines(file), delimiter=delimiter, quoting=quoting)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                row = []
            yield reader.line_num, row


def _lines(file) -> Iterator[str]:
    """Lines as text; what is not UTF-8 is Latin-1, as the State's older files are."""
    start = True
    while line := file.readline(LONGEST_LINE):
        yield _text(line.removeprefix(b"\xef\xbb\xbf") if start else line)
        start = False


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def first_line(path: Path) -> str:
    with opened(path) as file:
        return next(_lines(file), "")


def date_of(path: Path) -> date | None:
    """The day of a published file, when its first line or its name tells it."""
    for words in (first_line(path)[:200], path.name):
        for found in DAY.finditer(words):
            with contextlib.suppress(ValueError):
                return date(*(int(part) for part in found.groups()))
    return None
