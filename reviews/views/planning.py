"""Distributions of readings: asked on a form, computed by the worker, looked at, adjusted, applied."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.errors import Refused
from applications.views.authority import call_or_404, call_tabs
from applications.views.reading import key_of
from reviews.forms.planning import ALL, PlanForm
from reviews.queries.affinity import AFFINITIES
from reviews.queries.planning import (
    candidates,
    changes,
    is_answered,
    plan_of,
    plans_of,
    preview,
    to_read,
)
from reviews.services import planning
from reviews.views.assigning import pair, parts


def frame(request, call) -> dict:
    return {
        "call": call,
        "tabs": call_tabs(call, request.user, "assign"),
        "parts": parts(call, "plans"),
    }


def plans(request, slug):
    """The form of a new distribution, and the last ones."""
    call = call_or_404(request, slug, "reviews.assign")
    who = candidates(call, request.user)
    form = PlanForm(request.POST or None, call=call, candidates=who, initial=settings_of(request, call))
    reasons = []
    if request.method == "POST" and form.is_valid():
        try:
            plan = asked(call, request.user, form)
            return redirect("reviews:plan", slug=slug, pk=plan.pk)
        except Refused as refused:
            reasons = refused.reasons
    context = frame(request, call) | {
        "form": form,
        "errors": [{"text": reason} for reason in reasons],
        "count": to_read(call, request.user).count(),
        "affinities": AFFINITIES,
        "plans": plans_of(call, request.user),
    }
    return render(
        request, "reviews/planning/new.html", context, status=422 if form.errors or reasons else 200
    )


def asked(call, person, form):
    data = form.cleaned_data
    lot = call.lots.get(pk=data["lot"]) if data.get("lot", ALL) != ALL else None
    return planning.ask(
        call, by=person, bounds=form.bounds(), per_file=data["per_file"], lot=lot, due_on=data["due_on"]
    )


def settings_of(request, call) -> dict:
    """What was asked for an earlier distribution, to start from."""
    plan = plan_of(call, request.user, key_of(request.GET.get("comme", "")) or 0)
    if plan is None:
        return {}
    people, values = plan.problem["context"]["people"], {}
    for row in candidates(call, request.user):
        values[f"take-{row.reader.pk}"] = False
    for name, (least, most) in plan.problem["context"]["asked"].items():
        key = people[name]
        values |= {f"take-{key}": True, f"least-{key}": least or "", f"most-{key}": most}
    return values | {"lot": str(plan.lot_id or ALL), "per_file": plan.per_file, "due_on": plan.due_on}


def plan_or_404(request, slug, pk):
    """The distribution, for those from whom it hides nothing."""
    call = call_or_404(request, slug, "reviews.assign")
    plan = plan_of(call, request.user, pk)
    if plan is None:
        raise Http404
    return plan


def plan(request, slug, pk):
    return page(request, plan_or_404(request, slug, pk))


def page(request, plan, reasons=()):
    """Where the computation stands; once done, who would read what."""
    answered = is_answered(plan)
    stale = changes(plan, request.user) if answered and not plan.applied_at else []
    context = frame(request, plan.call) | {
        "plan": plan,
        "preview": preview(plan, request.GET.get("page")) if answered else None,
        "stale": stale,
        "open": answered and not plan.applied_at and not stale,
        "errors": [{"text": reason} for reason in reasons],
    }
    return render(request, "reviews/planning/plan.html", context, status=422 if reasons else 200)


def state(request, slug, pk):
    """A fragment that asks again while the worker computes, then fetches the page once."""
    plan = plan_or_404(request, slug, pk)
    return render(request, "reviews/planning/_pending.html", {"plan": plan, "call": plan.call})


@require_POST
def adjust(request, slug, pk):
    """Keeps what was ticked and unticked on one page of files."""
    plan = plan_or_404(request, slug, pk)
    seen, ticked = set(request.POST.getlist("seen")), set(request.POST.getlist("pair"))
    try:
        planning.adjust(
            plan.pk, by=request.user, add=named(plan, ticked - seen), remove=named(plan, seen - ticked)
        )
    except Refused as refused:
        return page(request, plan, refused.reasons)
    if "apply" in request.POST:
        return redirect("reviews:apply_plan", slug=slug, pk=pk)
    messages.success(request, "Vos ajustements sont enregistrés. Rien n’est encore confié.")
    return redirect(request.get_full_path().replace("ajuster/", ""))


def named(plan, keys) -> set[tuple[str, str]]:
    """The pairs of a page, by the names the frozen problem uses; what it does not know is refused by the service."""
    numbers = dict(plan.call.applications.values_list("pk", "number"))
    names = {pk: name for name, pk in plan.problem["context"]["people"].items()}
    return {(numbers.get(file, ""), names.get(reader, "")) for file, reader in map(pair, keys)}


def apply(request, slug, pk):
    """What will be given and to whom, then the act itself."""
    plan = plan_or_404(request, slug, pk)
    if not is_answered(plan) or plan.applied_at:
        return redirect("reviews:plan", slug=slug, pk=pk)
    reasons = []
    if request.method == "POST":
        try:
            rows = planning.apply(plan.pk, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, given(len(rows)))
            return redirect("reviews:progress", slug=slug)
    context = frame(request, plan.call) | {
        "plan": plan,
        "preview": preview(plan),
        "stale": changes(plan, request.user),
        "errors": [{"text": reason} for reason in reasons],
    }
    return render(request, "reviews/planning/apply.html", context, status=422 if reasons else 200)


def given(count: int) -> str:
    return "Une lecture est confiée." if count == 1 else f"{count} lectures sont confiées."
