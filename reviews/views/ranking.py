"""The ranking of a lot: derived from the marks, ties declared, a rank by hand only with its reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.backends import may
from accounts.errors import Refused
from accounts.policy import POLICY
from applications.views.authority import call_tabs
from applications.views.reading import require_nomination
from calls.models import Lot
from reviews.forms.deciding import RankForm
from reviews.queries import in_order, ranking_of, ranking_problem, undecided_ties
from reviews.queries.divergence import third_reading
from reviews.queries.findings import NAMES, synthesis
from reviews.queries.reading import unread_by
from reviews.services.reading import choose_rank, drop_rank


def lot_or_404(request, pk, action: str) -> Lot:
    """The lot of the URL, when this person may take the action on its call and declared their interests if appointed."""
    lots = Lot.objects.select_related("call__authority").filter(call__opened_at__isnull=False)
    lot = get_object_or_404(lots, pk=pk)
    held = lot.call.roles_of(request.user)
    if POLICY[action].isdisjoint(held):
        raise PermissionDenied
    require_nomination(request.user, lot.call, held)
    return lot


def siblings(lot, name: str) -> list[dict]:
    """The same page for each lot of the call."""
    lots = list(lot.call.lots.all())
    return [
        {"label": f"Lot {row.code}", "url": reverse(name, args=[row.pk]), "current": row.pk == lot.pk}
        for row in lots
        if len(lots) > 1
    ]


def ranking(request, pk):
    lot = lot_or_404(request, pk, "reviews.view_scores")
    unread = list(unread_by(request.user, lot.applications.all()))
    if not lot.call.scored:
        return findings(request, lot, unread)
    rows = [] if unread else ranking_of(lot, person=request.user)
    context = {
        "lot": lot,
        "call": lot.call,
        "tabs": call_tabs(lot.call, request.user, "ranking", lot),
        "lots": siblings(lot, "reviews:ranking"),
        "unread": unread,
        "rows": rows,
        "ties": undecided_ties(rows),
        "problem": "" if unread else ranking_problem(lot, request.user),
        "to_decide": len(in_order(rows)),
        "may_rank": may(request.user, "reviews.rank", lot.call) and lot.call.ranked,
        "may_decide": may(request.user, "reviews.view_decision_page", lot.call),
        "third": third_reading(lot, rows),
        "may_assign": may(request.user, "reviews.assign", lot.call),
    }
    return render(request, "reviews/ranking.html", context)


def findings(request, lot, unread):
    """Where nothing is scored: each file beside the findings of its readers."""
    context = {
        "lot": lot,
        "call": lot.call,
        "tabs": call_tabs(lot.call, request.user, "ranking", lot),
        "lots": siblings(lot, "reviews:ranking"),
        "unread": unread,
        "lines": [] if unread else synthesis(lot, request.user),
        "names": NAMES,
        "may_decide": may(request.user, "reviews.view_decision_page", lot.call),
    }
    return render(request, "reviews/findings.html", context)


def rank(request, pk, number):
    """One file's rank, chosen by hand and reasoned, or given back to the points."""
    lot = lot_or_404(request, pk, "reviews.rank")
    files = lot.applications.visible_to(request.user).select_related("structure", "call", "rank_choice")
    application = get_object_or_404(files, number=number)
    if unread_by(request.user, lot.applications.all()) or not lot.call.ranked:
        raise PermissionDenied
    chosen = getattr(application, "rank_choice", None)
    row = next((r for r in ranking_of(lot, person=request.user) if r.application.pk == application.pk), None)
    form = RankForm(
        request.POST or None, initial={"rank": row.rank if row else None, "reason": chosen and chosen.reason}
    )
    if request.method == "POST":
        try:
            if settled(request, application, form):
                return redirect("reviews:ranking", pk=lot.pk)
        except Refused as refused:
            form.is_valid()
            for reason in refused.reasons:
                form.add_error(None, reason)
    context = {
        "lot": lot,
        "call": lot.call,
        "application": application,
        "form": form,
        "row": row,
        "chosen": chosen,
    }
    return render(request, "reviews/rank.html", context, status=422 if form.errors else 200)


def settled(request, application, form) -> bool:
    if "drop" in request.POST:
        drop_rank(application.pk, by=request.user)
        messages.success(request, "Le rang choisi est retiré : les points décident de nouveau.")
        return True
    if not form.is_valid():
        return False
    choose_rank(application.pk, by=request.user, **form.cleaned_data)
    messages.success(request, f"Rang enregistré pour le dossier {application.number}.")
    return True
