"""What stands beside a part of a draft while it is written: comments of the union, the way to its arguments."""

from django.contrib import messages
from django.urls import reverse

from accounts.errors import NotVisible, Refused
from applications.enums import State
from applications.queries import margin
from applications.queries.arguments import offered_to
from applications.services import margin as writing
from applications.views.reading import key_of
from calls.enums import QuestionKind

WRITTEN = {QuestionKind.TEXT, QuestionKind.LONG_TEXT}
PARTS = {"identity": margin.IDENTITY, "budget": margin.BUDGET, "partners": margin.PARTNERS}
PAGES = {part: f"applications:{page}" for page, part in PARTS.items()}
APART = "Votre réponse au commentaire n’est pas envoyée"
UNSENT = "Ce que vous avez répondu au dossier est enregistré. Envoyez votre réponse au commentaire, ou effacez-la pour continuer."


class Beside:
    """The threads of a file and whether arguments are offered, read once for a whole page."""

    def __init__(self, application, person):
        self.threads = margin.threads_by_part(application, person)
        self.arguments = application.state == State.DRAFT and offered_to(application).exists()
        self.shown = shown_by_part(application) if self.threads else {}
        self.heard = {union.pk for union in margin.commenting_unions(application)} if self.threads else set()

    def of(self, part: str) -> list:
        threads = margin.marked(self.threads.get(part, []), self.shown.get(part, ""))
        for thread in threads:
            thread.heard = thread.union_id in self.heard
        return threads


def shown_by_part(application) -> dict[str, str]:
    chapters = margin.passages(application)
    return {passage.part: passage.shown for chapter in chapters for passage in chapter.passages}


def beside(application, person) -> Beside:
    kept = application.__dict__.setdefault("_beside", {})
    if person.pk not in kept:
        kept[person.pk] = Beside(application, person)
    return kept[person.pk]


def of_question(request, application, question, spoken) -> dict:
    """Beside a question of a section, whose own form carries the answers; what was typed and not sent is kept."""
    found = beside(application, request.user)
    leans = found.arguments and question.kind in WRITTEN
    url = reverse("applications:lean", args=[application.number, question.key]) if leans else ""
    threads = found.of(question.key)
    for thread in threads:
        thread.typed = "" if thread.pk in spoken else request.POST.get(f"reply-{thread.pk}", "")
    asked = request.POST.get("reply", "").startswith(f"{question.key}:")
    opened = asked or any(thread.typed for thread in threads)
    return around(application, threads, opened) | {"inside": True, "arguments": url, "label": question.label}


def of_part(request, application, page: str) -> dict:
    """Beside a part that is not a section: each thread has its own form."""
    threads = beside(application, request.user).of(PARTS[page]) if page in PARTS else []
    return around(application, threads, False)


def around(application, threads, opened) -> dict:
    count_open = sum(thread.settled_at is None for thread in threads)
    return {"application": application, "threads": threads, "count_open": count_open, "opened": opened}


def page_beside(application, part: str) -> str:
    """Where this part is written, when its page stands alone."""
    return reverse(PAGES[part], args=[application.number]) if part in PAGES else ""


def speak(request, outcome) -> None:
    """Answers or settles the thread whose button was pressed in the form of a section."""
    for name, act in ACTS.items():
        pk, _, word = request.POST.get(name, "").partition(":")[2].partition(":")
        if (thread := key_of(pk)) is None:
            continue
        try:
            messages.success(request, act(request, thread, word))
            outcome.spoken |= {thread} if name == "reply" else set()
        except NotVisible:
            outcome.refused, outcome.title = ["Ce commentaire n’existe plus."], APART
        except Refused as refused:
            outcome.refused, outcome.title = refused.reasons, APART
    if not request.htmx and not outcome.refused and unsent(request, outcome.spoken):
        outcome.refused, outcome.title = [UNSENT], APART


def _reply(request, pk, word) -> str:
    writing.reply(pk, by=request.user, text=request.POST.get(f"reply-{pk}", ""))
    return "Réponse envoyée. L’union en est avertie par message."


def _settle(request, pk, word) -> str:
    writing.settle(pk, by=request.user, settled=word != "no")
    return "Commentaire rouvert." if word == "no" else "Commentaire réglé."


ACTS = {"reply": _reply, "settle": _settle}


def unsent(request, spoken) -> bool:
    """Whether an answer to a comment was typed and would be lost with the page."""
    sent = {f"reply-{thread}" for thread in spoken}
    typed = (name for name, value in request.POST.items() if name.startswith("reply-") and value.strip())
    return any(name not in sent for name in typed)
