"""A file as one reads it: its first page, its pieces, its documents, its history."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import profile_of
from applications import uploads
from applications.enums import Channel, State
from applications.models import Act
from applications.models.exchanges import PIECE_PREFIX
from applications.queries import meter, tasks, timeline
from applications.queries.exchanges import message_pieces
from applications.queries.pieces import scanned_word
from applications.queries.reading import deposited, pieces_of, working
from applications.queries.reuse import earlier_files, is_untouched
from applications.queries.tracing import traces
from applications.views.page import Reader, moves, show, task_url
from applications.views.reading import on_file
from documents.models import Document
from documents.serving import attached

UNSENT = "complement-"


def content_of(application) -> dict:
    """What one reads of a file: the working copy of what was never deposited, else what was."""
    private = application.submitted_at is None and application.channel == Channel.ONLINE
    return working(application) if private or application.state == State.DRAFT else deposited(application)


@require_GET
@on_file("applications.view")
def file(request, application):
    """The first page of a file, as much of it as its reader may see."""
    reader = Reader(application, request.user)
    context = {}
    if reader["view_progress"] and application.state == State.DRAFT:
        found = tasks(application)
        context |= {
            "tasks": [task_row(application, task, reader.edits) for task in found],
            "meter": meter(found),
            "reusable": reader.edits
            and is_untouched(application)
            and bool(earlier_files(application, request.user)),
        }
    if reader.edits and reader.own:
        context["lacking"] = profile_of(application.structure).missing()
    if reader["view_content"] and not reader.edits:
        context["content"] = content_of(application)
    if reader.own:
        context |= {"moves": moves(application, request.user), "signatories": signatories(application)}
    if reader.may("documents.view"):
        context["documents"] = documents_of(application, request.user)[:4]
    return show(request, application, "applications/file.html", **context)


def task_row(application, task, linked: bool) -> dict:
    """One line of the task list; who only follows the file reads it without links."""
    left_out = task.optional and task.state == "todo"
    hint = ""
    if task.missing and task.state != "todo":
        hint = ("À corriger : " if task.state == "fix" else "Il manque : ") + spelled(task.missing)
    return {
        "label": task.label,
        "url": task_url(application, task.key) if linked else "",
        "state": "optional" if left_out else task.state,
        "hint": hint,
    }


def spelled(missing: list[str]) -> str:
    """The first missing things in words, and how many more."""
    shown, more = missing[:3], len(missing) - 3
    words = ", ".join(text.rstrip(".") for text in shown)
    return f"{words}{f' et {more} autre' if more > 0 else ''}{'s' if more > 1 else ''}."


def signatories(application) -> list:
    """The people of the structure who may deposit."""
    members = application.structure.memberships.filter(status="active", grants__role="signatory")
    return [membership.person for membership in members.select_related("person")]


def documents_of(application, person) -> list[dict]:
    """The acts and copies of this file that this person may read, for the documents component."""
    found = Document.objects.visible_to(person).filter(act__application=application)
    return [document_row(document) for document in found.order_by("-dated", "-pk")]


def document_row(document) -> dict:
    return {
        "title": document.get_kind_display(),
        "url": reverse("documents:download", args=[document.code]),
        "status": document.status,
        "date": document.dated,
        "size": document.size,
    }


@require_GET
@on_file("applications.view_content")
def attachments(request, application):
    """Every piece of the file, with the question it answers."""
    reader = Reader(application, request.user)
    labels = {
        question.key: question.label
        for section in application.form_sections()
        for question in section.questions.all()
    }
    rows = [
        {
            "piece": piece,
            "label": labels.get(piece.question_key) or beside(piece),
            "scanned": scanned_word(piece),
        }
        for piece in readable_pieces(application, reader)
    ]
    return show(request, application, "applications/attachments.html", rows=rows)


def beside(piece) -> str:
    """What a piece that answers no question came with."""
    return "Message" if piece.question_key.startswith(PIECE_PREFIX) else "Complément"


def readable_pieces(application, reader) -> list:
    """The pieces this reader may open; complements not yet sent are the structure's own."""
    sent = message_pieces(application) if reader["view_messages"] else []
    if application.state == State.DRAFT or reader.own:
        return [*application.attachments.current(), *sent]
    unsent = application.complements.filter(closed_at=None).values_list("items__attachment", flat=True)
    kept_back = set(unsent)
    return [*(piece for piece in pieces_of(application) if piece.pk not in kept_back), *sent]


@require_GET
@on_file("applications.view_content")
def attachment(request, application, pk):
    """One piece, its bytes hashed again before they leave."""
    reader = Reader(application, request.user)
    pieces = readable_pieces(application, reader)
    piece = next((piece for piece in pieces if piece.pk == pk), None)
    if piece is None:
        raise Http404
    if not piece.open_to(reader.own):
        return show(request, application, "applications/closed_piece.html", status=403, piece=piece)
    try:
        content = uploads.load(piece.path, piece.sha256)
    except uploads.Damaged:
        return render(
            request, "applications/damaged.html", {"piece": piece, "application": application}, status=500
        )
    return attached(content, piece.content_type, piece.name)


@require_GET
@on_file("applications.view_content")
def documents(request, application):
    """The acts of the file and the copies made for the board; asks again while one is being made."""
    reader = Reader(application, request.user)
    if not reader.may("documents.view"):
        raise PermissionDenied
    rows = documents_of(application, request.user)
    context = {"documents": rows, "waiting": any(row["status"] == "pending" for row in rows)}
    if request.htmx:
        return render(request, "applications/_documents.html", context | {"application": application})
    return show(request, application, "applications/documents.html", **context)


@require_GET
@on_file("applications.view_history")
def history(request, application):
    own = Reader(application, request.user).own
    budget = traces(application) if own and application.with_money else []
    acts = Act.objects.filter(
        application=application,
        document__in=Document.objects.visible_to(request.user),
        transition__isnull=False,
    )
    linked = [(act.transition_id, document_row(act.document)) for act in acts.select_related("document")]
    entries = timeline(application, own=own, documents=linked)
    return show(request, application, "applications/history.html", entries=entries, budget=budget)


@require_GET
@on_file("applications.view_content")
def printed(request, application):
    """The whole file on one page, for paper."""
    content = content_of(application)
    return show(request, application, "applications/print.html", content=content)


def budget_read(request, application):
    return show(
        request,
        application,
        "applications/budget.html",
        budget=content_of(application)["budget"],
    )


def partners_read(request, application):
    content = content_of(application)
    return show(request, application, "applications/partners.html", partners=content["partners"])
