"""Complements: what the authority asked, what the structure answers before its own date."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import Refused
from applications.enums import State
from applications.models import ComplementItem
from applications.queries import moment
from applications.queries.vault import shelf_of
from applications.services import completeness
from applications.uploads import ACCEPTED
from applications.views.drafting import again
from applications.views.page import Reader, show, to_file
from applications.views.reading import key_of, on_file
from calls.models import Question
from engine.deadlines import on_time, time_left

ANY = Question()  # what an item that names no question asks for: any piece


@require_GET
@on_file("applications.view_content")
def complements(request, application):
    if not application.complements.exists():
        raise Http404
    return complements_page(request, application)


def complements_page(request, application, *, status=200, refused=(), item=None, reply=""):
    """Every request with its items; the open one can be answered by the structure until its date."""
    reader, asked = (
        Reader(application, request.user),
        application.complements.prefetch_related("items__attachment"),
    )
    items: list = []
    answerable = reader.may("applications.complete") and application.state == State.INCOMPLETE
    shown = [complement for complement in asked if complement.closed_at or reader.own]
    current = next((complement for complement in asked if not complement.closed_at), None)
    if current and answerable:
        items = dressed(application, request.user, current.items.all())
    return show(
        request, application, "applications/complements.html", status=status,
        complements=[c for c in shown if c != current or not answerable],
        current=current if answerable else None, items=items, waited=current if not reader.own else None,
        clock=clock(application, current), refused=refused, wrong_item=item, reply=reply, accepted=ACCEPTED,
    )  # fmt: skip


def dressed(application, person, items) -> list:
    """The items, each with the files this person began to send for it and what the vault offers to answer it."""
    under_way, shelf = list(application.sendings.filter(by=person)), shelf_of(application, person)
    keys = [item.question_key for item in items]
    questions = {q.key: q for q in Question.objects.filter(section__form=application.form_id, key__in=keys)}
    for item in items:
        pieces, asked = [item.attachment] if item.attachment else [], questions.get(item.question_key, ANY)
        item.sendings = [sending for sending in under_way if sending.target == f"complement-{item.pk}"]
        item.offers, item.others = shelf.matching(asked, pieces), shelf.others(asked, pieces)
    return list(items)


def clock(application, complement) -> dict:
    if complement is None:
        return {}
    now, due = timezone.now(), complement.due_at
    left = time_left(now, due) if on_time(now, due) else ""
    return {"due": moment(application, due), "left": left, "missing": complement.unanswered_items()}


@require_POST
@on_file("applications.complete")
def answer(request, application, pk):
    """Saves the answer to one item: words, a file, or both."""
    item = get_object_or_404(ComplementItem, pk=pk, complement__application=application)
    reply, upload = request.POST.get("reply", ""), request.FILES.get("upload")
    version = key_of(request.POST.get("take", ""))
    try:
        if not reply.strip() and upload is None and not version:
            raise Refused("Écrivez une réponse ou joignez un fichier.")
        completeness.answer_item(
            item.pk, by=request.user, reply=reply, upload=upload, version=version, at=request.received_at
        )
    except Refused as error:
        return complements_page(
            request, again(application.number), status=422, refused=error.reasons, item=item, reply=reply
        )
    messages.success(request, f"Réponse enregistrée : {item.label}. Elle n’est pas encore transmise.")
    return redirect("applications:complements", application.number)


@require_POST
@on_file("applications.complete")
def send(request, application):
    """Sends the answers back to the authority: one act, whatever the number of clicks."""
    try:
        completeness.complete(application.pk, by=request.user, at=request.received_at)
    except Refused as error:
        application = again(application.number)
        if application.state != State.INCOMPLETE:
            return to_file(request, application, said="Les compléments sont déjà transmis.")
        return complements_page(request, application, status=422, refused=error.reasons)
    said = "Les compléments sont transmis. L’autorité reprend l’examen du dossier."
    return to_file(request, application, said=said, level=messages.SUCCESS)
