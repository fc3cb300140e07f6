"""Reads of what follows a decision."""

from django.utils import timezone

from accounts.backends import may
from applications.enums import State
from applications.queries.budgets import budget_book
from awards import budget
from awards.models import ActivityReport, Agreement, Evaluation, Instalment
from reviews.models import Offer

OWED = {State.SELECTED, State.FUNDED, State.EVALUATED}


def aftermath(application) -> dict:
    """Everything that exists after the decision of one file; None where there is nothing yet."""
    agreement = Agreement.objects.filter(application=application).prefetch_related("instalments").first()
    offer = Offer.objects.filter(application=application).first()
    report = (
        ActivityReport.objects.filter(application=application).prefetch_related("values__indicator").first()
    )
    return {
        "offer": offer,
        "revised": revised(application, offer),
        "agreement": agreement,
        "instalments": list(agreement.instalments.all()) if agreement else [],
        "report": report,
        "evaluation": Evaluation.objects.filter(application=application).first(),
    }


def files_owed(structure):
    """The files of this structure whose act of funding, signed or in preparation, is not wholly paid."""
    unpaid = Instalment.objects.filter(paid_on=None).order_by().values("agreement__application")
    owed = structure.applications.filter(state__in=OWED, pk__in=unpaid)
    return owed.select_related("call__authority", "structure")


def unconfirmed(profile, found: dict) -> bool:
    """Whether the account money goes to changed since the act was prepared, or since the last payment."""
    change = profile.bank_changes.first()
    agreement, paid = found["agreement"], [row.paid_on for row in found["instalments"] if row.paid_on]
    if not change or not agreement:
        return False
    if paid:
        return timezone.localdate(change.at) >= max(paid)
    return change.at > agreement.prepared_at


def revised(application, offer) -> dict:
    """The budget revised for the offer, ready to be shown; empty when there is none."""
    if not offer or not offer.revised_budget:
        return {}
    return budget_book(application, budget.rows(budget.read(application, offer.revised_budget)))


def version(row) -> str:
    """Which preparation of an agreement or an evaluation a page shows."""
    return (row.prepared_at if isinstance(row, Agreement) else row.proposed_at).isoformat() if row else ""


def next_acts(application, person, found: dict) -> list[tuple[str, str]]:
    """What this person can do now on the tab, in order: (label, URL name)."""
    return [
        (label, name)
        for label, name, action, ready in _acts(application, found)
        if ready and may(person, action, application)
    ]


def _acts(application, found):
    offer, agreement, report = found["offer"], found["agreement"], found["report"]
    evaluation, selected = found["evaluation"], application.state == State.SELECTED
    accepted = bool(offer and offer.accepted_at)
    open_offer = bool(offer and not offer.accepted_at and not offer.declined_at)
    partial = open_offer and budget.is_partial(application, offer)
    signed = bool(agreement and (agreement.structure_signed_at or not agreement.needs_structure))
    evaluable = application.state == (State.FUNDED if application.with_money else State.SELECTED)
    return [
        ("Réviser le budget", "awards:revise", "awards.answer_offer", selected and partial),
        ("Répondre à l’offre", "awards:offer", "awards.answer_offer", selected and open_offer),
        ("Préparer l’acte de financement", "awards:prepare", "awards.prepare_agreement", selected and accepted and not signed),
        ("Signer la convention", "awards:agreement", "awards.sign_agreement_structure",
         selected and bool(agreement) and agreement.needs_structure and not agreement.structure_signed_at),
        ("Signer l’acte de financement", "awards:agreement", "awards.sign_agreement_authority", selected and signed),
        ("Rendre le bilan", "awards:report", "awards.report", bool(report and not report.submitted_at)),
        ("Lire le bilan", "awards:report", "awards.accept_report", bool(report and report.submitted_at and not report.accepted_at)),
        ("Proposer l’évaluation", "awards:evaluation", "awards.propose_evaluation",
         evaluable and not evaluation and (not application.with_money or bool(report and report.accepted_at))),
        ("Signer l’évaluation", "awards:evaluation", "awards.sign_evaluation", bool(evaluation and not evaluation.signed_at)),
    ]  # fmt: skip
