"""The register of those who stand aside from a file: declared, found, set aside by the manager with a reason."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from accounts.models import Person
from applications.views.authority import call_or_404, call_tabs
from applications.views.exporting import spreadsheet
from applications.views.reading import on_file
from reviews import exports
from reviews.forms.interests import WaiverForm
from reviews.queries.deports import judges_of, nominations_of, ties_of
from reviews.queries.interests import ties
from reviews.services import interests as services
from reviews.services import reminding


def register(request, slug):
    """Who stands aside from which file of the call, and why; never a file closed to the reader of this page."""
    return page(request, call_or_404(request, slug, "reviews.view_conflicts"))


def page(request, call, refused=()):
    people = nominations_of(call, request.user)
    roles = judges_of(call)
    context = {
        "call": call,
        "rows": [{"deport": row, "roles": roles.get(row.person, [])} for row in ties_of(call, request.user)],
        "people": people,
        "awaited": len({row["appointment"].person for row in people if not row["nomination"]}),
        "refused": refused,
        "tabs": call_tabs(call, request.user, "register"),
    }
    return render(request, "reviews/register.html", context, status=422 if refused else 200)


@require_POST
def remind(request, slug):
    """A word to everyone appointed whose declaration of interests is awaited."""
    call = call_or_404(request, slug, "reviews.view_conflicts")
    try:
        count = reminding.remind_to_declare(call, by=request.user)
    except Refused as refused:
        return page(request, call, refused.reasons)
    several = "s" if count > 1 else ""
    messages.success(request, f"{count} personne{several} relancée{several} par message.")
    return redirect("reviews:register", slug=slug)


def register_csv(request, slug):
    """The register as a file, with the clean declarations too."""
    call = call_or_404(request, slug, "reviews.view_conflicts")
    return spreadsheet(exports.register(call, request.user), f"deports-{call.slug}", "csv")


@on_file("reviews.waive")
def waive(request, application, person):
    """A tie that was found, examined by the manager: set aside for this file, with the reason."""
    person = get_object_or_404(Person, pk=person)
    found = ties([application.structure], [person]).get((application.structure_id, person.pk))
    if not found or person not in judges_of(application.call):
        raise Http404
    form = WaiverForm(request.POST or None)
    if form.is_valid() and set_aside(request, application, person, form):
        return redirect("reviews:register", slug=application.call.slug)
    context = {"application": application, "person": person, "found": found, "form": form}
    return render(request, "reviews/interests/waive.html", context, status=422 if form.errors else 200)


def set_aside(request, application, person, form) -> bool:
    """Whether it is done; a refusal becomes an error of the form."""
    try:
        services.waive(application.pk, person, by=request.user, reason=form.cleaned_data["reason"])
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    messages.success(
        request, f"Le lien est écarté\u00a0: {person} peut juger le dossier {application.number}."
    )
    return True
