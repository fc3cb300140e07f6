from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Refused
from accounts.models import profile_of
from applications.budget import sheets
from applications.views.reading import on_file
from awards import budget, services
from awards.forms import (
    AgreementForm,
    EvaluationForm,
    InstalmentFormSet,
    JudgeForm,
    OfferForm,
    PaymentForm,
    ReportForm,
    RevisedBudgetForm,
    SignatureForm,
)
from awards.models import ActivityReport, Agreement, Evaluation, Instalment
from awards.queries import aftermath, next_acts, unconfirmed, version


def attempt(request, form, action, success: str) -> bool:
    """Runs a service; its refusals go to the form's summary and what was typed stays."""
    try:
        action()
    except Refused as refusal:
        form.add_error(None, refusal.reasons)
        return False
    messages.success(request, success)
    return True


def page(request, application, name, form, **context):
    status = 422 if form is not None and form.is_bound and form.errors else 200
    shown = {"application": application, "form": form, **context}
    return render(request, f"awards/{name}.html", shown, status=status)


def back(application):
    return redirect("awards:file", application.number)


@on_file("awards.view")
def file(request, application):
    found = aftermath(application)
    acts = next_acts(application, request.user, found)
    if not (found["offer"] and found["offer"].accepted_at) and not may(
        request.user, "awards.answer_offer", application
    ):
        found["revised"] = {}  # the structure's own draft until it accepts
    may_pay = may(request.user, "awards.pay", application)
    account = account_of(request, application, found)
    shown = {"acts": acts, "may_pay": may_pay, "account": account, **found}
    shown["unconfirmed"] = account is not None and unconfirmed(account, found)
    return render(request, "awards/file.html", {"application": application, **shown})


def account_of(request, application, found):
    """The account the money goes to, for those who pay and for the structure, once an act of funding exists."""
    if not found["agreement"] or not may(request.user, "awards.view_bank", application):
        return None
    return profile_of(application.structure)


@on_file("awards.answer_offer")
def offer(request, application):
    form = OfferForm(request.POST or None)
    if form.is_valid():
        accepts = form.cleaned_data["answer"] == "accept"

        def answer():
            services.answer_offer(
                application.pk, by=request.user, accepts=accepts, note=form.cleaned_data["note"]
            )

        words = "Offre acceptée. L’autorité prépare l’acte de financement." if accepts else "Offre déclinée."
        if attempt(request, form, answer, words):
            return back(application)
    waiting = aftermath(application)["offer"]
    context = {"offer": waiting, "partial": budget.is_partial(application, waiting)}
    context["problems"] = budget.problems(application, waiting)
    return page(request, application, "offer", form, **context)


@on_file("awards.answer_offer")
def revise(request, application):
    """The budget around the sum offered: saved as it stands, accepted once it balances."""
    waiting = aftermath(application)["offer"]
    if not budget.is_partial(application, waiting):
        return redirect("awards:offer", application.number)
    if "spread" in request.POST:
        services.spread_cut(application.pk, by=request.user)
        messages.success(
            request, "Baisse répartie sur les charges. Relisez chaque ligne : rien n’est encore accepté."
        )
        return redirect("awards:revise", application.number)
    sheet = chosen_sheet(application, request.GET.get("feuille", ""))
    form = RevisedBudgetForm(application, waiting, sheet, request.POST or None)
    if form.is_valid():
        lines = form.lines(form.kept[sheet.year])

        def save():
            services.revise_budget(application.pk, by=request.user, lines=lines, sheet=sheet.key)

        if attempt(request, form, save, "Budget révisé enregistré."):
            return revised(request, application)
    found = budget.report(application, waiting)
    return page(
        request, application, "revise", form, offer=waiting, **form.sides(), sheet=sheet,
        tabs=sheet_tabs(request, application, sheet), total=found.years[sheet.year], alerts=found.blocking,
    )  # fmt: skip


def revised(request, application):
    """Back to the same sheet until every sheet balances, then to the offer."""
    if not unbalanced(application):
        return redirect("awards:offer", application.number)
    asked = request.GET.urlencode()
    return redirect(reverse("awards:revise", args=[application.number]) + (f"?{asked}" if asked else ""))


def chosen_sheet(application, key):
    """The sheet asked for; the first when there is none of that name."""
    found = sheets(application)
    return next((sheet for sheet in found if sheet.key == key), found[0])


def sheet_tabs(request, application, current) -> list[dict]:
    found = sheets(application)
    tabs = [{"label": s.label, "url": f"?feuille={s.key}", "current": s.key == current.key} for s in found]
    return tabs if len(found) > 1 else []


def unbalanced(application) -> bool:
    return bool(budget.problems(application, aftermath(application)["offer"]))


@on_file("awards.prepare_agreement")
def prepare(request, application):
    existing = Agreement.objects.filter(application=application).first()
    form = AgreementForm(request.POST or None, initial=_agreement_initial(application, existing))
    rows = InstalmentFormSet(request.POST or None, initial=_instalments_initial(existing), prefix="versement")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        kept = [_without_delete(row.cleaned_data) for row in rows if _is_kept(row.cleaned_data)]

        def save():
            services.prepare_agreement(application.pk, by=request.user, instalments=kept, **form.cleaned_data)

        if attempt(request, form, save, "L’acte est prêt à signer."):
            return back(application)
    return page(request, application, "prepare", form, rows=rows)


def _is_kept(data: dict) -> bool:
    return bool(data.get("amount")) and not data.get("DELETE")


def _without_delete(data: dict) -> dict:
    return {name: value for name, value in data.items() if name != "DELETE"}


def _agreement_initial(application, existing) -> dict:
    if existing:
        return {name: getattr(existing, name) for name in ("object", "starts_on", "ends_on")}
    return {"object": application.title}


def _instalments_initial(existing) -> list[dict]:
    fields = ("label", "amount", "due_on", "condition", "needs_report")
    rows = list(existing.instalments.values(*fields)) if existing else []
    return rows or [{"label": "Premier versement"}, {"label": "Solde", "needs_report": True}]


@on_file("awards.view")
def agreement(request, application):
    found = aftermath(application)
    form = SignatureForm(request.POST or None)
    if form.is_valid():

        def sign():
            services.sign_agreement(application.pk, by=request.user, **signature(request, form))

        if attempt(request, form, sign, "Signature enregistrée."):
            return back(application)
    acts = next_acts(application, request.user, found)
    may_sign = any(name == "awards:agreement" for _, name in acts)
    seen = version(found["agreement"])
    return page(request, application, "agreement", form, may_sign=may_sign, seen=seen, **found)


def signature(request, form) -> dict:
    """The capacity, and which preparation the page showed when it says so."""
    return {"capacity": form.cleaned_data["capacity"], "seen": request.POST.get("seen")}


@on_file("awards.pay")
def pay(request, application, instalment):
    row = get_object_or_404(Instalment, pk=instalment, agreement__application=application)
    form = PaymentForm(request.POST or None, initial={"paid_on": timezone.localdate()})
    if form.is_valid():

        def record():
            services.pay(row.pk, by=request.user, **form.cleaned_data)

        if attempt(request, form, record, "Versement enregistré."):
            return back(application)
    return page(request, application, "pay", form, instalment=row)


@on_file("awards.view")
def report(request, application):
    found = get_object_or_404(ActivityReport, application=application)
    writes = may(request.user, "awards.report", application) and not found.submitted_at
    view = _write_report if writes else _read_report
    return view(request, application, found)


def _write_report(request, application, found):
    form = ReportForm(
        request.POST or None,
        report=found,
        indicators=application.call.indicators.all(),
        with_money=application.with_money,
    )
    if form.is_valid():
        sends = "transmettre" in request.POST

        def save():
            data = form.cleaned_data
            services.save_report(
                application.pk,
                by=request.user,
                narrative=data["narrative"],
                spent=data.get("spent"),
                values=form.values(),
            )
            if sends:
                services.submit_report(application.pk, by=request.user)

        if attempt(request, form, save, "Bilan transmis à l’autorité." if sends else "Bilan enregistré."):
            return back(application) if sends else redirect("awards:report", application.number)
    return page(request, application, "report_form", form, report=found)


def _read_report(request, application, found):
    judges = may(request.user, "awards.accept_report", application)
    judges = judges and bool(found.submitted_at) and not found.accepted_at
    if request.method == "POST" and not judges:
        raise PermissionDenied
    form = JudgeForm(request.POST or None)
    if form.is_valid():
        accepts = form.cleaned_data["verdict"] == "accept"

        def judge():
            services.judge_report(
                application.pk, by=request.user, accepts=accepts, reason=form.cleaned_data["reason"]
            )

        if attempt(request, form, judge, "Bilan accepté." if accepts else "Bilan renvoyé à la structure."):
            return back(application)
    return page(request, application, "report", form if judges else None, report=found)


@on_file("awards.view")
def evaluation(request, application):
    found = Evaluation.objects.filter(application=application).first()
    views = {
        "propose": may(request.user, "awards.propose_evaluation", application)
        and not (found and found.signed_at),
        "sign": may(request.user, "awards.sign_evaluation", application)
        and bool(found and not found.signed_at),
    }
    if not any(views.values()):
        raise PermissionDenied
    return (
        _sign_evaluation(request, application, found)
        if views["sign"]
        else _propose(request, application, found)
    )


def _propose(request, application, found):
    initial = {"outcome": found.outcome, "motive": found.motive} if found else None
    form = EvaluationForm(request.POST or None, initial=initial)
    if form.is_valid():

        def propose():
            services.propose_evaluation(application.pk, by=request.user, **form.cleaned_data)

        if attempt(request, form, propose, "Évaluation proposée au signataire."):
            return back(application)
    return page(request, application, "evaluation", form, **aftermath(application))


def _sign_evaluation(request, application, found):
    form = SignatureForm(request.POST or None)
    if form.is_valid():

        def sign():
            services.sign_evaluation(application.pk, by=request.user, **signature(request, form))

        if attempt(request, form, sign, "Évaluation signée. La lettre est en préparation."):
            return back(application)
    return page(request, application, "sign_evaluation", form, seen=version(found), **aftermath(application))
