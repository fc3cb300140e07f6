"""What happens next to a file, in one sentence: who does what, and when."""

from applications.enums import State
from applications.queries.stakes import decision_words
from engine.deadlines import both_zones

ARTICLES = {"Ministère": "le ", "Service": "le ", "Direction": "la ", "Délégation": "la "}
VOWELS = "AEIOUÉÈÊ"


def the(organisation) -> str:
    """The organisation's short name with its article, for the middle of a sentence."""
    name = str(organisation)
    article = ARTICLES.get(name.split(" ")[0])
    return f"{article}{name}" if article else f"l’{name}" if name[0] in VOWELS else name


def moment(application, at) -> str:
    """An instant as the file's two readers live it: in the call's zone, then in the structure's when it differs."""
    return both_zones(at, application.call.time_zone, application.structure.time_zone)


def next_step(application, *, own: bool, ranked: bool = True) -> str:
    """One sentence on what happens next; `own` when the reader belongs to the structure.

    `ranked`: whether they may learn the rank of the file, which is never a union's business.
    """
    structure = "Votre structure" if own else str(application.structure)
    authority = the(application.call.authority)
    sentences = SENTENCES if ranked else SENTENCES | UNRANKED
    return sentences[State(application.state)](application, structure, _capital(authority))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _decision(application) -> str:
    words = decision_words(application.call)
    return f" {_capital(words)}." if words else ""


def _draft(application, structure, authority):
    closes_at = application.call.closes_at
    until = f" au plus tard le {moment(application, closes_at)}" if closes_at else ""
    return f"{structure} complète le dossier, puis son signataire le dépose{until}."


def _submitted(application, structure, authority):
    call = application.call
    if call.opened_at is None and call.closes_at:
        opening = moment(application, call.closes_at)
        return (
            f"Le dossier reste scellé jusqu’à la clôture, le {opening}. {authority} l’ouvrira ensuite."
            + _decision(application)
        )
    return f"{authority} vérifie que le dossier est complet et recevable." + _decision(application)


def _incomplete(application, structure, authority):
    due = moment(application, application.complement_due_at)
    return f"{structure} transmet les compléments demandés au plus tard le {due}."


def _admissible(application, structure, authority):
    return f"{authority} fait expertiser le dossier au regard des critères de l’appel." + _decision(
        application
    )


def _reviewed(application, structure, authority):
    return f"{authority} compare les dossiers et décide." + _decision(application)


def _selected(application, structure, authority):
    if not application.with_money:
        return f"{authority} évaluera le projet à la date prévue."
    offer = getattr(application, "offer", None)
    if offer and not offer.accepted_at and not offer.declined_at:
        return f"{structure} répond à l’offre de financement au plus tard le {moment(application, offer.due_at)}."
    return f"{authority} prépare l’acte de financement."


def _waitlisted(application, structure, authority):
    rank = application.waiting_rank
    place = "en tête de la liste" if rank == 1 else f"au rang {rank} de la liste"
    return f"Le dossier attend {place} complémentaire : {authority[0].lower()}{authority[1:]} le reprendra si des crédits ou des places se libèrent."


def _always(sentence):
    return lambda application, structure, authority: sentence.format(structure=structure, authority=authority)


SENTENCES = {
    State.DRAFT: _draft,
    State.SUBMITTED: _submitted,
    State.INCOMPLETE: _incomplete,
    State.ADMISSIBLE: _admissible,
    State.REVIEWED: _reviewed,
    State.SELECTED: _selected,
    State.WAITLISTED: _waitlisted,
    State.FUNDED: _always(
        "{structure} mène le projet et rend compte aux dates prévues ; {authority} évaluera ensuite."
    ),
    State.EVALUATED: _always("Le parcours du dossier est achevé."),
    State.REJECTED: _always(
        "La décision, ses motifs et les voies de recours figurent dans la lettre jointe au dossier."
    ),
    State.INADMISSIBLE: _always(
        "Le motif, le texte sur lequel il repose et les voies de recours figurent dans la décision jointe au dossier."
    ),
    State.WITHDRAWN: _always("{structure} a retiré ce dossier : il est conservé et ne sera pas examiné."),
    State.EXPIRED: _always(
        "La clôture est passée sans dépôt : le dossier est conservé et peut servir de modèle pour un autre appel."
    ),
    State.LAPSED: _always(
        "{authority} a constaté la caducité : la décision et les voies de recours sont jointes au dossier."
    ),
    State.ABANDONED: _always("{authority} a classé l’appel sans suite : aucun dossier ne sera retenu."),
}
UNRANKED = {
    State.WAITLISTED: _always(
        "Le dossier attend sur la liste complémentaire : il sera repris si des crédits ou des places se libèrent."
    )
}
