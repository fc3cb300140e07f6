"""A file never deposited, full of everything a draft may hold, and what is left of it."""

from datetime import timedelta

from django.core.files.storage import default_storage

from applications.enums import State
from applications.models import Application
from applications.services.drafting import add_partner
from applications.services.printing import ask_draft
from documents.production import render
from privacy.enums import Category
from privacy.models import RetentionRule
from tests.factories import fill, make_call, reach, started

DAY = timedelta(days=1)
YEAR = 366 * DAY


RULES = {
    "draft": (12, "destroy"),
    "dormant": (12, "destroy"),
    "refused": (60, "eliminate"),
    "funded": (120, "eliminate"),
}


def rules() -> None:
    """The retention table as the migration leaves it, which a flushed database has lost."""
    for kind in Category.values:
        months, fate = RULES.get(kind, (None, "keep"))
        RetentionRule.objects.get_or_create(
            kind=kind, authority=None, defaults={"months": months, "fate": fate, "legal_basis": "Texte"}
        )


def expired(cast, **fields) -> Application:
    """A draft with answers, budget, pieces, a partner and a PDF for the board, which its closing overtook."""
    call = make_call(cast, closes_in=-30, **fields)
    draft = fill(started(call, cast), cast)
    at = draft.edited_at
    add_partner(draft.pk, by=cast.signatory, at=at, name="Partenaire", role="Appui", status="contacted")
    render(ask_draft(draft.pk, by=cast.signatory, at=at).pk)
    return reach(State.EXPIRED, call, cast, application=draft)


def left_aside(cast) -> Application:
    """A draft of a call without closing, edited one last time today."""
    call = make_call(cast, closes_at=None, is_permanent=True, sealed=False)
    return fill(started(call, cast), cast)


def content(file) -> dict:
    """Everything the structure would lose, byte for byte."""
    file = Application.objects.get(pk=file.pk)
    pieces = list(file.attachments.order_by("pk").values())
    documents = list(file.acts.order_by("pk").values("document__kind", "document__file", "document__context"))
    return {
        "row": {
            field: getattr(file, field)
            for field in ("title", "answers", "marks", "edits", "requested_amount")
        },
        "budget": list(file.budget_lines.order_by("pk").values()),
        "partners": list(file.partners.order_by("pk").values()),
        "versions": list(file.versions.order_by("pk").values()),
        "snapshots": list(file.snapshots.order_by("pk").values()),
        "pieces": [(piece, stored(piece["path"])) for piece in pieces],
        "documents": [(row, stored(row["document__file"])) for row in documents],
        "log": list(file.transitions.order_by("pk").values()),
    }


def stored(path: str) -> bytes | None:
    if not path or not default_storage.exists(path):
        return None
    with default_storage.open(path) as kept:
        return kept.read()
