"""Emptying a file whose time is over: its content goes, its row and its log stay.

What stays: the number, the call, the lot, the structure, the state with its dates, authors and amounts, the log of
moves with its digests (append-only, and the proof of what was decided), the acts and receipts. What goes: answers and
their versions, the deposited versions, budget, partners, checks, complements, messages, pieces, and the copies made
of them. The database lets a deposited version go only when its file is marked as erased.
"""

from accounts.errors import Refused
from applications.models import Act, Application, Attachment, VaultVersion
from applications.services.gate import locked
from documents.kinds import COPIES
from documents.services import destroy

EMPTIED: dict[str, object] = {
    "title": "",
    "answers": {},
    "eligibility": {},
    "marks": {},
    "requested_amount": None,
    "requested_places": None,
}
OWNED = (
    *("versions", "presences", "handovers", "budget_lines", "posts", "partners", "checks", "complements"),
    *("exchanges", "threads", "prompts", "sendings"),
)


def erase(application_id: int, *, at) -> list[str]:
    """Empties one file for ever, in the caller's transaction; returns the paths of the bytes it cited.

    Their deletion is the caller's, once nothing else cites them. Raises Refused when the file is not over.
    """
    application = locked(application_id)
    if application.erased_at:
        return []
    if application.ended_at is None and application.evaluated_at is None:
        raise Refused("Ce dossier n’est pas clos : rien n’en est détruit.")
    paths = list(application.attachments.values_list("path", flat=True))
    for name, value in EMPTIED.items():
        setattr(application, name, value)
    application.erased_at, application.hides_at = at, None
    application.save(update_fields=[*EMPTIED, "erased_at", "hides_at"])
    for name in OWNED:
        getattr(application, name).all().delete()
    application.snapshots.all().delete()
    application.attachments.all().delete()
    Application.objects.filter(reused_from=application).update(reused_from=None)
    return paths + copies(application)


def copies(application) -> list[str]:
    """Destroys the documents that only copy the content; returns the paths of their bytes."""
    found = Act.objects.filter(application=application, document__kind__in=COPIES).select_related("document")
    documents = [act.document for act in found]
    found.delete()
    return [path for document in documents for path in destroy(document)]


def cited_paths(paths) -> set[str]:
    """Among these paths, those a piece of a file or of a vault still cites."""
    cited = Attachment.objects.filter(path__in=paths).values_list("path", flat=True)
    return {*cited, *VaultVersion.objects.filter(path__in=paths).values_list("path", flat=True)}
