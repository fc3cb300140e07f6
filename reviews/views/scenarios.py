"""The selections of a lot, side by side: compared, studied, explained file by file, and the published one applied."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.backends import may
from accounts.errors import Closed, Refused
from applications.views.authority import call_tabs
from calls.enums import Policy
from calls.forms import BoundsForm
from calls.selecting import OF_SET, Axis, axes
from reviews.enums import Progress
from reviews.forms.scenarios import StudyForm
from reviews.models import Scenario
from reviews.queries import in_order, ranking_of, undecided_ties
from reviews.queries import scenarios as queries
from reviews.queries.reading import unread_by
from reviews.queries.selecting import may_select, ranked_groups, tally
from reviews.services import scenarios as services
from reviews.views.ranking import lot_or_404, siblings

VIEW, MAKE, APPLY = "reviews.view_scenarios", "reviews.make_scenario", "reviews.apply_scenario"
UNREAD = (
    "Rendez d’abord vos expertises sur ce lot\u00a0: les notes des autres lecteurs, et les sélections qui en découlent, vous"
    " seront montrées ensuite."
)


def lot_for(request, pk, action=VIEW):
    """The lot, for whom neither a conflict nor an expertise still owed closes its selections."""
    lot = lot_or_404(request, pk, action)
    if not may_select(lot):
        raise Http404
    if queries.closed_to(request.user, lot):
        raise Closed(services.CLOSED)
    if unread_by(request.user, lot.applications.all()).exists():
        raise Closed(UNREAD)
    return lot


def scenario_for(request, pk, action=VIEW):
    row = get_object_or_404(Scenario.objects.select_related("created_by", "applied_by"), pk=pk)
    row.lot = lot_for(request, row.lot_id, action)
    return row


def page(request, lot, heading) -> dict:
    """What every page of the selections of a lot shows."""
    return {
        "lot": lot,
        "call": lot.call,
        "heading": heading,
        "tabs": call_tabs(lot.call, request.user, "selection", lot),
        "lots": siblings(lot, "reviews:scenarios"),
        "may_make": may(request.user, MAKE, lot.call),
        "may_apply": may(request.user, APPLY, lot.call),
    }


def scenarios(request, pk):
    lot = lot_for(request, pk)
    ranking = ranking_of(lot)
    fresh = queries.published_data(lot, ranking)
    rows = queries.scenarios_of(lot)
    shown, others = queries.chosen(rows, request.GET.getlist("s"))
    context = page(request, lot, "Sélection") | {
        "comparison": queries.comparison(lot, shown, fresh),
        "shown": shown,
        "same": others,
        "older": [row for row in rows if row not in shown and row not in others],
        "pending": any(row.status == Progress.PENDING for row in rows),
        "stale": bool(shown)
        and not (fresh and queries.facts_of(fresh) == queries.facts_of(shown[0].instance)),
        "ties": undecided_ties(ranking),
        "ready": len(in_order(ranking)),
        "below": [row for row in ranking if row.below and row.application.state == "reviewed"],
        "rule": lot.call.get_policy_display(),
    }
    return render(request, "reviews/scenarios/index.html", context)


def progress(request, pk):
    """Asks again while something is being solved, then has the whole page read again."""
    lot = lot_for(request, pk)
    if lot.scenarios.filter(status=Progress.PENDING).exists():
        return render(request, "reviews/scenarios/_progress.html", {"lot": lot})
    return HttpResponseClientRefresh()


@require_POST
def compare(request, pk):
    lot = lot_for(request, pk, MAKE)
    services.compare(lot, by=request.user)
    messages.success(request, "Les cinq règles sont comparées sur le classement d’aujourd’hui.")
    return redirect("reviews:scenarios", pk=pk)


def study(request, pk):
    """One variant, from the published rule: other numbers, another envelope, files imposed or left out."""
    lot = lot_for(request, pk, MAKE)
    ranking = ranking_of(lot)
    form = study_form(request, lot)
    bounds = bounds_form(request, lot, ranking, form["policy"].value())
    if request.method == "POST" and form.is_valid() and bounds.is_valid():
        try:
            row = services.study(lot, by=request.user, **form.terms(), **numbers(form, bounds))
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return redirect("reviews:scenario", pk=row.pk)
    context = page(request, lot, "Étudier une variante") | {
        "form": form,
        "bounds": bounds,
        "faults": bounds.faults() if request.method == "POST" else [],
    }
    return render(
        request, "reviews/scenarios/study.html", context, status=422 if request.method == "POST" else 200
    )


def study_form(request, lot) -> StudyForm:
    asked = {name: request.GET.get(name, "") for name in ("required", "forbidden")}
    policy = Policy.OPTIMAL if asked["required"] and lot.call.policy not in OF_SET else lot.call.policy
    return StudyForm(
        request.POST or None,
        published=policy,
        left=max(lot.envelope - lot.applications.committed(), 0),
        percent=lot.call.partial_minimum_percent,
        initial=asked,
    )


def bounds_form(request, lot, ranking, policy) -> BoundsForm:
    """The numbers of a balanced selection, for what the ranked files count for."""
    groups = ranked_groups(lot, ranking)
    there = tally(groups)
    offered = [
        Axis(
            axis.key,
            axis.label,
            tuple((value, words) for value, words in axis.options if there[axis.key, value]),
        )
        for axis in axes(lot)
    ]
    least, most = services.standard_limits(lot, groups, Policy.EQUITABLE)
    return BoundsForm(
        request.POST or None,
        axes=[axis for axis in offered if axis.options],
        minimums=least,
        maximums=most,
        each=False,
    )


def numbers(form, bounds) -> dict:
    if form.cleaned_data["policy"] != Policy.EQUITABLE:
        return {}
    return {"minimums": bounds.bounds("least"), "maximums": bounds.bounds("most")}


def scenario(request, pk):
    """One selection: why each file is in or out, the départements it serves, what would bring a file in."""
    row = scenario_for(request, pk)
    ranking = ranking_of(row.lot)
    found = queries.comparison(row.lot, [row], queries.published_data(row.lot, ranking))
    column = found.columns[0]
    context = page(request, row.lot, row.label) | {
        "scenario": row,
        "column": column,
        "lines": queries.explained(found),
        "comparison": found,
        "served": queries.territories_served(column, found.territories) if column.possible else [],
        "limits": queries.limits_in_words(row.instance, found.names),
        "refusals": services.refusals_to_apply(row, ranking),
    }
    context |= {"map": queries.map_of(context["served"]), "by_key": queries.by_key(context["served"])}
    return render(request, "reviews/scenarios/scenario.html", context)


def levers(request, pk, number):
    """What would bring one file in: asked once, looked for in the worker, shown when found."""
    row = scenario_for(request, pk)
    if row.status != Progress.DONE or number not in row.result["reasons"]:
        raise Http404
    if request.method == "POST":
        services.ask_levers(row, number)
    context = page(request, row.lot, "Ce qu’il faudrait") | {
        "scenario": row,
        "number": number,
        "found": services.levers_of(row, number),
        "reason": row.result["reasons"][number],
    }
    name = "_levers" if request.htmx else "levers"
    return render(request, f"reviews/scenarios/{name}.html", context)


def data(request, pk):
    """The frozen inputs, as `python -m engine select` reads them."""
    row = scenario_for(request, pk)
    text = json.dumps(row.instance, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="scenario-{row.pk}.json"'
    return response


def apply(request, pk):
    """What the published rule would stage, shown before it is."""
    row = scenario_for(request, pk, APPLY)
    ranking = ranking_of(row.lot)
    reasons = services.refusals_to_apply(row, ranking)
    if request.method == "POST":
        try:
            count = services.apply(row.pk, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            words = "Une décision préparée" if count == 1 else f"{count} décisions préparées"
            messages.success(request, f"{words}. Rien n’est notifié avant la signature.")
            return redirect("reviews:decisions", pk=row.lot_id)
    context = page(request, row.lot, "Appliquer la règle publiée") | {
        "scenario": row,
        "reasons": reasons,
        "staged": [] if reasons else queries.staged_in_words(services.decisions_of(row, ranking), ranking),
    }
    return render(
        request, "reviews/scenarios/apply.html", context, status=422 if request.method == "POST" else 200
    )
