"""What every page of a file shows around its content: header, line of stakes, tabs, what one may do."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.policy import POLICY
from applications.enums import ConsentLevel, State
from applications.queries import actions, moment, next_step, stakes
from applications.queries.declaring import OWN
from applications.queries.looking import looks_as_union
from applications.queries.margin import is_commented
from engine.deadlines import time_left

# Tab: label, name of its page, action that opens it. Pages of rooms above are linked by name only.
TABS = {
    "file": ("Dossier", "applications:file", "applications.view"),
    "attachments": ("Pièces", "applications:attachments", "applications.view_content"),
    "budget": ("Budget", "applications:budget", "applications.view_content"),
    "partners": ("Partenaires", "applications:partners", "applications.view_content"),
    "complements": ("Compléments", "applications:complements", "applications.view_content"),
    "messages": ("Messages", "applications:messages", "applications.view_messages"),
    "margin": ("Commentaires", "applications:margin", "applications.comment"),
    "review": ("Instruction", "reviews:file", "reviews.read"),
    "awards": ("Suites", "awards:file", "awards.view"),
    "documents": ("Documents", "applications:documents", "documents.view"),
    "history": ("Historique", "applications:history", "applications.view_history"),
    "sharing": ("Partage", "applications:sharing", "applications.create"),
}
# The parts of a draft that are not sections of its form.
PARTS = {
    "identity": "applications:identity",
    "budget": "applications:budget",
    "partners": "applications:partners",
}
# Where each move a structure makes is confirmed.
PAGES = {
    "submit": "applications:deposit",
    "reopen": "applications:reopen",
    "complete": "applications:complements",
    "withdraw": "applications:withdraw",
}
TONES = {
    State.DRAFT: "warning",
    State.SUBMITTED: "info",
    State.INCOMPLETE: "warning",
    State.ADMISSIBLE: "info",
    State.REVIEWED: "info",
    State.SELECTED: "success",
    State.FUNDED: "success",
    State.EVALUATED: "success",
    State.WAITLISTED: "warning",
    State.REJECTED: "error",
    State.INADMISSIBLE: "error",
    State.LAPSED: "error",
}
AFTER_DECISION = {State.SELECTED, State.FUNDED, State.EVALUATED, State.LAPSED}
UNION_LEVELS = {
    Role.UNION_EXISTENCE: ConsentLevel.EXISTENCE,
    Role.UNION_PROGRESS: ConsentLevel.PROGRESS,
    Role.UNION_READ: ConsentLevel.READ,
    Role.UNION_COMMENT: ConsentLevel.COMMENT,
}


class Reader:
    """What one person may do with one file, its roles read once for the whole page."""

    def __init__(self, application, person):
        self.application, self.person = application, person
        self.held = application.roles_of(person)
        self.own = bool(self.held & OWN)

    def may(self, action: str) -> bool:
        return not POLICY[action].isdisjoint(self.held)

    def __getitem__(self, name: str) -> bool:
        """In templates: `reader.view_progress`, for an action on files."""
        if f"applications.{name}" not in POLICY:
            raise KeyError(name)
        return self.may(f"applications.{name}")

    @property
    def edits(self) -> bool:
        return self.application.state == State.DRAFT and self.may("applications.edit")

    @property
    def shared(self) -> ConsentLevel | None:
        """The level under which a union reads the file, when that is its only reason to see it."""
        levels = [UNION_LEVELS[role] for role in self.held if role in UNION_LEVELS]
        return max(levels) if levels and len(levels) == len(self.held) else None


def reader_of(application, person) -> Reader:
    """One reader per person for the object at hand: the header and the page ask the same questions."""
    kept = application.__dict__.setdefault("_readers", {})
    return kept.setdefault(person.pk, Reader(application, person))


def show(request, application, template: str, *, status: int = 200, **context):
    """A page of this file. Its header draws itself: templates/applications/_header.html."""
    shown = {"application": application, "reader": reader_of(application, request.user), **context}
    return render(request, template, shown, status=status)


def frame(application, person, current: str) -> dict:
    """What the header of every page of a file shows to this person; `current` names the page's URL."""
    reader = reader_of(application, person)
    framed = {"reader": reader, "tabs": tabs(reader, current)}
    if reader["view_progress"]:
        framed |= {
            "stakes": stakes(application),
            "next_step": next_step(application, own=reader.own, ranked=not looks_as_union(reader.held)),
            "tone": TONES.get(State(application.state), "quiet"),
        }
    return framed


def banner(application) -> dict:
    """What is left before the closing, in both zones: a draft is not a deposit."""
    closes_at = application.call.closes_at
    if closes_at is None:
        return {"lines": ["Cet appel n’a pas de date de clôture : vous déposez quand vous êtes prêts."]}
    left = time_left(timezone.now(), closes_at)
    kept = left.removeprefix("il reste ")
    return {"left": kept if kept != left else "", "lines": [f"Clôture le {moment(application, closes_at)}."]}


def tabs(reader: Reader, current: str) -> list[dict]:
    return [
        {"label": label, "url": url, "current": name == current}
        for key, (label, name, action) in TABS.items()
        if action in POLICY
        and reader.may(action)
        and CONDITIONS.get(key, bool)(reader.application)
        and (url := url_of(name, reader.application))
    ]


CONDITIONS = {
    "budget": lambda application: application.with_money,
    "complements": lambda application: application.complements.exists(),
    "messages": lambda application: application.opened_to_authority() or application.state == State.DRAFT,
    "margin": is_commented,
    "awards": lambda application: application.state in AFTER_DECISION,
}


def url_of(name: str, application) -> str:
    try:
        return reverse(name, args=[application.number])
    except NoReverseMatch:
        return ""


def task_url(application, key: str) -> str:
    """Where one part of a draft is filled."""
    if key in PARTS:
        return reverse(PARTS[key], args=[application.number])
    return reverse("applications:section", args=[application.number, key])


def moves(application, person) -> list[dict]:
    """The moves of this person that have a page here, the refused ones with their reasons."""
    return [
        row | {"url": reverse(PAGES[row["name"]], args=[application.number])}
        for row in actions(application, person)
        if row["name"] in PAGES
    ]


def to_file(request, application, *, said: str = "", level=messages.INFO):
    if said:
        messages.add_message(request, level, said)
    return redirect("applications:file", application.number)
