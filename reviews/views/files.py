"""One file for those who judge it: what it says, and what became of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.backends import may
from applications.enums import State
from applications.queries import actions
from applications.queries.history import timeline
from applications.queries.reading import deposited
from applications.views.checking import frame
from applications.views.reading import on_file
from documents.models import Document
from reviews.enums import DecisionKind as K
from reviews.forms.judging import NoteForm
from reviews.models import Report
from reviews.queries import grid
from reviews.queries.history import history_of
from reviews.queries.opinions import UNDER_INSTRUCTION, opinions_of
from reviews.queries.reading import sees_scores
from reviews.services.deciding import SOURCES
from reviews.services.reading import add_note

PLACES = {  # where each move is made
    "request_complement": "applications:ask_complement",
    "admit": "applications:check",
    "refuse": "applications:check",
    "conclude": "reviews:report",
    "resume": "reviews:resume",
}


@on_file("reviews.read")
def read(request, application):
    """The deposited version, with the checks and the notes of the service beside it."""
    context = frame(application, request.user, "read") | {
        "content": deposited(application),
        "may_checks": may(request.user, "applications.view_checks", application),
        "checks": application.checks.select_related("point", "by"),
        **notes_of(application, request.user),
    }
    return render(request, "reviews/read.html", context)


def notes_of(application, person, form=None) -> dict:
    if not may(person, "reviews.note", application):
        return {}
    notes = application.notes.select_related("author")
    return {"notes": notes, "note_form": form or NoteForm()}


@require_POST
@on_file("reviews.note")
def note(request, application):
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = frame(application, request.user, "read") | {
            "content": deposited(application),
            "checks": application.checks.select_related("point", "by"),
            "may_checks": True,
            **notes_of(application, request.user, form),
        }
        return render(request, "reviews/read.html", context, status=422)
    add_note(application.pk, by=request.user, text=form.cleaned_data["text"])
    messages.success(request, "Note ajoutée. La structure ne la lit pas.")
    return redirect(reverse("reviews:read", args=[application.number]) + "#notes")


@on_file("reviews.read")
def file(request, application):
    """What became of the file: readings, grid, report, decisions, acts, history; each role its part."""
    person = request.user
    scores = sees_scores(application, person)
    context = frame(application, person, "file") | {
        "may_scores": may(person, "reviews.view_scores", application),
        "sees_scores": scores,
        "grid": grid(application) if scores else None,
        "readings": readings(application, person),
        "may_reopen": may(person, "reviews.reopen", application) and application.state == State.ADMISSIBLE,
        "stories": stories(application, person) if scores else [],
        **opinions(application, person),
        "own": application.assignments.current().filter(reader=person).first(),
        "report": report_of(application, person),
        "decisions": decisions(application, person),
        "acts": acts(application, person),
        "moves": moves(application, person),
        "proposals": proposals(application, person),
        "may_export": may(person, "applications.export", application),
        "history": history(application, person),
    }
    return render(request, "reviews/file.html", context)


def stories(application, person) -> list:
    """The history of the marks, for those who answer for them."""
    return history_of(application) if may(person, "reviews.view_score_history", application) else []


def opinions(application, person) -> dict:
    """The opinions asked on the file for those who weigh its marks; for anyone else, the one asked of them."""
    if not may(person, "reviews.view_scores", application):
        return {"asked": application.opinions.filter(asked_of=person, cancelled_at=None).last()}
    may_ask = may(person, "reviews.ask_opinion", application) and application.state in UNDER_INSTRUCTION
    return {"opinions": opinions_of(application), "may_ask": may_ask}


def readings(application, person):
    if not may(person, "reviews.view_scores", application):
        return []
    return application.assignments.select_related("reader", "review").order_by("ended_at", "id")


def report_of(application, person):
    if not may(person, "reviews.view_scores", application):
        return None
    return Report.objects.select_related("author", "document").filter(application=application).first()


def decisions(application, person):
    if not may(person, "reviews.view_scores", application):
        return []
    return application.decisions.select_related("ground", "proposed_by", "signed_by", "document")


def acts(application, person) -> list[dict]:
    """The acts this person may read, as the documents component takes them."""
    readable = Document.objects.visible_to(person).filter(act__application=application)
    return [
        {
            "title": document.get_kind_display(),
            "url": reverse("documents:download", args=[document.code]),
            "status": document.status,
            "date": document.dated,
            "size": document.size,
            "transition": document.act.transition_id,
        }
        for document in readable.select_related("act").order_by("-dated", "-id")
    ]


def moves(application, person) -> list[dict]:
    """The moves this person may make, where each is made, and why not yet."""
    found = [row for row in actions(application, person) if row["name"] in PLACES]
    return [
        row | {"url": reverse(PLACES[row["name"]], args=[application.number])}
        for row in found
        if row["name"] != "refuse"
    ]


def proposals(application, person) -> list[dict]:
    """The decisions on this file alone that this person may propose from its page."""
    if not may(person, "reviews.propose", application):
        return []
    return [
        {"label": kind.label, "url": reverse("reviews:propose", args=[application.number, kind.value])}
        for kind in (K.REFUSE, K.LAPSE, K.RECONSIDER)
        if application.state in SOURCES[kind] and kind.value in application.call.procedure.moves
    ]


def history(application, person) -> list[dict]:
    if not may(person, "applications.view_history", application):
        return []
    linked = [
        (row["transition"], {"title": row["title"], "url": row["url"]}) for row in acts(application, person)
    ]
    return timeline(application, own=False, documents=linked)
