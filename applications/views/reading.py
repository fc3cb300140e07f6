"""The one door to a file: found, permitted, and interests declared before any of its content is shown."""

from functools import wraps
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.backends import may
from accounts.policy import POLICY
from applications.enums import State
from applications.models import Application
from applications.queries.reading import owes_declaration

WITH = ("call__authority", "lot", "structure__territory", "form", "ground")
TABS = (
    ("read", "Lecture", "reviews:read", "reviews.read"),
    ("check", "Vérification", "applications:check", "applications.view_checks"),
    ("score", "Ma notation", "reviews:score", "reviews.score"),
    ("report", "Rapport", "reviews:report", "reviews.report"),
    ("file", "Instruction", "reviews:file", "reviews.read"),
    ("awards", "Suites", "awards:file", "awards.view"),
)
KEY_DIGITS = 19  # 64 bits
AWARDED = (State.SELECTED, State.FUNDED, State.EVALUATED, State.LAPSED)


def on_file(action: str):
    """Gives the view the file of the URL: 404 unseen, 403 forbidden, and first the declaration a reader owes."""

    def decorate(view):
        @wraps(view)
        def wrapper(request, number, **kwargs):
            application = visible_file(request.user, number)
            if not may(request.user, action, application):
                raise PermissionDenied
            if owes_declaration(application, request.user):
                return to_declaration(request, number)
            return view(request, application, **kwargs)

        return wrapper

    return decorate


def visible_file(person, number: str) -> Application:
    files = Application.objects.visible_to(person).select_related(*WITH)
    return get_object_or_404(files, number=number)


def to_declaration(request, number):
    asked = request.get_full_path() if request.method == "GET" else ""
    return redirect(f"{reverse('reviews:declare', args=[number])}?{urlencode({'suite': asked})}")


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
        {"label": label, "url": reverse(name, args=[application.number]), "current": key == current}
        for key, label, name, action in TABS
        if key not in absent and not POLICY[action].isdisjoint(held)
    ]
