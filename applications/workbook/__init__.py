"""The budget as a spreadsheet: written with formulas that still balance, read back from the cells that are typed."""

from applications import budget
from applications.workbook.layout import Book
from applications.workbook.reading import Unreadable, read
from applications.workbook.writing import write

__all__ = ["Book", "Unreadable", "book_of", "read", "write"]


def book_of(application, posts: dict[int, list[dict]]) -> Book:
    """The budget of a file as the workbook holds it; `posts` by year, as they are saved."""
    promised = budget.activity(application)
    years = application.budget_years
    return Book(
        number=application.number,
        title=application.call.title,
        frame=budget.frame_of(application.call),
        sheets=tuple(budget.sheets(application)),
        names={year: budget.year_name(application.call, years, year) for year in years},
        lines=budget.by_year(application),
        posts={year: rows for year, rows in posts.items() if rows},
        places=promised.places,
        people=promised.people,
    )
