"""« Commentaires » : the margin of a draft, for the structure and the unions it lets comment."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.errors import NotVisible, Refused
from applications.enums import MarginSide
from applications.queries import margin as reads
from applications.services import margin
from applications.views.beside import page_beside
from applications.views.page import show
from applications.views.reading import key_of, on_file


@on_file("applications.comment")
def page(request, application):
    """Every part with its threads; a remark sent here begins a thread."""
    if request.method != "POST":
        return margin_page(request, application)
    part = request.POST.get("part", "")
    try:
        thread = margin.open_thread(
            application.pk,
            by=request.user,
            part=part,
            text=request.POST.get("text", ""),
            union_id=key_of(request.POST.get("union", "")),
        )
    except Refused as refused:
        return margin_page(request, application, refused=refused.reasons, at=part)
    messages.success(request, told(request, application, "Commentaire envoyé."))
    return redirect(anchor(application, thread.pk))


@require_POST
@on_file("applications.comment")
def thread(request, application, pk):
    """Answers a thread, settles it or opens it again."""
    try:
        said = act(request, pk)
    except NotVisible as error:
        raise Http404 from error
    except Refused as refused:
        return margin_page(request, application, refused=refused.reasons, at=str(pk))
    messages.success(request, said)
    return redirect(back(request, application, pk))


def back(request, application, pk) -> str:
    """Where one was: the part of the draft when one answered from beside it, else the thread among all."""
    part = application.threads.values_list("part", flat=True).get(pk=pk)
    here = page_beside(application, part) if request.POST.get("beside") else ""
    return here or anchor(application, pk)


def act(request, pk) -> str:
    asked = request.POST.get("settled")
    if asked in {"yes", "no"}:
        margin.settle(pk, by=request.user, settled=asked == "yes")
        return "Commentaire réglé." if asked == "yes" else "Commentaire rouvert."
    margin.reply(pk, by=request.user, text=request.POST.get("text", ""))
    return "Réponse envoyée."


def margin_page(request, application, *, refused=(), at=""):
    """`at`: the part or the thread on which something was refused, what was typed kept there."""
    chapters = reads.margin(application, request.user)
    unions = reads.commenting_unions(application)
    own = reads.side_of(application, request.user) == MarginSide.STRUCTURE
    closed = reads.refusals_to_write(application)
    return show(
        request, application, "applications/margin/margin.html", status=422 if refused else 200,
        chapters=chapters, unions=unions if own else [], own=own, closed=closed,
        may_open=not closed and (not own or bool(unions)),
        open_count=sum(passage.open_count for chapter in chapters for passage in chapter.passages),
        refused=refused, refused_at=at, typed=request.POST.get("text", "") if refused else "",
        heard={union.pk for union in unions},
    )  # fmt: skip


def anchor(application, thread) -> str:
    return f"{reverse('applications:margin', args=[application.number])}#fil-{thread}"


def told(request, application, said: str) -> str:
    own = reads.side_of(application, request.user) == MarginSide.STRUCTURE
    return f"{said} {'L’union' if own else application.structure} en est avertie par message."
