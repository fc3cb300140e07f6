"""A call's files for agents: the list with its filters and exports, the opening and its record."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.backends import may
from accounts.errors import Refused
from accounts.policy import POLICY
from applications import exports
from applications.forms.authority import FilesFilter
from applications.queries import listing, stakes
from applications.services import calendar
from applications.views.exporting import spreadsheet
from applications.views.reading import require_nomination
from calls.models import Call

PER_PAGE = 50


def call_or_404(request, slug: str, action: str) -> Call:
    """The call of the URL, when this person may take the action on it and declared their interests if appointed."""
    calls = Call.objects.visible_to(request.user).select_related("authority")
    call = get_object_or_404(calls, slug=slug)
    held = call.roles_of(request.user)
    if POLICY[action].isdisjoint(held):
        raise PermissionDenied
    require_nomination(request.user, call, held)
    return call


def call_files(request, slug):
    """The list of a call's files; before the opening, only how many there are."""
    call = call_or_404(request, slug, "calls.list_files")
    if not call.files_are_open():
        return render(request, "applications/authority/sealed.html", sealed(call, request.user))
    form, files = chosen_files(request, call)
    page = Paginator(listing.with_progress(files), PER_PAGE).get_page(request.GET.get("page"))
    for file in page.object_list:
        file.line = stakes(file)
    context = {
        "call": call,
        "form": form,
        "page_obj": page,
        "sort": request.GET.get("sort", "number"),
        "links": export_links(request, call),
        "several_lots": call.lots.count() > 1,
        "filtered": any(form.chosen().values()),
        "tabs": call_tabs(call, request.user, "files"),
        "may_enter": may(request.user, "applications.enter_outside", call),
        "may_abandon": may(request.user, "applications.abandon", call) and call.is_published,
    }
    return render(request, "applications/authority/files.html", context)


CALL_TABS = (
    ("files", "Dossiers", "applications:call_files", "calls.list_files"),
    ("assign", "Attributions", "reviews:assignments", "reviews.assign"),
    ("ranking", "Classement", "reviews:ranking", "reviews.view_scores"),
    ("commission", "Commission", "reviews:commission", "reviews.attend"),
    ("selection", "Sélection", "reviews:scenarios", "reviews.view_scenarios"),
    ("decisions", "Décisions", "reviews:decisions", "reviews.view_decision_page"),
    ("register", "Déports", "reviews:register", "reviews.view_conflicts"),
    ("opening", "Ouverture", "applications:opening", "calls.list_files"),
)
BY_LOT = ("ranking", "selection", "decisions")


def call_tabs(call, person, current: str, lot=None) -> list[dict]:
    """The pages of a call's files for this person; the pages of a lot open on the first one."""
    if not call.files_are_open():
        return []
    held, lot = call.roles_of(person), lot or call.lots.first()
    kept = [row for row in CALL_TABS if not POLICY[row[3]].isdisjoint(held) and (lot or row[0] not in BY_LOT)]
    return [
        {
            "label": label if call.ranked or key != "ranking" else "Critères",
            "url": reverse(name, args=[lot.pk if key in BY_LOT else call.slug]),
            "current": key == current,
        }
        for key, label, name, _ in kept
        if key != "selection" or (call.ranked and call.with_money)
    ]


def chosen_files(request, call):
    """The filter form and the files it leaves, in the order asked for."""
    form = FilesFilter(request.GET, listing.filter_choices(call, request.user))
    files = listing.filtered(listing.files_of(call, request.user), form.chosen())
    return form, listing.in_order(files, request.GET.get("sort", "number"))


def export_links(request, call) -> list[dict]:
    if not may(request.user, "calls.export", call):
        return []
    query = request.GET.copy()
    query.pop("page", None)
    tail = f"?{query.urlencode()}" if query else ""
    return [
        {"label": label, "url": reverse("applications:call_export", args=[call.slug, kind]) + tail}
        for label, kind in (("Tableur (XLSX)", "xlsx"), ("Texte (CSV)", "csv"))
    ]


def sealed(call, person) -> dict:
    closed = call.is_closed(timezone.now())
    return {
        "call": call,
        "count": listing.deposited_count(call),
        "closed": closed,
        "may_open": closed and may(person, "calls.open_files", call),
    }


def call_export(request, slug, kind):
    """The list as it is filtered on screen, streamed."""
    call = call_or_404(request, slug, "calls.export")
    if not call.files_are_open():
        raise PermissionDenied
    _, files = chosen_files(request, call)
    rows = exports.rows(listing.with_progress(files), call)
    return spreadsheet(rows, f"dossiers-{call.slug}", kind)


@require_POST
def open_files(request, slug):
    call = call_or_404(request, slug, "calls.open_files")
    try:
        calendar.open_files(call.pk, by=request.user)
    except Refused as refused:
        context = sealed(call, request.user) | {"reasons": refused.reasons}
        return render(request, "applications/authority/sealed.html", context, status=422)
    messages.success(request, "Les dossiers sont ouverts. Le procès-verbal d’ouverture est enregistré.")
    return redirect("applications:opening", slug=slug)


def opening(request, slug):
    """The record of the opening: who, when, and the files found, minus those closed to this person."""
    call = call_or_404(request, slug, "calls.list_files")
    record = getattr(call, "opening", None)
    found = []
    if record:
        known = call.applications.without_conflicts_of(request.user).filter(number__in=record.files)
        found = known.select_related("structure", "lot").order_by("number")
    tabs = call_tabs(call, request.user, "opening")
    context = {"call": call, "record": record, "files": found, "tabs": tabs}
    return render(request, "applications/authority/opening.html", context)
