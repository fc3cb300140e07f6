"""After the decision: offer, funding act, instalments, report, evaluation."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.backends import may, require
from accounts.errors import Forbidden, NotVisible, Refused
from accounts.nudge import nudge
from applications.enums import State
from applications.models import Act, Application
from applications.services.acting import act
from applications.services.budgeting import refuse_unknown, sheet_of
from applications.services.gate import move
from awards import budget, letters
from awards.models import ActivityReport, Agreement, Evaluation, IndicatorValue, Instalment
from awards.queries import version
from documents.services import release as release_documents
from engine.deadlines import end_of_day, long_instant, months_after, on_time
from engine.money import euros
from reviews.models import Offer

NOT_PARTIAL = "Cette offre ne demande pas de budget révisé."


def visible(application_id: int, by, action: str) -> Application:
    """The file, locked, that this person may act on; raises NotVisible or Forbidden."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(
        "call__authority", "lot", "structure"
    )
    application = rows.get(pk=application_id)
    require(by, action, application)
    return application


def answer_offer(application_id: int, *, by, accepts: bool, note="", at=None) -> Offer:
    """The structure accepts the offer, or declines it and its file leaves the line."""
    at = at or timezone.now()
    with transaction.atomic():
        application = visible(application_id, by, "awards.answer_offer")
        offer = _waiting_offer(application, at)
        if accepts and (reasons := budget.problems(application, offer)):
            raise Refused(*reasons)
        offer.accepted_at, offer.declined_at = (at, None) if accepts else (None, at)
        offer.answered_by, offer.answer_note = by, note.strip()
        offer.save()
        if not accepts:
            move(application_id, "withdraw", by=by, at=at, reason=note.strip() or "Offre déclinée")
    if accepts:
        nudge("notifications.tasks.tell", "offer", offer.pk)
    return offer


def revise_budget(
    application_id: int, *, by, lines: dict[str, tuple[int, str]], sheet: str = "", at=None
) -> Offer:
    """Saves one sheet of the budget revised for a partial offer, balanced or not: {account: (euros, state)}.

    The sum offered never changes: it is its only line, or its lines over the years must add up to it to accept.
    """
    at = at or timezone.now()
    with transaction.atomic():
        application = visible(application_id, by, "awards.answer_offer")
        offer = _waiting_offer(application, at)
        if not budget.is_partial(application, offer):
            raise Refused(NOT_PARTIAL)
        years, target = budget.start(application, offer), sheet_of(application, sheet)
        refuse_unknown(lines, target)
        fixed = budget.fixed(application, years)
        others = {code: line for code, line in years[target.year].items() if code not in target.codes}
        years[target.year] = others | lines
        if fixed:
            years[fixed[0]][fixed[1]] = (offer.amount or 0, "")
        return _keep(offer, years, at)


def _keep(offer, years, at) -> Offer:
    offer.revised_budget, offer.revised_at = budget.kept(years), at
    offer.save(update_fields=["revised_budget", "revised_at"])
    return offer


def spread_cut(application_id: int, *, by, at=None) -> Offer:
    """Starts the revised budget from the charges lowered in proportion: a proposal that the structure edits."""
    at = at or timezone.now()
    with transaction.atomic():
        application = visible(application_id, by, "awards.answer_offer")
        offer = _waiting_offer(application, at)
        if not budget.is_partial(application, offer):
            raise Refused(NOT_PARTIAL)
        return _keep(offer, budget.spread(application, offer), at)


def _waiting_offer(application, at) -> Offer:
    offer = Offer.objects.select_for_update(of=("self",)).filter(application=application).first()
    if offer is None or application.state != State.SELECTED:
        raise Refused("Aucune offre n’attend de réponse pour ce dossier.")
    if offer.accepted_at or offer.declined_at:
        raise Refused("Vous avez déjà répondu à cette offre.")
    if not on_time(at, offer.due_at):
        due = long_instant(offer.due_at, application.call.time_zone)
        raise Refused(f"Le délai de réponse est passé depuis le {due} : contactez l’autorité.")
    return offer


def prepare_agreement(
    application_id: int, *, by, object: str, starts_on: date, ends_on: date, instalments: list[dict], at=None
) -> Agreement:
    """Prepares the funding act and its schedule; the instalments add up to the amount awarded, to the euro."""
    at = at or timezone.now()
    with transaction.atomic():
        application = visible(application_id, by, "awards.prepare_agreement")
        existing = Agreement.objects.filter(application=application).first()
        reasons = _agreement_refusals(application, existing, object, starts_on, ends_on, instalments)
        if reasons:
            raise Refused(*reasons)
        fields = {
            "number": f"CONV-{application.number}",
            "object": object.strip(),
            "amount": application.awarded_amount,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "funding_line": application.call.funding_line,
            "needs_structure": application.call.both_sign,
            "prepared_by": by,
            "prepared_at": at,
        }
        agreement, _ = Agreement.objects.update_or_create(application=application, defaults=fields)
        agreement.instalments.all().delete()
        Instalment.objects.bulk_create(
            Instalment(agreement=agreement, position=position, **row)
            for position, row in enumerate(instalments, start=1)
        )
    nudge("notifications.tasks.tell", "agreement", agreement.pk)
    return agreement


def _agreement_refusals(application, existing, object, starts_on, ends_on, instalments) -> list[str]:
    offer = getattr(application, "offer", None)
    if application.state != State.SELECTED or not application.with_money:
        return ["L’acte de financement se prépare pour un dossier retenu, avec financement."]
    if offer is None or not offer.accepted_at:
        return ["La structure n’a pas encore accepté l’offre."]
    if existing and (existing.structure_signed_at or existing.authority_signed_at):
        return ["L’acte est déjà signé par une partie : il ne se modifie plus."]
    reasons = [] if object.strip() else ["Indiquez l’objet de l’acte."]
    if ends_on <= starts_on:
        reasons.append("La fin doit venir après le début.")
    total = sum(row["amount"] for row in instalments)
    if total != application.awarded_amount:
        gap = euros(abs(total - application.awarded_amount))
        reasons.append(
            f"Les versements font {euros(total)} pour {euros(application.awarded_amount)} attribués : écart de {gap}."
        )
    return reasons


def _refuse_changed(row, seen):
    """Nobody signs what was prepared anew since their page was shown; `seen` is None outside a page."""
    if seen is not None and seen != version(row):
        raise Refused("Le texte a changé depuis l’affichage de cette page : relisez-le avant de signer.")


def sign_agreement(application_id: int, *, by, capacity: str, seen=None, at=None) -> Agreement:
    """One party signs. When all the signatures are there, the act is made and the file is funded."""
    at, capacity = at or timezone.now(), capacity.strip()
    if not capacity:
        raise Refused("Indiquez la qualité au titre de laquelle vous signez.")
    with transaction.atomic():
        application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
        if not may(by, "applications.view", application):
            raise NotVisible
        agreement = Agreement.objects.select_for_update(of=("self",)).filter(application=application).first()
        if agreement is None or application.state != State.SELECTED:
            raise Refused("Aucun acte de financement n’attend de signature pour ce dossier.")
        party = _party(agreement, application, by)
        _refuse_changed(agreement, seen)
        setattr(agreement, f"{party}_signed_at", at)
        setattr(agreement, f"{party}_signed_by", by)
        setattr(agreement, f"{party}_signed_as", capacity)
        agreement.save()
        if agreement.authority_signed_at:
            _fund(application, agreement, by, at)
    nudge("notifications.tasks.tell", "agreement", agreement.pk)
    return agreement


def _party(agreement, application, by) -> str:
    """Which party this person signs for; the structure signs first, the authority commits the money last."""
    if may(by, "awards.sign_agreement_structure", application):
        if not agreement.needs_structure:
            raise Refused("Cet acte est signé par l’autorité seule.")
        if agreement.structure_signed_at:
            raise Refused("Votre structure a déjà signé.")
        return "structure"
    if not may(by, "awards.sign_agreement_authority", application):
        raise Forbidden
    if agreement.needs_structure and not agreement.structure_signed_at:
        raise Refused("La structure n’a pas encore signé : l’autorité signe en dernier.")
    return "authority"


def _fund(application, agreement, by, at):
    kind = "agreement" if agreement.needs_structure else "funding_decision"
    row = move(application.pk, "fund", by=by, at=at)
    application = row.application
    agreement.document = act(
        application, kind, letters.agreement(application, agreement), transition=row, dated=at
    )
    agreement.save(update_fields=["document"])
    ActivityReport.objects.create(application=application, due_on=report_due_on(agreement.ends_on))


def report_due_on(ends_on: date) -> date:
    """Six months after the end of the action (circulaire du 29 septembre 2015, modèle de convention; à vérifier)."""
    end = months_after(end_of_day(ends_on, "Europe/Paris"), 6, "Europe/Paris")
    return end.date()


def pay(instalment_id: int, *, by, paid_on: date, reference: str) -> Instalment:
    """Records that an instalment was paid, outside, under a reference; one that needs the report waits for it."""
    with transaction.atomic():
        row = (
            Instalment.objects.select_for_update(of=("self",))
            .select_related("agreement__application")
            .get(pk=instalment_id)
        )
        application = visible(row.agreement.application_id, by, "awards.pay")
        reasons = _payment_refusals(application, row, reference)
        if reasons:
            raise Refused(*reasons)
        row.paid_on, row.paid_by, row.payment_reference = paid_on, by, reference.strip()
        row.save(update_fields=["paid_on", "paid_by", "payment_reference"])
    nudge("notifications.tasks.tell", "instalment", row.pk)
    return row


def _payment_refusals(application, row, reference) -> list[str]:
    if row.paid_on:
        return ["Ce versement est déjà enregistré."]
    if application.state not in {State.FUNDED, State.EVALUATED}:
        return ["Le dossier n’est pas conventionné."]
    report = getattr(application, "activity_report", None)
    if row.needs_report and (report is None or not report.accepted_at):
        return ["Ce versement attend que le bilan soit accepté."]
    return [] if reference.strip() else ["Indiquez la référence du versement."]


def save_report(application_id: int, *, by, narrative: str, spent, values: dict, at=None) -> ActivityReport:
    """Saves the draft of the report: {indicator id: (value or None, comment)}."""
    with transaction.atomic():
        application = visible(application_id, by, "awards.report")
        report = _open_report(application)
        report.narrative, report.spent, report.edited_at = narrative.strip(), spent, at or timezone.now()
        report.save(update_fields=["narrative", "spent", "edited_at"])
        for indicator in application.call.indicators.filter(pk__in=values):
            value, comment = values[indicator.pk]
            IndicatorValue.objects.update_or_create(
                report=report, indicator=indicator, defaults={"value": value, "comment": comment.strip()}
            )
    return report


def _open_report(application) -> ActivityReport:
    report = ActivityReport.objects.select_for_update(of=("self",)).filter(application=application).first()
    if report is None:
        raise Refused("Aucun bilan n’est attendu pour ce dossier.")
    if report.submitted_at:
        raise Refused("Le bilan est transmis : il ne se modifie plus.")
    return report


def submit_report(application_id: int, *, by, at=None) -> ActivityReport:
    """Sends the report to the authority, once the narrative, the spending and every indicator are there."""
    with transaction.atomic():
        application = visible(application_id, by, "awards.report")
        report = _open_report(application)
        reasons = report_refusals(application, report)
        if reasons:
            raise Refused(*reasons)
        report.submitted_at, report.submitted_by, report.returned_reason = at or timezone.now(), by, ""
        report.save(update_fields=["submitted_at", "submitted_by", "returned_reason"])
    nudge("notifications.tasks.tell", "report", report.pk)
    return report


def report_refusals(application, report) -> list[str]:
    """What is missing before the report can be sent."""
    reasons = [] if report.narrative else ["Rédigez le bilan qualitatif."]
    if application.with_money and report.spent is None:
        reasons.append("Indiquez les dépenses réalisées.")
    given = set(report.values.filter(value__isnull=False).values_list("indicator_id", flat=True))
    return reasons + [
        f"Renseignez « {indicator.label} »."
        for indicator in application.call.indicators.all()
        if indicator.pk not in given
    ]


def judge_report(application_id: int, *, by, accepts: bool, reason="", at=None) -> ActivityReport:
    """The authority accepts a submitted report, or sends it back with what must be corrected."""
    with transaction.atomic():
        application = visible(application_id, by, "awards.accept_report")
        report = (
            ActivityReport.objects.select_for_update(of=("self",)).filter(application=application).first()
        )
        if report is None or not report.submitted_at or report.accepted_at:
            raise Refused("Aucun bilan n’attend votre lecture.")
        if not accepts and not reason.strip():
            raise Refused("Indiquez ce qui est à corriger.")
        if accepts:
            report.accepted_at, report.accepted_by = at or timezone.now(), by
        else:
            report.submitted_at, report.submitted_by, report.returned_reason = None, None, reason.strip()
            report.returned_at = at or timezone.now()
        report.save()
    nudge("notifications.tasks.tell", "report", report.pk)
    return report


def propose_evaluation(application_id: int, *, by, outcome: str, motive: str, at=None) -> Evaluation:
    """The instructor proposes the conclusion, once the report is accepted where there is money."""
    with transaction.atomic():
        application = visible(application_id, by, "awards.propose_evaluation")
        reasons = _evaluation_refusals(application, motive)
        if reasons:
            raise Refused(*reasons)
        evaluation, _ = Evaluation.objects.update_or_create(
            application=application,
            defaults={
                "outcome": outcome,
                "motive": motive.strip(),
                "proposed_by": by,
                "proposed_at": at or timezone.now(),
            },
        )
    nudge("notifications.tasks.tell", "evaluation", evaluation.pk)
    return evaluation


def _evaluation_refusals(application, motive) -> list[str]:
    expected = State.FUNDED if application.with_money else State.SELECTED
    if application.state != expected:
        return [f"L’évaluation porte sur un dossier à l’état « {State(expected).label} »."]
    report = getattr(application, "activity_report", None)
    if application.with_money and (report is None or not report.accepted_at):
        return ["Le bilan n’est pas encore accepté."]
    return [] if motive.strip() else ["Motivez l’évaluation : la structure lira ce motif."]


def sign_evaluation(application_id: int, *, by, capacity: str, seen=None, at=None) -> Evaluation:
    """The signatory signs the conclusion: the letter is made and the file is evaluated, in one transaction."""
    at, capacity = at or timezone.now(), capacity.strip()
    if not capacity:
        raise Refused("Indiquez la qualité au titre de laquelle vous signez.")
    try:
        with transaction.atomic():
            application = visible(application_id, by, "awards.sign_evaluation")
            evaluation = (
                Evaluation.objects.select_for_update(of=("self",)).filter(application=application).first()
            )
            if evaluation is None or evaluation.signed_at:
                raise Refused("Aucune évaluation n’attend de signature pour ce dossier.")
            _refuse_changed(evaluation, seen)
            evaluation.signed_by, evaluation.signed_at, evaluation.signed_as = by, at, capacity
            context = letters.evaluation(application, evaluation)
            evaluation.document = act(application, "evaluation", context, dated=at, released=False)
            evaluation.save()
            row = move(application_id, "evaluate", by=by, at=at, outcome=evaluation.outcome)
            Act.objects.filter(document=evaluation.document).update(transition=row)
            release_documents([evaluation.document], at=at)
    except IntegrityError as error:
        raise Refused("L’évaluation n’a pas pu être signée : rechargez la page.") from error
    return evaluation
