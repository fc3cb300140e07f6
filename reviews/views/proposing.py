"""Decisions on one file alone: inadmissibility, promotion, lapse, reconsideration; and a call without outcome."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render

from accounts.backends import may
from accounts.errors import Refused
from applications.services.calendar import abandon_call
from applications.views.authority import call_or_404
from applications.views.checking import frame
from applications.views.reading import on_file
from applications.workflow import BEFORE_DECISION
from reviews.enums import DecisionKind as K
from reviews.forms.deciding import AbandonForm, MotiveForm, PromotionForm, RefusalForm
from reviews.queries import deciding
from reviews.services.deciding import propose as stage
from reviews.views.ranking import lot_or_404

EFFECTS = {
    K.REFUSE: "Une fois signée et notifiée, le dossier quitte l’instruction. La structure reçoit la décision, le"
    " texte sur lequel elle se fonde et ses voies de recours.",
    K.LAPSE: "Une fois signé et notifié, le constat met fin au bénéfice de la décision. Le montant revient à"
    " l’enveloppe du lot.",
    K.RECONSIDER: "Une fois signée et notifiée, le dossier reprend là où il s’était arrêté, et une nouvelle"
    " décision est prise.",
}


@on_file("reviews.propose")
def propose(request, application, kind):
    """A decision proposed on this file; nothing moves before it is signed and released."""
    if kind not in EFFECTS or kind not in application.call.procedure.moves:
        raise Http404
    refuses = kind == K.REFUSE
    data = request.POST or None
    form = RefusalForm(data, call=application.call) if refuses else MotiveForm(data)
    if request.method == "POST" and form.is_valid():
        try:
            stage(application.pk, kind, by=request.user, **form.cleaned_data)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, "Décision préparée : elle attend sa signature.")
            return redirect("reviews:file", number=application.number)
    context = frame(application, request.user, "file") | {
        "form": form,
        "kind": K(kind),
        "effect": EFFECTS[K(kind)],
        "staged": application.decisions.staged().first(),
    }
    return render(request, "reviews/propose.html", context, status=422 if form.errors else 200)


def promote(request, pk):
    """The next of the waiting list, and only the next, with what the envelope has left."""
    lot = lot_or_404(request, pk, "reviews.view_decision_page")
    if request.method == "POST" and not may(request.user, "reviews.propose", lot.call):
        raise PermissionDenied
    found = deciding.next_waiting(lot, request.user)
    form = None
    if found:
        file = found["application"]
        initial = {"amount": found["amount"], "places": file.requested_places}
        form = PromotionForm(request.POST or None, lot=lot, initial=initial)
    if request.method == "POST" and form and form.is_valid():
        try:
            stage(found["application"].pk, K.PROMOTE, by=request.user, **form.cleaned_data)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, "Décision préparée : elle attend sa signature.")
            return redirect("reviews:decisions", pk=pk)
    context = {
        "lot": lot,
        "call": lot.call,
        "next": found,
        "form": form,
        "balance": None if deciding.tells_of_closed(lot, request.user) else deciding.balance(lot),
        "may_propose": may(request.user, "reviews.propose", lot.call),
        "waiting": waiting_after(lot, request.user, found),
    }
    failed = form is not None and form.errors
    return render(request, "reviews/promote.html", context, status=422 if failed else 200)


def waiting_after(lot, person, found):
    """Those who wait behind the next, in order: they see why it is not their turn."""
    files = lot.applications.without_conflicts_of(person).filter(state="waitlisted")
    files = files.select_related("structure").order_by("waiting_rank")
    return files.exclude(pk=found["application"].pk) if found else files


def abandon(request, slug):
    """A call closed without outcome: what will happen, to how many files, and why."""
    call = call_or_404(request, slug, "applications.abandon")
    if not call.is_published:
        raise PermissionDenied
    form = AbandonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = abandon_call(call.pk, by=request.user, reason=form.text())
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, told(count))
            return redirect("applications:call_files", slug=slug)
    context = {"call": call, "form": form, "count": concerned(call, request.user)}
    return render(request, "reviews/abandon.html", context, status=422 if form.errors else 200)


def concerned(call, person):
    """How many deposited files would leave; drafts stay unknown to the authority."""
    if not call.files_are_open() or not may(person, "calls.list_files", call):
        return None
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    return files.filter(state__in=[*BEFORE_DECISION, "waitlisted"]).count()


def told(count: int) -> str:
    files = (
        "Aucun dossier n’était en cours" if not count else f"{count} dossier{'s' if count > 1 else ''} clos"
    )
    return f"L’appel est clos. {files}."
