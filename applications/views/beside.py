"""What stands beside a part of a draft while it is written: comments of the union, the way to its arguments."""

from django.urls import reverse

from applications.enums import State
from applications.queries import margin
from applications.queries.arguments import offered_to
from calls.enums import QuestionKind

WRITTEN = {QuestionKind.TEXT, QuestionKind.LONG_TEXT}
PARTS = {"identity": margin.IDENTITY, "budget": margin.BUDGET, "partners": margin.PARTNERS}


class Beside:
    """The threads of a file and whether arguments are offered, read once for a whole page."""

    def __init__(self, application, person):
        self.threads = margin.threads_by_part(application, person)
        self.arguments = application.state == State.DRAFT and offered_to(application).exists()
        self.shown = shown_by_part(application) if self.threads else {}

    def of(self, part: str) -> list:
        return margin.marked(self.threads.get(part, []), self.shown.get(part, ""))


def shown_by_part(application) -> dict[str, str]:
    chapters = margin.passages(application)
    return {passage.part: passage.shown for chapter in chapters for passage in chapter.passages}


def beside(application, person) -> Beside:
    kept = application.__dict__.setdefault("_beside", {})
    if person.pk not in kept:
        kept[person.pk] = Beside(application, person)
    return kept[person.pk]


def of_question(application, person, question) -> dict:
    found = beside(application, person)
    leans = found.arguments and question.kind in WRITTEN
    url = reverse("applications:lean", args=[application.number, question.key]) if leans else ""
    threads = found.of(question.key)
    return {"application": application, "threads": threads, "arguments": url, "label": question.label}


def of_part(application, person, page: str) -> dict:
    threads = beside(application, person).of(PARTS[page]) if page in PARTS else []
    return {"application": application, "threads": threads}
