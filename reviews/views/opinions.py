"""The opinion of a local delegation on a file: asked by the authority, given on screen."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from applications.queries.reading import deposited
from applications.views.checking import frame
from applications.views.reading import on_file
from reviews.forms.opinions import AskForm, OpinionForm
from reviews.queries.opinions import UNDER_INSTRUCTION, asked_of, candidates
from reviews.queries.reading import declared_by
from reviews.services import opinions

NOBODY = (
    "Toutes les personnes de l’autorité et de l’appel ont un lien avec la structure, se sont déportées ou ont déjà une"
    " demande en cours sur ce dossier."
)


def mine(request):
    """The opinions asked of me, and those I gave."""
    rows = list(asked_of(request.user))
    declared = declared_by(request.user, [row.application_id for row in rows])
    for row in rows:
        row.declared = row.application_id in declared
        row.over = row.application.state not in UNDER_INSTRUCTION
    context = {
        "waiting": [row for row in rows if not row.answered_at and not row.over],
        "done": [row for row in rows if row.answered_at or row.over],
        "today": timezone.localdate(),
    }
    return render(request, "reviews/opinions/mine.html", context)


@on_file("reviews.ask_opinion")
def ask(request, application):
    """Whom to ask, what, and for when."""
    people = candidates(application).exclude(pk=request.user.pk)
    form, reasons = AskForm(request.POST or None, people=people), why_not(application, people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            opinions.ask(
                application.pk,
                data["person"],
                by=request.user,
                question=data["question"],
                due_on=data["due_on"],
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"L’avis de {data['person']} est demandé ; un message l’en prévient.")
            return redirect("reviews:file", number=application.number)
    context = frame(application, request.user, "file") | {"form": form, "reasons": reasons}
    status = 422 if request.method == "POST" else 200
    return render(request, "reviews/opinions/ask.html", context, status=status)


def why_not(application, people) -> list[str]:
    if application.state not in UNDER_INSTRUCTION:
        return [opinions.OVER]
    return [] if people else [NOBODY]


@on_file("reviews.give_opinion")
def give(request, application):
    """The file on one side, the opinion on the other."""
    rows = application.opinions.filter(asked_of=request.user, cancelled_at=None).select_related("asked_by")
    row = rows.filter(answered_at=None).first() or rows.last()
    form, reasons = OpinionForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            opinions.give(application.pk, by=request.user, **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Votre avis est rendu. Merci.")
            return redirect("reviews:opinions")
    context = frame(application, request.user, "opinion") | {
        "content": deposited(application),
        "row": row,
        "form": form,
        "over": application.state not in UNDER_INSTRUCTION,
        "today": timezone.localdate(),
        "errors": [{"text": reason} for reason in reasons],
    }
    status = 422 if form.errors or reasons else 200
    return render(request, "reviews/opinions/give.html", context, status=status)


@require_POST
@on_file("reviews.ask_opinion")
def cancel(request, application, opinion):
    if not application.opinions.filter(pk=opinion).exists():
        raise Http404
    row = opinions.cancel(opinion, by=request.user)
    messages.success(request, f"L’avis de {row.asked_of} n’est plus demandé.")
    return redirect("reviews:file", number=application.number)
