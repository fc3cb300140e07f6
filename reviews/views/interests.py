"""What people declare: of themselves once, at their nomination, and before they read a file."""

from collections import Counter
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.enums import Role
from accounts.errors import Refused
from accounts.policy import POLICY
from accounts.queries import organisations_of
from applications.models import Application
from applications.views.reading import require_nomination, safe_next, visible_file
from calls.procedures import legal_basis
from reviews.forms.interests import AgendaForm, DeclarationForm, DirectoryForm, InterestForm, NominationForm
from reviews.models import Meeting
from reviews.queries.deports import closed_among, closed_to
from reviews.queries.directory import directory
from reviews.services import interests as services
from reviews.services.reading import declare as record


def mine(request):
    """The ties of this person with structures and unions: those found, those they declare, and what these close."""
    search = DirectoryForm(request.GET if "q" in request.GET else None)
    found = directory(search.cleaned_data["q"]) if search.is_bound and search.is_valid() else []
    form = InterestForm(request.POST or None, found=found) if found else None
    if form and request.method == "POST" and form.is_valid() and added(request, form, found):
        return redirect(here(request))
    context = {
        "search": search,
        "form": form,
        "suite": safe_next(request, ""),
        "memberships": organisations_of(request.user).exclude(kind="authority"),
        "interests": request.user.interests.current().select_related("organisation"),
        "ended": request.user.interests.filter(ended_at__isnull=False).select_related("organisation"),
        "closed": closed_to(request.user),
    }
    wrong = search.errors or (form and form.errors)
    return render(request, "reviews/interests/mine.html", context, status=422 if wrong else 200)


def added(request, form, found) -> bool:
    """Whether the tie chosen on the page is declared; a refusal becomes an error of the form."""
    chosen = next(choice for choice in found if choice.key == form.cleaned_data["which"])
    try:
        services.declare_interest(
            by=request.user,
            kind=form.cleaned_data["kind"],
            detail=form.cleaned_data["detail"],
            **chosen.fields,
        )
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, "Ce lien est inscrit à votre déclaration.")
    return True


def here(request) -> str:
    """This page again, without the search, and on the way to the same place."""
    page, suite = reverse("reviews:interests"), safe_next(request, "")
    return f"{page}?{urlencode({'suite': suite})}" if suite else page


@require_POST
def end(request, pk):
    row = services.end_interest(pk, by=request.user)
    messages.success(request, f"« {row} » est retiré de votre déclaration. La trace en est gardée.")
    return redirect(here(request))


def nomination(request, slug):
    """Who is appointed on a call reads again what they are tied to, and declares it complete."""
    roles = request.user.appointments.filter(call__slug=slug, ended_at=None)
    roles = list(roles.select_related("call__authority", "nomination"))
    if not roles:
        raise Http404
    call, owed = roles[0].call, any(not hasattr(role, "nomination") for role in roles)
    form = NominationForm(request.POST or None) if owed else None
    if form and form.is_valid():
        services.nominate(call, by=request.user)
        messages.success(
            request, "Votre déclaration est enregistrée\u00a0: les dossiers de cet appel vous sont ouverts."
        )
        return redirect(safe_next(request, reverse("reviews:mine")))
    context = {
        "call": call,
        "roles": roles,
        "form": form,
        "suite": safe_next(request, ""),
        "legal": legal_basis(call.kind, "nomination"),
        "memberships": organisations_of(request.user).exclude(kind="authority"),
        "interests": request.user.interests.current().select_related("organisation"),
    }
    return render(
        request, "reviews/interests/nomination.html", context, status=422 if form and form.errors else 200
    )


def declare(request, number):
    """Number, structure and title only: what one needs to know whether one has an interest."""
    application = visible_file(request.user, number)
    held = application.roles_of(request.user)
    if POLICY["reviews.declare"].isdisjoint(held):
        raise PermissionDenied
    require_nomination(request.user, application.call, held)
    asked = Role.DELEGATION in held and Role.EXPERT not in held
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return declared(request, application, form.cleaned_data, asked=asked)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
    context = {
        "application": application,
        "form": form,
        "suite": safe_next(request, ""),
        "asked": asked,
        "done": application.conflicts.filter(person=request.user, lifted_at=None).exists(),
    }
    return render(request, "reviews/declare.html", context, status=422 if form.errors else 200)


def declared(request, application, data, *, asked):
    record(application.pk, by=request.user, has_conflict=data["has_conflict"], motive=data["motive"])
    if data["has_conflict"]:
        messages.success(
            request, "Votre déport est enregistré. Ce dossier ne vous est plus accessible, sous aucune forme."
        )
        return redirect("reviews:opinions" if asked else "reviews:mine")
    messages.success(request, "Votre déclaration est enregistrée.")
    return redirect(safe_next(request, reverse("reviews:read", args=[application.number])))


def agenda_declare(request, pk):
    """Every file of a convened meeting's agenda: number, structure and title only, and one choice each."""
    meetings = Meeting.objects.filter(convened_at__isnull=False, cancelled_at=None)
    meeting = get_object_or_404(meetings.select_related("call__authority"), pk=pk)
    held = meeting.call.roles_of(request.user)
    if POLICY["reviews.vote"].isdisjoint(held):
        raise PermissionDenied
    require_nomination(request.user, meeting.call, held)
    files = services.agenda_files(meeting, request.user).select_related("structure")
    form = AgendaForm(request.POST or None, files=files) if meeting.closed_at is None else None
    if form and request.method == "POST" and form.is_valid():
        services.declare_agenda(meeting.pk, by=request.user, rows=form.rows())
        messages.success(request, "Votre déclaration sur l’ordre du jour est enregistrée.")
        return redirect(safe_next(request, reverse("reviews:mine")))
    context = {
        "meeting": meeting,
        "call": meeting.call,
        "form": form,
        "suite": safe_next(request, ""),
        "closed": closed_on(meeting, request.user),
        "declaration": meeting.declarations.filter(person=request.user).first(),
    }
    return render(
        request, "reviews/interests/agenda.html", context, status=422 if form and form.errors else 200
    )


def closed_on(meeting, person) -> list[dict]:
    """Why files of the agenda are closed to this person, and how many; never which."""
    files = Application.objects.filter(agenda__meeting=meeting).opened_to_authority()
    counted = Counter(reason for _, reason in closed_among(files, person))
    return [{"reason": reason, "count": count} for reason, count in counted.items()]
