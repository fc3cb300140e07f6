"""What the acts after the decision say: the agreement or the order, and the evaluation."""

from accounts.enums import LegalForm
from applications.enums import Outcome
from applications.letters import budget, letter, signed_by, unit, visas
from awards.budget import accepted
from calls.enums import DecisionAct
from documents import contexts

OBLIGATIONS = (
    "réaliser l’action décrite dans le dossier déposé, dont le numéro figure en tête de la présente convention",
    "employer le financement exclusivement à cette action et en tenir une comptabilité distincte",
    "informer sans délai l’autorité de toute modification importante de l’action ou de son calendrier",
    "transmettre le bilan de l’action et le compte rendu financier à la date prévue",
    "mentionner le soutien de l’autorité dans les documents de communication de l’action",
)
NEXT_STEPS = {
    Outcome.FAVOURABLE: "Cette évaluation est jointe à votre dossier. Elle n’emporte aucun droit à un nouveau"
    " financement : un appel à projets ultérieur reste ouvert à tous les candidats.",
    Outcome.RESERVED: "Les réserves ci-dessus appellent de votre part des mesures dont l’autorité suivra la mise en"
    " œuvre.",
    Outcome.UNFAVOURABLE: "L’action n’a pas vocation à être reconduite en l’état. Vous pouvez demander un entretien"
    " au contact indiqué ci-dessus.",
}


def agreement(application, funding) -> dict:
    """The funding act, once every signature it needs is there."""
    signatory = signed_by(
        application, funding.authority_signed_by, funding.authority_signed_as, funding.authority_signed_at
    )
    head = letter(application, dated=funding.authority_signed_at, signatory=signatory)
    return (
        _both(application, funding, head) if funding.needs_structure else _order(application, funding, head)
    )


def instalments(funding) -> list[dict]:
    return list(funding.instalments.values("label", "amount", "due_on", "condition"))


def _both(application, funding, head) -> dict:
    form = application.structure.legal_form
    return contexts.agreement(
        head,
        number=funding.number,
        object=funding.object,
        amount=funding.amount,
        starts_on=funding.starts_on,
        ends_on=funding.ends_on,
        instalments=instalments(funding),
        structure_signatory=signed_by(
            application, funding.structure_signed_by, funding.structure_signed_as, funding.structure_signed_at
        ),
        court=application.call.authority.court,
        funding_line=funding.funding_line,
        obligations=OBLIGATIONS,
        indicators=[{"label": row.label} for row in application.call.indicators.all()],
        budget=budget(application, accepted(application, getattr(application, "offer", None))),
        cer=bool(form) and LegalForm(form).subscribes_to_cer,
        visas=visas(application.call),
    )


def _order(application, funding, head) -> dict:
    call, beneficiary = application.call, application.structure.name
    authorises = call.decision_act == DecisionAct.AUTHORISATION
    grant = contexts.grant_articles(
        beneficiary=beneficiary,
        object=funding.object,
        amount=funding.amount,
        starts_on=funding.starts_on,
        ends_on=funding.ends_on,
        funding_line=funding.funding_line,
    )
    authorisation = contexts.authorisation_articles(
        beneficiary=beneficiary,
        object=funding.object,
        places=application.awarded_places,
        unit=unit(application.lot),
        territory=", ".join(str(row) for row in application.lot.territories.all()) or application.lot.title,
    )
    return contexts.funding_decision(
        head,
        title=f"portant {'autorisation et ' if authorises else ''}financement de {beneficiary}",
        articles=[*(authorisation if authorises else []), *grant],
        remedies=contexts.remedies(call.authority, months=call.procedure.appeal_months),
        visas=visas(call),
        instalments=instalments(funding),
        amount=funding.amount,
        is_order=authorises,
    )


def evaluation(application, conclusion) -> dict:
    """The letter that closes a file's life: outcome, motive, what was measured."""
    funding, done = getattr(application, "agreement", None), getattr(application, "activity_report", None)
    signatory = signed_by(application, conclusion.signed_by, conclusion.signed_as, conclusion.signed_at)
    return contexts.evaluation(
        letter(application, dated=conclusion.signed_at, signatory=signatory),
        outcome=conclusion.get_outcome_display(),
        motive=conclusion.motive,
        next_steps=NEXT_STEPS[Outcome(conclusion.outcome)],
        amount=funding.amount if funding else None,
        spent=done.spent if done else None,
        indicators=[
            {"label": row.indicator.label, "value": row.value, "comment": row.comment}
            for row in (done.values.select_related("indicator") if done else [])
        ],
        remedies=contexts.remedies(
            application.call.authority, months=application.call.procedure.appeal_months
        ),
    )
