from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_GET

from accounts.backends import may
from accounts.enums import OrganisationKind
from accounts.errors import Closed
from accounts.policy import POLICY, STRUCTURE
from applications.views.exporting import spreadsheet
from applications.views.union.door import on_union
from pages import agenda, queries, union
from privacy.queries.table import table

A_PAGE = 20


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
    roles, open_calls = organisation.roles_of(request.user), queries.open_calls(now)
    if STRUCTURE.isdisjoint(roles):
        return "landing_structure", [], {"files": [], "open_calls": open_calls}
    items = agenda.for_structure(organisation, roles, now)
    return "landing_structure", items, {"files": queries.recent_files(organisation), "open_calls": open_calls}


def _authority(request, organisation, now):
    roles = organisation.roles_of(request.user)
    items = agenda.for_authority(organisation, request.user, roles, now)
    may_list = not POLICY["calls.list_files"].isdisjoint(roles)
    calls = queries.calls_in_hand(organisation, now)
    extra = {"calls": calls if may_list else calls.exclude(published_at=None), "may_list": may_list}
    return "landing_authority", items, extra


def _union(request, organisation, now):
    accompanies = may(request.user, "accounts.accompany", organisation)
    shared = queries.shared_with(organisation) if accompanies else []
    page = Paginator(shared, A_PAGE).get_page(request.GET.get("page"))
    concerning = queries.to_tell(organisation, now) if accompanies else []
    return "landing_union", [], {"page_obj": page, "shared": page.object_list, "concerning": concerning}


def _alone(request, organisation, now):
    return "landing_alone", [], {"open_calls": queries.open_calls(now)}


LANDINGS = {
    OrganisationKind.APPLICANT: _structure,
    OrganisationKind.AUTHORITY: _authority,
    OrganisationKind.UNION: _union,
    None: _alone,
}


@require_GET
@on_union
def union_results(request, organisation):
    """The public results of a union's members, on a map and in tables."""
    context = {"region": union.region_of(organisation, request.user), "union": organisation}
    return render(request, "pages/union_results.html", context)


@require_GET
@on_union
def union_results_export(request, organisation, kind):
    """The table by département: the same figures, hidden where the page hides them."""
    region = union.region_of(organisation, request.user)
    return spreadsheet(union.table_rows(region), "resultats-par-departement", kind)


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
@requires_csrf_token
def forbidden(request, exception=None):
    """403: only a sentence written for this person is shown, never what a library says of its refusal."""
    reason = str(exception) if isinstance(exception, Closed) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


@login_not_required
def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
