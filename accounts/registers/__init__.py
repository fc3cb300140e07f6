"""The files the State publishes (FINESS, SIRENE, RNA, QPV): recognised, read line by line, nothing written here."""

from accounts.registers.formats import FORMATS, Format, Line, Malformed, format_of
from accounts.registers.reading import Unreadable, date_of, rows

__all__ = ["FORMATS", "Format", "Line", "Malformed", "Unreadable", "date_of", "format_of", "rows"]
