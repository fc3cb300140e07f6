"""The one door to a file: found, permitted, and interests declared before any of its content is shown."""

from functools import wraps
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.enums import Role
from accounts.errors import DeclareFirst
from accounts.policy import POLICY
from applications.enums import State
from applications.models import Application
from applications.queries.declaring import (
    APPOINTED,
    DECLARING,
    OWN,
    SEATS,
    owed_agenda,
    owes_declaration,
    owes_nomination,
)
from applications.queries.looking import UNION_ROLES, looks_as_union, was_shared
from applications.services import looking

WITH = ("call__authority", "lot", "structure__territory", "form", "ground")
TABS = (
    ("read", "Lecture", "reviews:read", "reviews.read"),
    ("check", "Vérification", "applications:check", "applications.view_checks"),
    ("score", "Ma notation", "reviews:score", "reviews.score"),
    ("opinion", "Mon avis", "reviews:opinion", "reviews.give_opinion"),
    ("report", "Rapport", "reviews:report", "reviews.report"),
    ("file", "Instruction", "reviews:file", "reviews.read"),
    ("messages", "Messages", "applications:messages", "applications.view_messages"),
    ("awards", "Suites", "awards:file", "awards.view"),
)
KEY_DIGITS = 19  # 64 bits
SHOWING = (200, 422)  # a page that refuses what was typed shows the file all the same
AWARDED = (State.SELECTED, State.FUNDED, State.EVALUATED, State.LAPSED)


def on_file(action: str):
    """Gives the view the file of the URL: 404 unseen, 403 forbidden, and first the declarations its reader owes."""

    def decorate(view):
        @wraps(view)
        def wrapper(request, number, **kwargs):
            try:
                application, held = file_and_roles(request.user, number)
            except Http404:
                if was_shared(request.user, number):
                    return no_longer_shared(request)
                raise
            if POLICY[action].isdisjoint(held):
                if looks_as_union(held) and POLICY[action] & UNION_ROLES:
                    return shared_less(request, application)
                raise PermissionDenied
            require_declarations(request.user, application, held)
            response = view(request, application, **kwargs)
            if response.status_code in SHOWING and looks_as_union(held):
                page = request.resolver_match.url_name
                if looking.record(application, request.user, page) is None:
                    return no_longer_shared(request)  # taken back while the page was being made
            return response

        return wrapper

    return decorate


def no_longer_shared(request):
    """The consent ended while a page was open: the file is gone, what was being typed is given back."""
    return render(request, "applications/ended.html", {"typed": request.POST.get("text", "")}, status=404)


def shared_less(request, application):
    """The consent does not go as far as this page, or no longer does: what was being typed is given back."""
    context = {"typed": request.POST.get("text", ""), "application": application}
    return render(request, "applications/ended.html", context, status=403)


def visible_file(person, number: str) -> Application:
    application, _ = file_and_roles(person, number)
    return application


def file_and_roles(person, number: str) -> tuple[Application, frozenset[Role]]:
    """The file and what this person is on it; 404 as if it did not exist when they may not know of it."""
    application = get_object_or_404(Application.objects.select_related(*WITH), number=number)
    held = application.roles_of(person)
    if POLICY["applications.view"].isdisjoint(held):
        raise Http404
    return application, held


def require_declarations(person, application, held) -> None:
    """Interests come first: those of the nomination, those of the agenda, then those of the file itself."""
    if held & OWN or not held & DECLARING:
        return
    require_nomination(person, application.call, held)
    if held & SEATS and (meeting := owed_agenda(application, person)):
        raise DeclareFirst(reverse("reviews:agenda_declare", args=[meeting]))
    if owes_declaration(application, person):
        raise DeclareFirst(reverse("reviews:declare", args=[application.number]))


def require_nomination(person, call, held) -> None:
    """For every door to the files of a call: who was appointed on it declares their interests first."""
    if held & APPOINTED and owes_nomination(call, person):
        raise DeclareFirst(reverse("reviews:nomination", args=[call.slug]))


def to_declaration(request, page: str):
    """Where interests are declared, and back to the page asked for."""
    asked = request.get_full_path() if request.method == "GET" else ""
    return redirect(f"{page}?{urlencode({'suite': asked})}")


def key_of(typed: str) -> int | None:
    """A number as a page sends it back, short enough for the database; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < KEY_DIGITS else None


def safe_next(request, default: str) -> str:
    """Where the person was going, when it is on this site."""
    asked = request.POST.get("suite") or request.GET.get("suite") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if asked and safe else default


def tabs(application, person, current: str, *, reads: bool) -> list[dict]:
    """The pages of a file for those who judge it; `reads`: it is among the files this person has to mark."""
    absent = set() if reads else {"score"}
    absent |= set() if application.state in AWARDED else {"awards"}
    held = application.roles_of(person)
    return [
        {
            "key": key,
            "label": label,
            "url": reverse(name, args=[application.number]),
            "current": key == current,
        }
        for key, label, name, action in TABS
        if key not in absent and not POLICY[action].isdisjoint(held)
    ]
