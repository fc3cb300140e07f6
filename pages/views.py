from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.enums import OrganisationKind
from pages import agenda, queries
from privacy.queries.table import table


@login_not_required
def home(request):
    now = timezone.now()
    context = {
        "open_calls": queries.open_calls(now),
        "past_calls": queries.past_calls(now),
        "programmes": queries.programmes(),
    }
    return render(request, "pages/home.html", context)


def landing(request):
    """What this person must do next, for the organisation they act for and as a reader."""
    now, organisation = timezone.now(), request.organisation
    readings = agenda.for_reader(request.user, now)
    template, items, extra = LANDINGS[organisation.kind if organisation else None](request, organisation, now)
    context = {
        "days": agenda.by_day(items, now),
        "reading_days": agenda.by_day(readings, now),
        "now": now,
        **extra,
    }
    return render(request, f"pages/{template}.html", context)


def _structure(request, organisation, now):
    items = agenda.for_structure(organisation, organisation.roles_of(request.user), now)
    extra = {"files": queries.recent_files(organisation), "open_calls": queries.open_calls(now)}
    return "landing_structure", items, extra


def _authority(request, organisation, now):
    items = agenda.for_authority(organisation, request.user, organisation.roles_of(request.user), now)
    return "landing_authority", items, {"calls": queries.calls_in_hand(organisation, now)}


def _union(request, organisation, now):
    extra = {"shared": queries.shared_with(organisation), "open_calls": queries.open_calls(now)}
    return "landing_union", [], extra


def _alone(request, organisation, now):
    return "landing_alone", [], {"open_calls": queries.open_calls(now)}


LANDINGS = {
    OrganisationKind.APPLICANT: _structure,
    OrganisationKind.AUTHORITY: _authority,
    OrganisationKind.UNION: _union,
    None: _alone,
}


@login_not_required
def text(request, page):
    """A page of plain text: legal notice, accessibility, privacy, help."""
    return render(request, f"pages/{page}.html")


@login_not_required
def privacy(request):
    """Who is responsible for what, who sees what, and the retention table as it is applied."""
    return render(request, "pages/privacy.html", {"table": table()})


@login_not_required
def health(request):
    """Whether the site reaches its database: what a proxy or a container asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_not_required
def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
