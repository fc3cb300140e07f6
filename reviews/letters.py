"""What the acts of judging say: the instruction report, and one letter per kind of decision."""

from applications.letters import letter, signed_by, unit, visas
from calls.enums import DecisionAct
from calls.scales import name_of
from documents import contexts
from reviews.enums import DecisionKind as K
from reviews.queries import grid
from reviews.queries.opinions import given_on

CASF_LAPSE = "CASF, art. L. 313-1 et D. 313-7-2"


def report(application, instruction) -> dict:
    """The instruction report: checks, criteria with mean and spread, readers unnamed."""
    table, scored = grid(application), application.call.scored
    return contexts.instruction_report(
        letter(application, dated=instruction.signed_at),
        checks=[
            {"label": check.point.label, "result": check.get_result_display(), "comment": check.comment}
            for check in application.checks.select_related("point")
        ],
        criteria=[_criterion(row, table.reviews, scored) for row in table.criteria],
        readings=[
            {
                "points": review.points,
                "advice": review.get_advice_display(),
                "strengths": review.strengths,
                "reserves": review.reserves,
            }
            for review in table.reviews
        ],
        mean=table.mean,
        spread=table.spread,
        **{
            name: getattr(instruction, name)
            for name in ("regularity", "fit", "strengths", "reserves", "cost")
        },
        advice=instruction.get_advice_display(),
        author="" if application.is_fictitious else str(instruction.author),
        signed_at=instruction.signed_at,
        requested_amount=application.requested_amount,
        findings=not scored,
        opinions=[
            {
                "by": "" if application.is_fictitious else _named(opinion.asked_of),
                "advice": opinion.get_advice_display(),
                "text": opinion.text,
                "given_at": opinion.answered_at,
            }
            for opinion in given_on(application)
        ],
    )


def _named(person) -> str:
    return ", ".join(part for part in (str(person), person.job_title) if part)


def _criterion(row, reviews, scored) -> dict:
    by_review = {score.review_id: score for score in row["scores"]}
    words = {step.value: step.words for step in row["criterion"].scale}
    return {
        "label": row["criterion"].label,
        "weight": row["criterion"].weight,
        "mean": row["mean"],
        "spread": row["spread"],
        "scores": [
            _score(by_review[review.pk], row["criterion"], words, scored) if review.pk in by_review else None
            for review in reviews
        ],
    }


def _score(score, criterion, words, scored) -> dict:
    value = score.value if scored else name_of(score.value, criterion.maximum, scored=False)
    meaning = words.get(score.value, "").rstrip(".")
    return {"value": value, "meaning": meaning, "justification": score.justification}


def decision(application, signed) -> dict:
    """The letter of a decision that has just been signed."""
    return LETTERS[K(signed.kind)](application, signed)


def _letter(application, signed) -> dict:
    signatory = signed_by(application, signed.signed_by, signed.signed_as, signed.signed_at)
    return letter(application, dated=signed.signed_at, signatory=signatory)


def _remedies(application) -> dict:
    return contexts.remedies(application.call.authority, months=application.call.procedure.appeal_months)


def _favourable(application, signed) -> dict:
    call = application.call
    return contexts.favourable(
        _letter(application, signed),
        amount=signed.amount,
        places=signed.places,
        unit=unit(application.lot),
        requested_amount=application.requested_amount,
        funding_line=call.funding_line,
        next_steps=NEXT_STEPS[call.decision_act].format(days=call.offer_days),
        considerations=[f"Considérant que {_lowered(signed.motive)}"],
        remedies=_remedies(application),
        visas=visas(call),
    )


NEXT_STEPS = {
    DecisionAct.AGREEMENT: "Répondez à cette offre depuis votre dossier dans Jalon, dans un délai de {days} jours à compter de la"
    " notification de la présente décision. La convention vous sera ensuite"
    " proposée à la signature.",
    DecisionAct.AUTHORISATION: "Répondez à cette offre depuis votre dossier dans Jalon, dans un délai de {days} jours à compter de la"
    " notification de la présente décision. L’arrêté d’autorisation et"
    " la décision tarifaire vous seront ensuite notifiés.",
    DecisionAct.LIST_ORDER: "Le label vous est attribué par l’arrêté fixant la liste. Il fera l’objet d’une"
    " évaluation.",
}


def _lowered(motive: str) -> str:
    text = motive.strip().rstrip(".")
    keep = text[:2].isupper() or not text
    return (text if keep else text[0].lower() + text[1:]) + " ;"


def _unfavourable(application, signed) -> dict:
    call = application.call
    return contexts.unfavourable(
        _letter(application, signed),
        motive=signed.motive,
        rank=signed.rank,
        points=signed.points,
        minimum_points=call.minimum_points,
        debriefing=_contact(call),
        remedies=_remedies(application),
        visas=visas(call),
    )


def _waiting_list(application, signed) -> dict:
    return contexts.waiting_list(
        _letter(application, signed),
        rank=signed.rank,
        valid_until=signed.valid_until,
        points=signed.points,
        motive=signed.motive,
        remedies=_remedies(application),
        debriefing=_contact(application.call),
    )


def _contact(call) -> str:
    return " – ".join(part for part in (call.contact_name, call.contact_email) if part)


def _inadmissibility(application, signed) -> dict:
    return contexts.inadmissibility(
        _letter(application, signed),
        ground=signed.ground.label,
        facts=signed.motive,
        legal_basis=signed.ground.legal_basis,
        remedies=_remedies(application),
        visas=visas(application.call),
    )


def _lapse(application, signed) -> dict:
    offer = getattr(application, "offer", None)
    unanswered = offer is not None and not offer.accepted_at
    return contexts.lapse(
        _letter(application, signed),
        facts=signed.motive,
        notified_on=application.decided_at.date(),
        delay=f"{application.call.offer_days} jours" if unanswered else "le délai fixé par la décision",
        legal_basis="Règlement de l’appel" if unanswered else CASF_LAPSE,
        amount=application.awarded_amount,
        remedies=_remedies(application),
        visas=visas(application.call),
    )


def _reconsideration(application, signed) -> dict:
    return contexts.reconsideration(
        _letter(application, signed),
        contested=f"décision relative au dossier {application.number}",
        contested_on=(application.ended_at or signed.signed_at).date(),
        appeal="recours gracieux",
        appealed_on=signed.proposed_at.date(),
        motive=signed.motive,
        effect="Votre dossier est de nouveau examiné.",
        visas=visas(application.call),
    )


LETTERS = {
    K.SELECT: _favourable,
    K.PROMOTE: _favourable,
    K.REJECT: _unfavourable,
    K.WAITLIST: _waiting_list,
    K.REFUSE: _inadmissibility,
    K.LAPSE: _lapse,
    K.RECONSIDER: _reconsideration,
}
