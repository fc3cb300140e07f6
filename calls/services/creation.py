from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.backends import may
from accounts.errors import Forbidden, NotVisible, Refused
from accounts.models import StructureCategory
from calls import library
from calls.enums import Kind
from calls.identifiers import call_number, number_prefix
from calls.models import Call, CheckPoint, Criterion, FormVersion, Indicator, Lot, Question, Section
from calls.procedures import COPIED, PROCEDURES, defaults

CLONED = (
    *("programme", "kind", "public_name", "summary", "object", "who_may_apply", "eligibility"),
    *("time_zone", "is_permanent", *COPIED, "tie_rule"),
    *(
        "minimum_points",
        "partial_minimum_percent",
        "cofunding_max_percent",
        "funding_line",
        "priority_question",
        "budget_years",
        "investment_allowed",
        "indirect_max_percent",
        "people_question",
    ),
    *("contact_name", "contact_email", "contact_phone"),
)

CASELOAD = "caseload"


def create_from_model(
    authority, kind, model_key, title, *, by, number="", slug="", public_name="", at=None
) -> Call:
    """A call in preparation, with the values of its procedure and the rows of a model, all copied.

    `number` and `slug` are drawn when not given. Raises Forbidden, or Refused when the model does not suit the kind.
    """
    if not may(by, "calls.create", authority):
        raise Forbidden
    model = library.MODELS.get(model_key)
    if model is None or Kind(kind) not in model.kinds:
        raise Refused("Ce modèle ne convient pas à cette procédure.")
    with transaction.atomic():
        call = _start(authority, title, number, slug, at)
        call.kind = Kind(kind)
        call.public_name = public_name or PROCEDURES[call.kind].label
        call.contact_name, call.contact_email = str(by), by.email
        _fill(call, model)
        return call


def clone(call: Call, *, by, title="", number="", slug="", at=None) -> Call:
    """A new call in preparation with everything of another but its dates, documents and people.

    When the source was published, the clone says that it follows it.
    """
    if not Call.objects.visible_to(by).filter(pk=call.pk).exists():
        raise NotVisible
    if not may(by, "calls.create", call.authority):
        raise Forbidden
    with transaction.atomic():
        copy = _start(call.authority, title or call.title, number, slug, at)
        for name in CLONED:
            setattr(copy, name, getattr(call, name))
        copy.predecessor = call if call.published_at else None
        copy.save()
        copy.categories.set(call.categories.all())
        _copy_rows(call, copy)
        return copy


def _start(authority, title, number, slug, at) -> Call:
    """An unsaved call with its identity; the authority's row is locked, so numbers follow one another."""
    authority = type(authority).objects.select_for_update(of=("self",)).get(pk=authority.pk)
    number = number or next_number(authority, (at or timezone.now()).year)
    return Call(
        authority=authority,
        number=number,
        slug=slug or slugify(f"{title[:90]} {number}".replace("’", " ")),
        title=title,
        time_zone=authority.time_zone,
        created_at=at or timezone.now(),
    )


def next_number(authority, year: int) -> str:
    """The number after the last one of the authority's series for the year."""
    prefix = number_prefix(authority, year)
    taken = Call.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    ranks = [int(number.removeprefix(prefix)) for number in taken if number.removeprefix(prefix).isdigit()]
    return call_number(prefix, max(ranks, default=0) + 1)


def _fill(call, model):
    for name, value in defaults(call.kind).items():
        setattr(call, name, value)
    call.summary, call.object = model.summary, model.object
    call.who_may_apply, call.funding_line = model.who_may_apply, library.funding_of(model, call.kind)
    call.eligibility = [vars(condition) for condition in model.eligibility]
    call.save()
    call.categories.set(StructureCategory.objects.filter(code__in=model.categories))
    lot = Lot.objects.create(call=call, code="1", title="Lot unique")
    lot.territories.set(filter(None, [call.authority.territory]))
    _add_criteria(call, model)
    _add_form(call, library.form_of(model, call.kind))
    _count_people(call)


def _count_people(call):
    """The cost per person followed is read from the caseload, where the form asks for it."""
    if any(question.key == CASELOAD for question in call.form_questions()):
        call.people_question = CASELOAD
        call.save(update_fields=["people_question"])


def _add_criteria(call, model):
    Criterion.objects.bulk_create(
        Criterion(
            call=call,
            position=rank,
            anchors=library.anchors_of(criterion.key, criterion.maximum),
            **vars(criterion),
        )
        for rank, criterion in enumerate(model.criteria, start=1)
    )
    Indicator.objects.bulk_create(
        Indicator(call=call, position=rank, **vars(measure))
        for rank, measure in enumerate(model.indicators, start=1)
    )
    CheckPoint.objects.bulk_create(
        CheckPoint(call=call, position=rank, label=label)
        for rank, label in enumerate(library.checks_of(call.kind), start=1)
    )


def _add_form(call, headings):
    criteria = {criterion.key: criterion for criterion in call.criteria.all()}
    form = FormVersion.objects.create(call=call, number=1)
    for rank, heading in enumerate(headings, start=1):
        section = Section.objects.create(
            form=form,
            key=heading.key,
            position=rank,
            title=heading.title,
            intro=heading.intro,
            part=heading.part,
        )
        Question.objects.bulk_create(
            _question(section, ask, position, criteria)
            for position, ask in enumerate(heading.questions, start=1)
        )


def _question(section, ask, position, criteria) -> Question:
    values = vars(ask) | {
        "criterion": criteria.get(ask.criterion),
        "options": [list(option) for option in ask.options],
    }
    return Question(section=section, position=position, **values)


def _copy_rows(source, copy):
    for lot in source.lots.prefetch_related("territories"):
        territories = list(lot.territories.all())
        _copy(lot, call=copy).territories.set(territories)
    criteria = {criterion.pk: criterion for criterion in source.criteria.all()}
    copies = {pk: _copy(criterion, call=copy) for pk, criterion in criteria.items()}
    for row in (*source.indicators.all(), *source.check_points.all()):
        _copy(row, call=copy)
    form = FormVersion.objects.create(call=copy, number=1)
    for section in source.current_form().sections.prefetch_related("questions"):
        questions = list(section.questions.all())
        section = _copy(section, form=form)
        for question in questions:
            _copy(question, section=section, criterion=copies.get(question.criterion_id))


def _copy(row, **values):
    """The same row, inserted again under another parent."""
    row = type(row).objects.get(pk=row.pk)
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row
