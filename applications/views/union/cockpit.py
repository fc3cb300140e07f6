"""The union's table of members and calls, its export, the page of one member."""

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import Refused
from applications import exports
from applications.enums import Watched
from applications.forms.union import CockpitFilter
from applications.queries import cockpit, concerned
from applications.services import accompanying, looking
from applications.views.exporting import KINDS, spreadsheet
from applications.views.reading import on_file
from applications.views.union.door import on_union

A_PAGE = 20


@on_union
def members(request, union):
    """One page of the table. What it shows of shared files is written in their log first, and nothing else."""
    form, found = read(request, union)
    page = Paginator(found.rows, A_PAGE).get_page(request.GET.get("page"))
    shown = cockpit.with_lacks(replace(found, rows=list(page)))
    looking.record_all(shown.consents, request.user, Watched.COCKPIT)
    context = {
        "form": form,
        "board": shown,
        "page_obj": page,
        "filtered": any(key != "sort" for key in form.chosen),
        "sort": request.GET.get("sort", "name"),
        "links": export_links(request),
    }
    return render(request, "applications/union/cockpit.html", context)


def read(request, union):
    """The filter form and the table it leaves."""
    everyone = list(concerned.members_of_union(union))
    form = CockpitFilter(request.GET, departements=cockpit.departements(everyone))
    return form, cockpit.board(union, request.user, timezone.now(), form.chosen, everyone)


def export_links(request) -> list[dict]:
    kept = request.GET.copy()
    kept.pop("page", None)
    query = kept.urlencode()
    tail = f"?{query}" if query else ""
    return [
        {"label": label, "url": reverse("applications:members_export", args=[kind]) + tail}
        for label, kind in (("Tableur (XLSX)", "xlsx"), ("Texte (CSV)", "csv"))
    ]


@require_GET
@on_union
def export(request, union, kind):
    """The table as it is filtered on screen: the same content and no more."""
    if kind not in KINDS:
        raise Http404
    _, found = read(request, union)
    looking.record_all(found.consents, request.user, Watched.EXPORT)
    return spreadsheet(exports.board_rows(cockpit.with_lacks(found)), "adherents-et-appels", kind)


@require_GET
@on_union
def member(request, union, pk):
    """One member: what it shares, its public results, the calls that concern it, what was sent to it."""
    found = next((one for one in concerned.members_of_union(union) if one.pk == pk), None)
    if found is None:
        raise Http404
    board = cockpit.with_lacks(cockpit.board(union, request.user, timezone.now(), {"period": "all"}, [found]))
    looking.record_all(board.consents, request.user, Watched.MEMBER)
    cells = [cell for row in board.rows for cell in row.cells]
    context = {
        "member": found,
        "cells": [cell for cell in cells if cell.entries or cell.results],
        "concerning": [cell.call for cell in cells if cell.concerned],
        "alerts": found.alerts_received.filter(union=union).select_related("call", "by"),
    }
    return render(request, "applications/union/member.html", context)


@require_POST
@on_file("applications.prompt")
def prompt(request, application):
    try:
        accompanying.prompt(application.pk, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(
            request,
            f"{application.structure} est relancée par message. Cette relance est inscrite au dossier.",
        )
    return redirect("applications:member", application.structure_id)
