"""The decision page of a lot: amounts staged against the envelope, one save for the whole page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.backends import may
from accounts.errors import Refused
from applications.enums import State
from applications.queries import stakes
from applications.views.authority import call_tabs
from engine.money import number
from reviews.enums import DecisionKind as K
from reviews.forms.deciding import DecisionRow, DepartureForm, ValidityForm
from reviews.models import Report
from reviews.queries import deciding, in_order, ranking_of, undecided_ties
from reviews.queries.departing import departures
from reviews.queries.reading import unread_by
from reviews.services import departing
from reviews.services.deciding import cancel
from reviews.services.staging import RowsRefused, propose_together, stamp
from reviews.views.ranking import lot_or_404, siblings

TO_DECIDE = (State.REVIEWED,)
# What the published rule gives, for who does not see the whole ranking.
PARTIAL = {
    "available": False,
    "rows": {},
    "cause": "Un dossier de ce lot vous est fermé\u00a0: la règle ne s’applique pas à une partie du classement.",
}


def decisions(request, pk):
    lot = lot_or_404(request, pk, "reviews.view_decision_page")
    if unread_by(request.user, lot.applications.all()):
        return redirect("reviews:ranking", pk=pk)
    ranking = ranking_of(lot, person=request.user)
    staged = {row.application_id: row for row in deciding.staged_on(lot, request.user)}
    open_rows = [row for row in ranking if is_open(row, staged)]
    closed = deciding.tells_of_closed(lot, request.user)
    rule = PARTIAL if closed else deciding.proposal(lot, ranking)
    rows = row_forms(request, lot, open_rows, staged, rule["rows"])
    validity = ValidityForm(request.POST or None, initial=validity_of(staged))
    refused = []
    if request.method == "POST":
        if not may(request.user, "reviews.propose", lot.call):
            raise PermissionDenied
        saved, refused = save(request, lot, rows, validity)
        if saved:
            return redirect("reviews:decisions", pk=pk)
    context = page(request, lot, ranking, rows, validity, staged, rule) | {"errors": summary(rows, refused)}
    return render(request, "reviews/decisions.html", context, status=422 if request.method == "POST" else 200)


def is_open(row, staged) -> bool:
    """Whether this file's decision may still be edited on the page: concluded, and nothing signed."""
    held = staged.get(row.application.pk)
    return row.application.state in TO_DECIDE and not (held and held.signed_at)


def row_forms(request, lot, open_rows, staged, due=None) -> list[DecisionRow]:
    motives = motives_of([row.application for row in open_rows])
    return [
        DecisionRow(
            request.POST or None,
            prefix=f"d{row.application.pk}",
            row=row,
            lot=lot,
            initial=initial_of(row, staged.get(row.application.pk), motives, due or {}),
        )
        for row in open_rows
    ]


def initial_of(row, held, motives, due) -> dict:
    """What is staged; else the amount the published rule gives, or the one asked for, and a motive drawn from the report."""
    if held:
        kept = {name: getattr(held, name) for name in ("kind", "places", "rank", "motive")}
        return kept | {"amount": spaced(held.amount)}
    file = row.application
    return {
        "amount": spaced(due.get(file.number, ("", None))[1] or file.requested_amount),
        "places": file.requested_places,
        "motive": motives.get(file.pk) or " ".join(row.below),
    }


def spaced(amount) -> str:
    return "" if amount is None else number(amount)


def motives_of(files) -> dict[int, str]:
    """A first wording per file: the strengths and reserves of its instruction report."""
    reports = Report.objects.filter(application__in=files, signed_at__isnull=False)
    return {
        report.application_id: "\n".join(part for part in (report.strengths, report.reserves) if part)
        for report in reports
    }


def validity_of(staged) -> dict:
    dated = [row.valid_until for row in staged.values() if row.valid_until]
    return {"valid_until": dated[0] if dated else None}


def save(request, lot, rows, validity) -> tuple[bool, list[str]]:
    """Stages the whole page, or puts each reason beside its row; returns whether it did, and the lot's reasons."""
    valid = [form.is_valid() for form in rows] + [validity.is_valid()]
    if not all(valid):
        return False, []
    until = validity.cleaned_data["valid_until"]
    given = {form.row.application.pk: form.decision(until) for form in rows}
    try:
        count = propose_together(lot.pk, by=request.user, rows=given, seen=request.POST.get("seen", ""))
    except RowsRefused as refused:
        for form in rows:
            form.reasons = refused.rows.get(form.row.application.pk, [])
        return False, refused.lot
    words = "Une décision préparée" if count == 1 else f"{count} décisions préparées"
    messages.success(request, f"{words}. Rien n’est notifié avant la signature.")
    return True, []


def summary(rows, refused) -> list[dict]:
    """Every reason of the page, those of a file leading to its row."""
    found = [{"text": reason} for reason in refused]
    for form in rows:
        found += [
            {"text": f"{form.number} : {reason}", "url": f"#id_{form.prefix}-kind"}
            for reason in form.messages()
        ]
    return found


def page(request, lot, ranking, rows, validity, staged, rule) -> dict:
    person, held, roles = request.user, list(staged.values()), lot.call.roles_of(request.user)
    closed = rule is PARTIAL
    for row in held:
        row.may_cancel = deciding.cancellable(row, roles)
    decided = [row for row in ranking if row.application.state not in (*TO_DECIDE, State.ADMISSIBLE)]
    for row in decided:
        row.application.line = stakes(row.application)
    return {
        "lot": lot,
        "call": lot.call,
        "tabs": call_tabs(lot.call, person, "decisions", lot),
        "lots": siblings(lot, "reviews:decisions"),
        "rows": rows,
        "validity": validity,
        "seen": stamp(lot),
        "signed": [row for row in held if row.signed_at],
        "others": [row for row in held if not row.signed_at and row.kind not in deciding.SELECTING],
        "unfinished": sum(row.application.state == State.ADMISSIBLE for row in ranking),
        "decided": decided,
        "ties": undecided_ties(ranking),
        "to_rank": len(in_order(ranking)),
        "proposal": rule,
        "departures": [] if closed else departures(lot, ranking, rule),
        "departure_reason": "" if closed else reason_of(lot),
        "balance": None if closed else balance_of(request, lot, rows, staged),
        "production": deciding.production(held),
        "may_propose": may(person, "reviews.propose", lot.call),
        "to_sign": deciding.signable(held, roles),
        "to_release": deciding.releasable(held, roles),
        "next": deciding.next_waiting(lot, person),
    }


def balance_of(request, lot, rows, staged) -> deciding.Balance:
    return typed_balance(lot, rows, staged) if request.method == "POST" else deciding.balance(lot)


def departure(request, pk):
    """Why the decisions being prepared do not follow the ranking; for who sees all of it."""
    lot = lot_or_404(request, pk, "reviews.propose")
    if deciding.tells_of_closed(lot, request.user):
        raise PermissionDenied
    form = DepartureForm(request.POST or None, initial={"reason": reason_of(lot)})
    if request.method == "POST" and form.is_valid():
        try:
            departing.explain(lot.pk, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.reasons)
        else:
            messages.success(request, "Motif enregistré. La commission le lira dès la notification.")
            return redirect("reviews:decisions", pk=pk)
    numbers = departures(lot, ranking_of(lot, person=request.user))
    context = {"lot": lot, "call": lot.call, "form": form, "files": numbers}
    return render(request, "reviews/departure.html", context, status=422 if form.errors else 200)


def reason_of(lot) -> str:
    row = lot.departures.filter(released_at=None).first()
    return row.reason if row else ""


@require_POST
def total(request, pk):
    """The envelope with the amounts being typed: a fragment for the live bar."""
    lot = lot_or_404(request, pk, "reviews.view_decision_page")
    ranking = ranking_of(lot, person=request.user)
    staged = {row.application_id: row for row in deciding.staged_on(lot, request.user)}
    rows = row_forms(request, lot, [row for row in ranking if is_open(row, staged)], staged)
    closed = deciding.tells_of_closed(lot, request.user)
    balance = None if closed else typed_balance(lot, rows, staged)
    return render(request, "reviews/_balance.html", {"balance": balance, "lot": lot})


def typed_balance(lot, rows, staged) -> deciding.Balance:
    """The envelope with what is typed on the page, and what is signed already."""
    for form in rows:
        form.is_valid()
    chosen = [form.cleaned_data for form in rows if form.cleaned_data.get("kind") == K.SELECT]
    kept = [row for row in staged.values() if row.signed_at or row.kind == K.PROMOTE]
    awarded = [row for row in kept if row.kind in deciding.AWARDING]
    amount = sum(data.get("amount") or 0 for data in chosen) + sum(row.amount or 0 for row in awarded)
    places = sum(data.get("places") or 0 for data in chosen) + sum(row.places or 0 for row in awarded)
    return deciding.balance(lot, proposed=amount, places=places)


def acts(request, pk):
    """How far the acts are: a fragment that asks again while some are being produced."""
    lot = lot_or_404(request, pk, "reviews.view_decision_page")
    held = list(deciding.staged_on(lot, request.user))
    context = {
        "lot": lot,
        "production": deciding.production(held),
        "to_release": deciding.releasable(held, lot.call.roles_of(request.user)),
    }
    return render(request, "reviews/_acts.html", context)


@require_POST
def cancel_decision(request, pk, decision):
    lot = lot_or_404(request, pk, "reviews.read")
    row = deciding.staged_on(lot, request.user).filter(pk=decision).first()
    if row is None:
        raise Refused("Cette décision est déjà annulée ou notifiée.")
    cancel(row.pk, by=request.user)
    messages.success(request, f"Décision annulée pour le dossier {row.application.number}.")
    if may(request.user, "reviews.view_decision_page", lot.call):
        return redirect("reviews:decisions", pk=pk)
    return redirect("reviews:file", number=row.application.number)
