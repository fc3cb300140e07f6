"""What the acts of a file say: values taken once from the file, frozen with the act."""

from applications.budget import BY_CODE
from applications.enums import PartnerStatus
from applications.queries import snapshot_content, stakes
from applications.queries.budgets import budget_book
from applications.queries.reading import pieces_of
from calls.enums import ComplementScope, DecisionAct, PlaceUnit, Silence
from calls.procedures import legal_basis
from documents import contexts
from engine.deadlines import long_date
from engine.money import number

# The texts an act rests on, by the act that ends the procedure (DOMAIN §1.1, §2.1); to verify before real use.
VISAS = {
    DecisionAct.AUTHORISATION: (
        "Vu le code de l’action sociale et des familles, notamment ses articles L. 312-1, L. 313-1 à L. 313-8"
        " et R. 313-1 à R. 313-10-2 ;",
        "Vu le code des relations entre le public et l’administration ;",
    ),
    DecisionAct.AGREEMENT: (
        "Vu le code de la santé publique, notamment ses articles L. 1431-2, L. 1432-2 et L. 1435-8 à L. 1435-11 ;",
        "Vu la loi n° 2000-321 du 12 avril 2000 relative aux droits des citoyens dans leurs relations avec les"
        " administrations, notamment ses articles 9-1 et 10 ;",
        "Vu le code des relations entre le public et l’administration ;",
    ),
    DecisionAct.LIST_ORDER: (
        "Vu le code de la santé publique, notamment ses articles L. 6111-3-1 et L. 1432-2 ;",
        "Vu le décret n° 2021-586 du 12 mai 2021 relatif à la labellisation des hôpitaux de proximité ;",
        "Vu le code des relations entre le public et l’administration ;",
    ),
}
UNITS = {PlaceUnit.BEDS: "lit", PlaceUnit.PLACES: "place"}


def visas(call) -> list[str]:
    """The texts of the procedure, then the notice of the call itself."""
    published = long_date(call.published_at.date()).split(" ", 1)[1]
    return [
        *VISAS[call.decision_act],
        f"Vu l’avis n° {call.number} « {call.title} », publié le {published} ;",
    ]


def unit(lot) -> str:
    return UNITS.get(lot.place_unit, "place")


def letter(application, *, dated, signatory=None) -> dict:
    """The common part of every act about this file."""
    call = application.call
    return contexts.letter(
        authority=call.authority,
        recipient=application.structure,
        file=contexts.file(
            number=application.number,
            call_number=call.number,
            call_title=call.title,
            lot=application.lot.title,
            title=application.title,
        ),
        dated=dated,
        zone=call.time_zone,
        signatory=signatory,
        stakes=stakes(application),
        contact=" – ".join(
            part for part in (call.contact_name, call.contact_email, call.contact_phone) if part
        ),
    )


def signed_by(application, person, capacity, at) -> dict:
    """The signature block. Demonstration acts name their signatory by role, never by a person's name."""
    name = "" if application.is_fictitious else str(person)
    return contexts.signatory(name, capacity, at=at, zone=application.call.time_zone)


def silence(call) -> str:
    """What silence will mean, with its legal basis."""
    if call.silence == Silence.NOTHING:
        return ""
    return (
        f"Sans réponse dans un délai de {call.decision_months} mois à compter de la date limite de dépôt, la"
        f" demande est réputée rejetée ({legal_basis(call.kind, 'silence')})."
    )


def pieces(application) -> list[dict]:
    labels = {
        question.key: question.label
        for section in application.form_sections()
        for question in section.questions.all()
    }
    return [
        {
            "label": labels.get(attachment.question_key, ""),
            "name": attachment.name,
            "size": attachment.size,
            "sha256": attachment.sha256,
            "received_sha256": attachment.received_sha256,
        }
        for attachment in application.attachments.current()
    ]


def receipt(application, snapshot) -> dict:
    """The proof of deposit: instant to the second in both zones, every piece with its hash."""
    call = application.call
    return contexts.receipt(
        letter(application, dated=application.submitted_at),
        received_at=application.received_at,
        structure_zone=application.structure.time_zone,
        pieces=pieces(application),
        snapshot_sha256=snapshot.sha256,
        version=snapshot.number,
        deposited_by="" if application.is_fictitious else str(application.submitted_by),
        replaceable_until=call.closes_at,
        silence=silence(call),
        next_steps="L’autorité vérifie que votre dossier est complet. Vous serez prévenu à chaque étape.",
    )


def draft(application, at) -> dict:
    """The whole file as it stands, for the board of the structure."""
    content = snapshot_content(application)
    return contexts.draft(
        letter(application, dated=at),
        made_at=at,
        sections=content["sections"],
        budget=budget(application, content),
        partners=[
            {**partner, "status": PartnerStatus(partner["status"]).label} for partner in content["partners"]
        ],
        attachments=pieces(application),
        requested_amount=application.requested_amount,
        requested_places=application.requested_places,
        unit=unit(application.lot),
        missing=[question.label for question in application.missing()],
        closes_at=application.call.closes_at,
    )


def bound(application, acts) -> dict:
    """The whole file for its judges: the version deposited, then its pieces and its acts as appendices."""
    snapshot = application.snapshots.first()
    content, pieces = snapshot.content, pieces_of(application)
    appendices = [
        *[
            _appendix(piece.name, piece.name, piece.path, piece.size, piece.sha256)
            for piece in pieces
            if piece.open_to(own=False)
        ],
        *[_appendix(a.get_kind_display(), a.filename, a.file, a.size, a.file_sha256) for a in acts],
    ]
    latest = max([snapshot.at, *[a.dated for a in acts]])
    return contexts.whole_file(
        letter(application, dated=latest),
        received_at=application.received_at,
        snapshot_sha256=snapshot.sha256,
        appendices=appendices,
        left_out=[piece.name for piece in pieces if not piece.open_to(own=False)],
        sections=content["sections"],
        budget=budget(application, content),
        partners=[{**row, "status": PartnerStatus(row["status"]).label} for row in content["partners"]],
        requested_amount=content["requested_amount"],
        requested_places=content["requested_places"],
        unit=unit(application.lot),
    )


def _appendix(label, name, path, size, sha256) -> dict:
    return {"label": label, "name": name, "path": path, "size": size, "sha256": sha256}


def budget(application, content: dict) -> dict | None:
    """The budget as tables of an act, from the lines and posts of a version of the file; None without money."""
    if not application.with_money:
        return None
    book = budget_book(application, content.get("budget", []), content.get("staff", []))
    if not book:
        return contexts.budget([])
    lines = [
        {
            "label": row.label,
            "side": BY_CODE[row.code].side,
            "section": BY_CODE[row.code].section,
            "amounts": row.amounts,
            "note": row.note,
        }
        for side in book["sides"].values()
        for row in side.rows
    ]
    return contexts.budget(
        lines,
        years=book["years"],
        staff=[post | {"etp": number(post["etp"])} for post in book["staff"]],
        requested=application.requested_amount,
    )


def complement(application, request) -> dict:
    """The letter that lists what is missing, its term and what happens without an answer."""
    only_first_part = request.application.call.complement == ComplementScope.CANDIDATURE
    return contexts.complement_request(
        letter(application, dated=request.asked_at),
        items=[item.label for item in request.items.all()],
        legal_basis=request.legal_basis,
        due_at=request.due_at,
        silence="Passé ce terme, votre dossier sera examiné en l’état.",
        message=request.message,
        scope="Seules les pièces de la candidature peuvent être complétées : la réponse au projet ne peut plus"
        " être modifiée."
        if only_first_part
        else "",
    )


def closing(application, at) -> dict:
    """The letter that tells a structure that the call ends without award."""
    call = application.call
    return contexts.closing(
        letter(application, dated=at),
        motive=call.abandon_reason,
        scope=f"l’appel n° {call.number}",
        remedies=contexts.remedies(call.authority),
        visas=visas(call),
        next_steps="Votre dossier est conservé : vous pourrez le réutiliser pour un autre appel.",
    )
