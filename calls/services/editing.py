from django.core.exceptions import ValidationError

from accounts.errors import Refused
from calls.models import Call
from calls.procedures import is_tunable
from calls.services.drafts import draft_of
from calls.services.rows import unique_key

TEXTS = (
    "public_name",
    "title",
    "summary",
    "object",
    "who_may_apply",
    "funding_line",
    "programme",
    "predecessor",
    "source",
    "facts",
    "is_demo",
    "fictitious_note",
    "contact_name",
    "contact_email",
    "contact_phone",
)
RULES = (
    "policy",
    "priority_question",
    "tie_rule",
    "minimum_points",
    "partial_minimum_percent",
    "cofunding_max_percent",
    "budget_frame",
    "budget_years",
    "budget_first_year",
    "investment_allowed",
    "indirect_max_percent",
    "people_question",
    "reviews_per_file",
    "complement_days",
    "offer_days",
    "decision_months",
    "question_cutoff_days",
    "answer_cutoff_days",
)


def edit(call: Call, *, by, categories=None, **values) -> Call:
    """Sets fields of a call in preparation: those of TEXTS, and those of RULES that no verified text fixes."""
    with draft_of(call, by) as row:
        for name in values:
            _check_editable(row, name)
        return _write(row, values, categories)


def set_calendar(
    call: Call, *, by, opens_at=None, closes_at=None, is_permanent=False, results_expected_on=None
) -> Call:
    """Sets the calendar; instants carry their zone. A permanent call is never sealed: each file opens on arrival."""
    with draft_of(call, by) as row:
        values = {
            "opens_at": opens_at,
            "closes_at": None if is_permanent else closes_at,
            "is_permanent": is_permanent,
            "results_expected_on": results_expected_on,
            "sealed": row.procedure.sealed and not is_permanent,
        }
        return _write(row, values)


def set_eligibility(call: Call, items: list[dict], *, by) -> Call:
    """Replaces the lines of « Suis-je concerné ? »: text, expected ("yes" or "no"), explain, and key when it exists."""
    with draft_of(call, by) as row:
        taken: set[str] = {item["key"] for item in items if item.get("key")}
        lines = [
            {
                "key": item.get("key") or unique_key(item["text"], taken),
                **{name: item[name] for name in ("text", "expected", "explain")},
            }
            for item in items
        ]
        return _write(row, {"eligibility": lines})


def _check_editable(call, name):
    if name not in TEXTS and name not in RULES:
        raise TypeError(f"{name} is not a field to edit")
    if name in RULES and not is_tunable(call.kind, name):
        label = getattr(Call._meta.get_field(name), "verbose_name", name)
        raise Refused(f"La valeur « {label} » est fixée par un texte : elle ne se règle pas.")


def _write(call, values, categories=None):
    for name, value in values.items():
        setattr(call, name, value)
    try:
        call.clean_fields()
    except ValidationError as error:
        raise Refused(*error.messages) from error
    call.save(update_fields=[*values] or None)
    if categories is not None:
        call.categories.set(categories)
    return call
