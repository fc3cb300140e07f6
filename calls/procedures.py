"""The kinds of procedure: a table, never an if. Nothing else in the code compares kinds.

`legal` gives for each value the text it rests on; `unverified` names the values that DOMAIN.md could not verify:
they are proposals, copied at creation onto the call where its manager edits them.
"""

from dataclasses import dataclass, field, replace

from calls.enums import BudgetFrame, ComplementScope, DecisionAct, Kind, Policy, Silence, TieKey

SCORED_MOVES = frozenset(
    [
        "submit",
        "reopen",
        "expire",
        "request_complement",
        "complete",
        "admit",
        "refuse",
        "conclude",
        "resume",
        "select",
        "waitlist",
        "promote",
        "reject",
        "fund",
        "evaluate",
        "withdraw",
        "lapse",
        "abandon",
        "reconsider",
    ]
)
LABEL_MOVES = SCORED_MOVES - {"waitlist", "promote", "fund"}


@dataclass(frozen=True)
class Procedure:
    label: str
    moves: frozenset[str]
    window_days: tuple[int | None, int | None]  # bounds in calendar days, from publication to the deadline
    question_cutoff_days: int  # last day for candidates' questions, before the deadline
    answer_cutoff_days: int
    sealed: bool  # nobody at the authority reads before the deadline
    complement: ComplementScope
    complement_days: int
    commission_required: bool
    reviews_per_file: int
    scored: bool  # weighted points; False: criteria met or not
    ranked: bool
    with_money: bool
    decision_act: DecisionAct
    decision_months: int
    silence: Silence
    policy: Policy
    tie_rule: tuple[TieKey, ...]
    evaluation_required: bool
    both_sign: bool  # an agreement signed by both; False: the authority's order alone
    offer_days: int  # for the structure to accept or decline
    quorum_percent: int = 50  # share of the deliberative members present or represented
    convocation_days: int = 15  # members called, with the files, before the meeting
    hearing_notice_days: int = 15  # candidates told of their hearing, before the meeting
    second_meeting_days: int = 10  # at most, after a meeting without quorum; it needs none
    seat_years: int = 3  # term of a permanent seat
    appeal_months: int = 2
    budget_frame: BudgetFrame = BudgetFrame.CERFA
    legal: dict[str, str] = field(default_factory=dict)
    unverified: frozenset[str] = frozenset()


CASF = "CASF, art. "
RULES = "Règlement de l’appel"
APPEAL = "Code de justice administrative, art. R. 421-1"
TIE = (TieKey.REQUESTED_LOW, TieKey.RECEIVED_EARLY)

# What every call funded by an agreement shares; the kinds below say what differs.
FIR = Procedure(
    label="Appel à projets subventionné par le FIR",
    moves=SCORED_MOVES,
    window_days=(None, None),
    question_cutoff_days=8,
    answer_cutoff_days=5,
    sealed=True,
    complement=ComplementScope.ANY,
    complement_days=15,
    commission_required=False,
    reviews_per_file=2,
    scored=True,
    ranked=True,
    with_money=True,
    decision_act=DecisionAct.AGREEMENT,
    decision_months=2,
    silence=Silence.REJECTION,
    policy=Policy.PARTIAL,
    tie_rule=TIE,
    evaluation_required=True,
    both_sign=True,
    offer_days=15,
    legal={
        "window_days": RULES,
        "sealed": RULES,
        "complement": RULES,
        "complement_days": RULES,
        "decision_months": "CRPA, art. L. 231-4",
        "silence": "CRPA, art. L. 231-4",
        "decision_act": "CSP, art. L. 1435-8 à L. 1435-11 (FIR)",
        "appeal_months": APPEAL,
        "policy": RULES,
        "offer_days": RULES,
    },
    unverified=frozenset({"complement_days", "decision_months", "silence", "decision_act", "offer_days"}),
)

PROCEDURES: dict[Kind, Procedure] = {
    Kind.AAP: Procedure(
        label="Appel à projets avec autorisation",
        moves=SCORED_MOVES,
        window_days=(60, 120),
        question_cutoff_days=8,
        answer_cutoff_days=5,
        sealed=True,
        complement=ComplementScope.CANDIDATURE,
        complement_days=15,
        commission_required=True,
        reviews_per_file=2,
        scored=True,
        ranked=True,
        with_money=True,
        decision_act=DecisionAct.AUTHORISATION,
        decision_months=6,
        silence=Silence.REJECTION,
        policy=Policy.STRICT,
        tie_rule=TIE,
        evaluation_required=True,
        both_sign=False,
        offer_days=15,
        budget_frame=BudgetFrame.GROUPS,
        legal={
            "window_days": CASF + "R. 313-4-1",
            "question_cutoff_days": CASF + "R. 313-4-2",
            "answer_cutoff_days": CASF + "R. 313-4-2",
            "sealed": CASF + "R. 313-4-2",
            "complement": CASF + "R. 313-5-1",
            "complement_days": RULES,
            "commission_required": CASF + "L. 313-1-1 et R. 313-1",
            "decision_months": CASF + "R. 313-7",
            "silence": CASF + "R. 313-7",
            "quorum_percent": CASF + "R. 313-2-2",
            "convocation_days": CASF + "R. 313-2-2",
            "hearing_notice_days": CASF + "R. 313-2-4",
            "second_meeting_days": CASF + "R. 313-2-2",
            "seat_years": CASF + "R. 313-1",
            "nomination": CASF + "R. 313-2-5",  # interests declared when one is named
            "scored": CASF + "R. 313-4-1 (3°)",
            "decision_act": CASF + "L. 313-1-1 et R. 313-7",
            "evaluation_required": CASF + "L. 312-8",
            "appeal_months": APPEAL,
            "policy": RULES,
            "offer_days": RULES,
            "budget_frame": CASF + "R. 314-9 à R. 314-13",
        },
        unverified=frozenset(
            {
                "budget_frame",
                "complement_days",
                "reviews_per_file",
                "offer_days",
                "evaluation_required",
                "convocation_days",
                "hearing_notice_days",
                "second_meeting_days",
            }
        ),
    ),
    Kind.AMI: replace(FIR, label="Appel à manifestation d’intérêt"),
    Kind.AAC: replace(
        FIR,
        label="Appel à candidatures",
        decision_months=6,
        policy=Policy.JUMP,
        legal=FIR.legal
        | {"decision_months": CASF + "L. 313-2", "silence": CASF + "L. 313-2", "decision_act": RULES},
        unverified=frozenset({"complement_days", "decision_months", "silence", "offer_days"}),
    ),
    Kind.FIR: FIR,
    Kind.ART51: replace(
        FIR,
        label="Expérimentation « article 51 »",
        complement_days=30,
        decision_months=6,
        silence=Silence.NOTHING,
        policy=Policy.JUMP,
        offer_days=30,
        legal=FIR.legal
        | {
            "decision_months": RULES,
            "silence": RULES,
            "decision_act": "CSS, art. L. 162-31-1 et R. 162-50-10",
            "evaluation_required": "CSS, art. L. 162-31-1",
        },
        unverified=frozenset({"complement_days", "decision_months", "silence", "offer_days"}),
    ),
    Kind.LABEL: Procedure(
        label="Labellisation",
        moves=LABEL_MOVES,
        window_days=(None, None),
        question_cutoff_days=8,
        answer_cutoff_days=5,
        sealed=False,
        complement=ComplementScope.ANY,
        complement_days=30,
        commission_required=False,
        reviews_per_file=1,
        scored=False,
        ranked=False,
        with_money=False,
        decision_act=DecisionAct.LIST_ORDER,
        decision_months=4,
        silence=Silence.NOTHING,
        policy=Policy.STRICT,
        tie_rule=(),
        evaluation_required=True,
        both_sign=False,
        offer_days=15,
        legal={
            "window_days": RULES,
            "complement": RULES,
            "decision_months": RULES,
            "silence": RULES,
            "decision_act": "Décret n° 2021-586 du 12 mai 2021 et arrêté du 2 juin 2021",
            "appeal_months": APPEAL,
        },
        unverified=frozenset({"complement_days", "decision_months", "silence", "evaluation_required"}),
    ),
}

# What a call takes from its procedure at creation: a later change of the table never alters a running call.
COPIED = (
    "question_cutoff_days",
    "answer_cutoff_days",
    "sealed",
    "complement",
    "complement_days",
    "commission_required",
    "reviews_per_file",
    "scored",
    "ranked",
    "with_money",
    "decision_act",
    "decision_months",
    "silence",
    "policy",
    "evaluation_required",
    "both_sign",
    "offer_days",
    "quorum_percent",
    "convocation_days",
    "hearing_notice_days",
    "second_meeting_days",
    "budget_frame",
)


def defaults(kind: str) -> dict:
    """The tunable values of a kind, ready to be copied onto a new call."""
    procedure = PROCEDURES[Kind(kind)]
    values = {name: getattr(procedure, name) for name in COPIED}
    return values | {"tie_rule": [key.value for key in procedure.tie_rule]}


def legal_basis(kind: str, name: str) -> str:
    """The text a value rests on, followed by « (à vérifier) » when no source could be read."""
    procedure = PROCEDURES[Kind(kind)]
    basis = procedure.legal.get(name, RULES)
    return f"{basis} (à vérifier)" if name in procedure.unverified else basis


def is_tunable(kind: str, name: str) -> bool:
    """Whether the call's own rules may set this value: no verified text fixes it."""
    procedure = PROCEDURES[Kind(kind)]
    return name in procedure.unverified or procedure.legal.get(name, RULES) == RULES
