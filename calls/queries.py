"""Reads: lists of calls, and what a call says of itself (calendar, rules, envelope)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from accounts.enums import Level, Role
from accounts.models import StructureCategory, Territory
from accounts.queries import expertise_words
from calls import guards
from calls.enums import CallStatus, Phase, Policy, TieKey
from calls.models import Answer, Appointment, Call, Lot, Programme
from calls.procedures import is_tunable, legal_basis
from calls.scales import Step
from engine.conditions import explain
from engine.deadlines import both_zones, long_date, long_instant, time_left
from engine.money import number

PARIS = "Europe/Paris"
TONES = {
    Phase.DRAFT: "quiet",
    Phase.UPCOMING: "info",
    Phase.OPEN: "success",
    Phase.CLOSED: "quiet",
    Phase.ABANDONED: "error",
}


@dataclass(frozen=True)
class Card:
    """A call in a list, at an instant."""

    call: Call
    phase: Phase
    tone: str
    closing: str
    left: str
    opening: str


@dataclass(frozen=True)
class Milestone:
    label: str
    when: str
    basis: str = ""
    note: str = ""


@dataclass(frozen=True)
class Rule:
    name: str
    label: str
    value: str
    basis: str
    tunable: bool


# Lists


def _phases(now: datetime) -> dict[str, Q]:
    published = Q(status=CallStatus.PUBLISHED)
    begun = published & Q(opens_at__lte=now)
    return {
        Phase.OPEN: begun & (Q(is_permanent=True) | Q(closes_at__gte=now.replace(microsecond=0))),
        Phase.UPCOMING: published & Q(opens_at__gt=now),
        Phase.CLOSED: begun & Q(is_permanent=False, closes_at__lt=now.replace(microsecond=0)),
        Phase.ABANDONED: Q(status=CallStatus.ABANDONED),
    }


def directory(now: datetime, *, text="", region="", kind="", category="", phase="") -> QuerySet[Call]:
    """Published calls that answer these filters: open ones first by closing, then upcoming, then closed."""
    phases = _phases(now)
    calls = Call.objects.published().select_related("authority")
    if text:
        calls = calls.filter(_says(text))
    if kind:
        calls = calls.filter(kind=kind)
    if phase in phases:
        calls = calls.filter(phases[phase])
    if region:
        calls = calls.filter(_concerns(region))
    if category:
        calls = calls.filter(
            pk__in=Call.categories.through.objects.filter(structurecategory__code=category).values("call")
        )
    return with_envelope(_by_closing(calls, phases))


def _says(text: str) -> Q:
    fields = ("title", "number", "public_name", "summary", "object", "authority__name")
    matches = Q()
    for field in fields:
        matches |= Q(**{f"{field}__icontains": text})
    return matches


def _concerns(region: str) -> Q:
    """Calls whose authority or one of whose lots is in this region, or covers the country."""
    inside = Q(level=Level.COUNTRY) | Q(level=Level.REGION, code=region) | Q(parent__code=region)
    territories = Territory.objects.filter(inside).values("pk")
    lots = Lot.objects.filter(territories__in=territories).values("call")
    return Q(authority__territory__in=territories) | Q(pk__in=lots)


def _by_closing(calls, phases):
    order = [Phase.OPEN, Phase.UPCOMING, Phase.CLOSED, Phase.ABANDONED]
    rank = Case(*[When(phases[phase], then=Value(i)) for i, phase in enumerate(order)])
    ahead = Case(When(phases[Phase.OPEN] | phases[Phase.UPCOMING], then=F("closes_at")))
    return calls.alias(rank=rank, ahead=ahead).order_by(
        "rank", F("ahead").asc(nulls_last=True), F("closes_at").desc(nulls_last=True), "-id"
    )


def with_envelope(calls):
    total = Lot.objects.filter(call=OuterRef("pk")).order_by().values("call").annotate(total=Sum("envelope"))
    return calls.annotate(envelope=Subquery(total.values("total")))


def cards(calls: Iterable[Call], now: datetime) -> list[Card]:
    return [card(call, now) for call in calls]


def card(call: Call, now: datetime) -> Card:
    """The call with its phase and its closing in words, in both zones when its clocks are not those of Paris."""
    phase = call.phase(now)
    closes = phase == Phase.OPEN and call.closes_at
    return Card(
        call=call,
        phase=phase,
        tone=TONES[phase],
        closing=both_zones(call.closes_at, call.time_zone, PARIS) if call.closes_at else "",
        left=time_left(now, call.closes_at) if closes else "",
        opening=both_zones(to_minute(call.opens_at), call.time_zone, PARIS)
        if phase == Phase.UPCOMING
        else "",
    )


def used_categories():
    """The categories that published calls name."""
    return StructureCategory.objects.filter(call__in=Call.objects.published()).distinct()


def regions():
    return Territory.objects.filter(level=Level.REGION).order_by("name")


def programmes():
    return Programme.objects.select_related("authority")


def managed(authority) -> QuerySet[Call]:
    """The calls of an authority, those in preparation first, then the latest."""
    waiting = (
        Answer.objects.filter(call=OuterRef("pk"), answered_at=None)
        .order_by()
        .values("call")
        .annotate(total=Count("pk"))
    )
    drafts_first = Case(When(status=CallStatus.DRAFT, then=Value(0)), default=Value(1))
    calls = authority.calls.annotate(waiting=Coalesce(Subquery(waiting.values("total")), 0))
    return with_envelope(calls).order_by(drafts_first, "-opens_at", "-id")


# One call


def public_call(slug: str) -> Call:
    """A published call with what its page shows. Raises Call.DoesNotExist."""
    return _whole(Call.objects.published()).get(slug=slug)


def whole(call: Call) -> Call:
    """The same, for the preview of a call in preparation."""
    return _whole(Call.objects.all()).get(pk=call.pk)


def _whole(calls):
    return with_envelope(
        calls.select_related("authority", "programme", "predecessor").prefetch_related(
            "categories", "lots__territories", "criteria", "answers", "successors"
        )
    )


def timetable(call: Call) -> list[Milestone]:
    """The dates of a call in words, with the text each rests on."""
    said = [
        _at("Publication", call, to_minute(call.published_at)),
        _at(
            "Ouverture des dépôts",
            call,
            to_minute(call.opens_at),
            note="" if call.opens_at else "dès la publication",
        ),
        _at("Dernier jour des questions", call, call.questions_until, "question_cutoff_days"),
        _at("Dernier jour des réponses", call, call.answers_until, "answer_cutoff_days"),
        _at("Clôture des dépôts", call, call.closes_at, "window_days"),
        _results(call),
        _at("Décision au plus tard", call, call.decision_due_at, "decision_months", _silence(call)),
    ]
    return [row for row in said if row.when or row.note]


def _at(label, call, moment, rule="", note="") -> Milestone:
    when = both_zones(moment, call.time_zone, PARIS) if moment else ""
    return Milestone(
        label, when, legal_basis(call.kind, rule) if rule else "", note if when or not rule else ""
    )


def to_minute(moment: datetime | None) -> datetime | None:
    """A publication or an opening, without the seconds nobody needs."""
    return moment and moment.replace(second=0, microsecond=0)


def _results(call) -> Milestone:
    day = call.results_expected_on
    return Milestone("Résultats attendus", long_date(day) if day else "", note="indicatif" if day else "")


def _silence(call) -> str:
    said, basis = call.get_silence_display(), legal_basis(call.kind, "silence")
    return said if basis == legal_basis(call.kind, "decision_months") else f"{said} ({basis})"


# What each rule of a call reads like; rules that money alone gives sense to come after.
PLAIN_RULES = (
    "decision_act",
    "commission_required",
    "reviews_per_file",
    "complement",
    "complement_days",
    "question_cutoff_days",
    "answer_cutoff_days",
    "decision_months",
    "silence",
    "evaluation_required",
    "sealed",
)
SCORED_RULES = ("minimum_points", "tie_rule")
MONEY_RULES = (
    "policy",
    "priority_question",
    "partial_minimum_percent",
    "cofunding_max_percent",
    *("budget_frame", "budget_years", "budget_first_year", "investment_allowed", "indirect_max_percent"),
    "people_question",
    "offer_days",
    "both_sign",
)


def rule_names(call: Call) -> list[str]:
    """The rules that have a sense for this call."""
    return [
        *(MONEY_RULES if call.with_money else ()),
        *(SCORED_RULES if call.scored else ()),
        *PLAIN_RULES,
    ]


def rules(call: Call) -> list[Rule]:
    """The rules of a call, each with its value in words and the text it rests on."""
    return [
        Rule(
            name,
            _capital(Call._meta.get_field(name).verbose_name),
            rule_value(call, name),
            legal_basis(call.kind, name),
            is_tunable(call.kind, name),
        )
        for name in rule_names(call)
        if (name != "priority_question" or call.policy == Policy.EQUITABLE)
        and (name != "people_question" or call.people_question)
    ]


def rule_value(call: Call, name: str) -> str:
    value = getattr(call, name)
    if name == "tie_rule":
        return tie_words(value)
    if name in {"priority_question", "people_question"}:
        return question_words(call, value)
    if Call._meta.get_field(name).choices:
        return getattr(call, f"get_{name}_display")()
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    return "Aucune" if value is None else number(value)


def tie_words(keys: list[str]) -> str:
    """The tie rule in words: "le montant demandé le plus faible, puis le dossier reçu le plus tôt"."""
    return ", puis ".join(TieKey(key).label for key in keys) or "ex æquo déclarés, sans départage"


def question_words(call: Call, key: str) -> str:
    """The question of this key, quoted; « Aucune » when none is named."""
    found = next((question.label for question in call.form_questions() if question.key == key), "")
    return f"«\u00a0{found}\u00a0»" if found else "Aucune"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def missing(call: Call, now: datetime) -> list[guards.Missing]:
    return guards.missing(call, now)


def sections(call: Call) -> list:
    """The sections of the current form with their questions, each saying when it is shown."""
    form = call.current_form()
    found = list(form.sections.prefetch_related("questions__criterion")) if form else []
    questions = [question for section in found for question in section.questions.all()]
    for question in questions:
        question.shown_when = condition_words(question.visible_if, questions)
    return found


YES_NO = {"yes": "Oui", "no": "Non"}


def condition_words(condition: dict | None, questions: list) -> str:
    """A display condition in French, with the words of questions and of their choices."""
    if condition is None:
        return ""
    options = {question.key: dict(question.options) or YES_NO for question in questions}
    return explain(_with_labels(condition, options), {question.key: question.label for question in questions})


def _with_labels(condition, options):
    if "key" in condition:
        value = condition.get("value")
        named = options.get(condition["key"], {})
        return {**condition, "value": named.get(value, value) if isinstance(value, str) else value}
    return {
        word: [_with_labels(child, options) for child in inner]
        if isinstance(inner, list)
        else _with_labels(inner, options)
        for word, inner in condition.items()
    }


@dataclass(frozen=True)
class Scale:
    """What marks mean, for the criteria that share the same words."""

    steps: tuple[Step, ...]
    criteria: tuple[str, ...]
    is_model: bool  # the general words, where the call gives none of its own


def scales(call: Call) -> list[Scale]:
    """The scales of a call, criteria of the same words together, in the order of the criteria."""
    found: dict[tuple, list] = {}
    for criterion in call.criteria.all():
        if criterion.scale:
            found.setdefault(tuple(criterion.scale), []).append(criterion)
    return [
        Scale(steps, tuple(row.label for row in rows), not any(row.anchors for row in rows))
        for steps, rows in found.items()
    ]


def criteria_total(call: Call) -> int:
    """The highest total of points."""
    return sum(criterion.points for criterion in call.criteria.all())


def appointments(call: Call) -> list[Appointment]:
    """The people of the call, those in place first; `reads`: a current expert, with what they read best."""
    rows = call.appointments.select_related("person")
    rows = list(rows.order_by(F("ended_at").asc(nulls_first=True), "role", "person__last_name"))
    words = expertise_words([row.person_id for row in rows])
    for row in rows:
        row.reads = row.role == Role.EXPERT and row.ended_at is None
        row.expertise = words.get(row.person_id, "") if row.role == Role.EXPERT else ""
    return rows


def exchanges(call: Call) -> list[Answer]:
    """The questions of a call, each with its instants in words."""
    rows = list(call.answers.all())
    for row in rows:
        row.asked = long_instant(to_minute(row.asked_at), call.time_zone)
        row.published = row.answered_at and long_instant(to_minute(row.answered_at), call.time_zone)
    return rows


def published_answers(call: Call) -> list[Answer]:
    return [row for row in exchanges(call) if row.answered_at]
