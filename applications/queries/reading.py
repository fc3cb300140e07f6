"""What those who judge a file read: the version deposited, never the working copy."""

from applications.enums import PartnerStatus
from applications.queries.budgets import budget_book, unit_costs
from applications.queries.content import snapshot_content
from documents.models import Document


def deposited(application) -> dict:
    """The file as frozen at its deposit, ready to be shown; empty sections for a file received on paper."""
    snapshot = application.snapshots.first()
    frozen = snapshot.content if snapshot else {}
    return _shown(application, frozen, _pieces(application, frozen)) | {"snapshot": snapshot}


def working(application) -> dict:
    """The file as it stands now, in the shape of `deposited`: for the structure and those it lets read a draft."""
    pieces = list(application.attachments.current().exclude(question_key__startswith="complement-"))
    return _shown(application, snapshot_content(application), pieces) | {"snapshot": None}


def _shown(application, frozen, pieces) -> dict:
    return {
        "title": frozen.get("title", application.title),
        "structure": frozen.get("structure", {}),
        "sections": [_section(section, pieces) for section in frozen.get("sections", [])],
        "budget": _budget(application, frozen),
        "partners": [
            row | {"status_label": dict(PartnerStatus.choices).get(row["status"], "")}
            for row in frozen.get("partners", [])
        ],
        "pieces": pieces,
        "complements": list(application.complements.prefetch_related("items__attachment")),
    }


def _budget(application, frozen) -> dict:
    book = budget_book(application, frozen.get("budget", []), frozen.get("staff", []))
    return book | {"ratios": unit_costs(application, frozen)} if book else {}


def _pieces(application, frozen) -> list:
    """The attachments the deposited version cites, in its order."""
    cited = [row["id"] for row in frozen.get("attachments", [])]
    found = {piece.pk: piece for piece in application.attachments.filter(pk__in=cited)}
    return [found[pk] for pk in cited if pk in found]


def _section(section, pieces) -> dict:
    answers = [
        answer | {"pieces": [piece for piece in pieces if piece.question_key == answer["key"]]}
        for answer in section["answers"]
    ]
    return section | {"answers": answers}


def pieces_of(application) -> list:
    """Every attachment judges may read: those of the deposited version and those sent with a complement."""
    snapshot = application.snapshots.first()
    frozen = snapshot.content if snapshot else {}
    sent = application.attachments.filter(pk__in=_sent(application)).order_by("id")
    return [*_pieces(application, frozen), *sent]


def _sent(application):
    """What was joined to complements already sent; an answer in preparation is the structure's own."""
    closed = application.complements.filter(closed_at__isnull=False, items__attachment__isnull=False)
    return closed.values("items__attachment")


def acts_of(application, person):
    """The issued acts of the file that this person may read."""
    readable = Document.objects.visible_to(person).filter(act__application=application, status="issued")
    return readable.exclude(kind="whole_file").order_by("dated", "id")
