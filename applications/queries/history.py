"""What happened to a file, newest first, as each side may read it."""

from accounts.policy import POLICY, STRUCTURE
from applications.enums import Channel
from engine.deadlines import long_instant

PAST = {
    "submit": "Dossier déposé",
    "reopen": "Dossier repris par la structure",
    "expire": "Dossier clos sans dépôt",
    "request_complement": "Compléments demandés",
    "complete": "Compléments transmis",
    "admit": "Dossier déclaré recevable",
    "refuse": "Dossier déclaré irrecevable",
    "conclude": "Instruction close",
    "resume": "Instruction reprise",
    "select": "Dossier retenu",
    "waitlist": "Dossier inscrit sur liste complémentaire",
    "promote": "Dossier retenu depuis la liste complémentaire",
    "reject": "Dossier non retenu",
    "fund": "Dossier conventionné",
    "evaluate": "Projet évalué",
    "withdraw": "Dossier retiré",
    "lapse": "Caducité constatée",
    "abandon": "Appel classé sans suite",
    "reconsider": "Dossier réexaminé après recours",
}
TOLD_TO_ALL = {"abandon", "withdraw"}  # their reason is known to both sides


def timeline(application, *, own: bool, documents=()) -> list[dict]:
    """The moves of a file for the timeline component; the people of the other side are named by their organisation.

    `documents` are those the reader may open: (transition id, {"title", "url"}).
    """
    by_move: dict[int | None, list] = {}
    for transition_id, document in documents:
        by_move.setdefault(transition_id, []).append(document)
    rows = application.transitions.select_related("by").order_by("-sequence")
    entries = [_entry(row, application, own, by_move.get(row.pk, [])) for row in rows]
    return [*entries, _beginning(application, own)]


def _entry(row, application, own, documents) -> dict:
    ours = side(row, application) == ("structure" if own else "authority")
    return {
        "at": row.at,
        "when": long_instant(row.at, application.call.time_zone),
        "title": PAST[row.name],
        "who": _author(row, application, own),
        "text": row.reason if ours or row.name in TOLD_TO_ALL else "",
        "documents": documents,
    }


def side(row, application) -> str:
    """Whose act it was: the structure's, the authority's, or Jalon's own at a date."""
    if row.by_id is None:
        return "system"
    online = application.channel == Channel.ONLINE
    theirs = not POLICY[f"applications.{row.name}"].isdisjoint(STRUCTURE)
    return "structure" if online and theirs else "authority"


def _author(row, application, own) -> str:
    names = {
        "system": "Jalon, à l’échéance",
        "structure": str(row.by) if own else str(application.structure),
        "authority": str(application.call.authority) if own else str(row.by),
    }
    return names[side(row, application)]


def _beginning(application, own) -> dict:
    outside = application.channel == Channel.OUTSIDE
    who = str(application.call.authority) if outside else str(application.structure)
    if own and not outside and application.created_by:
        who = str(application.created_by)
    title = "Dossier reçu hors du site et enregistré" if outside else "Dossier commencé"
    at = application.created_at
    when = long_instant(at, application.call.time_zone)
    return {"at": at, "when": when, "title": title, "who": who, "text": "", "documents": []}
