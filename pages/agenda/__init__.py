"""What each person must do next, with dates."""

from pages.agenda.authority import for_authority
from pages.agenda.items import by_day
from pages.agenda.structure import for_reader, for_structure

__all__ = ["by_day", "for_authority", "for_reader", "for_structure"]
