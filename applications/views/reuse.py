"""Beginning from an earlier file: which one, then what was taken and what is to be looked at again."""

from django.contrib import messages
from django.shortcuts import redirect

from accounts.errors import Refused
from applications.models import Application
from applications.queries.reuse import compare, earlier_files
from applications.services import reuse as services
from applications.views.drafting import draft_page
from applications.views.page import show
from applications.views.reading import key_of


@draft_page
def reuse(request, application):
    if request.method == "POST":
        return taken(request, application)
    return page(request, application)


def page(request, application, *, refused=(), status=200):
    source = application.reused_from
    found = compare(source, application) if source else None
    return show(
        request, application, "applications/reuse.html", status=status, refused=refused,
        sources=earlier_files(application, request.user), source=source, found=found,
    )  # fmt: skip


def taken(request, application):
    chosen = key_of(request.POST.get("source", ""))
    source = Application.objects.visible_to(request.user).filter(pk=chosen).first() if chosen else None
    if source is None:
        return page(request, application, refused=["Choisissez le dossier à reprendre."], status=422)
    try:
        found = services.take_over(application.pk, source.pk, by=request.user)
    except Refused as error:
        return page(request, application, refused=error.reasons, status=422)
    count = len(found.fits)
    words = "Une réponse reprise" if count == 1 else f"{count} réponses reprises"
    messages.success(
        request, f"{words} du dossier {source.number}. Rien de ce que vous aviez écrit n’a changé."
    )
    return redirect("applications:reuse", application.number)
