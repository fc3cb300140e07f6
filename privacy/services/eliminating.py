"""The elimination list of public archives, until it is signed: prepared, sent, visa recorded, signed.

Until its turn a file may be taken out of the list, and until the first one went the whole list may be given up.
`executing` does what was signed.
"""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Forbidden, Refused
from accounts.models import Organisation
from applications import uploads
from documents import contexts
from documents.services import issue
from engine.digest import sha256_bytes
from privacy.enums import SIGNED_FOR
from privacy.models import Elimination, EliminationItem, Hold
from privacy.queries.retention import blocks, due_for_elimination

STAYS = (
    "le numéro, l’appel et la structure, les dates, les montants et l’issue, les notes de la commission, "
    "les actes signés et le journal des décisions"
)
AT_MOST = 500  # files of one list


def prepare(authority: Organisation, *, by, at=None) -> Elimination:
    """Lists every file of this authority at its term that nothing holds back; Refused when there is none."""
    at = at or timezone.now()
    with transaction.atomic():
        authority = Organisation.objects.select_for_update(of=("self",)).get(pk=authority.pk)
        _permit(by, "privacy.prepare_list", authority)
        rows = due_for_elimination(authority, at)[:AT_MOST]
        if not rows:
            raise Refused("Aucun dossier n’a atteint le terme de sa conservation.")
        listing = Elimination.objects.create(
            authority=authority, number=next_number(authority, at), prepared_by=by, prepared_at=at
        )
        for row in rows:
            row.elimination = listing
        EliminationItem.objects.bulk_create(rows)
    return listing


def next_number(authority, at) -> str:
    """« ELIM-12-2036-001 »: the authority, the year, a rank; the authority's row is locked by the caller."""
    start = f"ELIM-{authority.pk}-{at.year}-"
    return f"{start}{Elimination.objects.filter(number__startswith=start).count() + 1:03d}"


def open_list(elimination_id: int, *, by, action: str, steps: set[str]) -> Elimination:
    """The locked list, if this person may take this action at one of these steps; call it in a transaction."""
    listing = Elimination.objects.select_for_update(of=("self",)).get(pk=elimination_id)
    _permit(by, action, listing.authority)
    if listing.step not in steps:
        raise Refused(
            f"Cette liste est à l’étape « {listing.step_label} » : cette action n’est plus possible."
        )
    return listing


def _permit(by, action, authority) -> None:
    if not may(by, action, authority):
        raise Forbidden


def send(elimination_id: int, *, by, at=None) -> None:
    """Notes that the list left for the Archives."""
    with transaction.atomic():
        listing = open_list(elimination_id, by=by, action="privacy.prepare_list", steps={"prepared"})
        if not current_items(listing).exists():
            raise Refused("Cette liste ne contient plus aucun dossier.")
        listing.sent_at, listing.sent_by = at or timezone.now(), by
        listing.save(update_fields=["sent_at", "sent_by"])


def record_visa(elimination_id: int, *, by, name: str, on, reference: str, upload) -> None:
    """Records the visa given by the Archives, with its scan; refused when it is dated in the future."""
    if on > timezone.localdate():
        raise Refused("La date du visa ne peut pas être dans l’avenir.")
    received = uploads.inspect(upload)
    path, sha = _kept_apart(received.content)
    with transaction.atomic():
        listing = open_list(elimination_id, by=by, action="privacy.prepare_list", steps={"sent", "visa"})
        listing.visa_name, listing.visa_on, listing.visa_reference = name.strip(), on, reference.strip()
        listing.visa_file_name, listing.visa_path, listing.visa_sha256 = received.name, path, sha
        listing.visa_by = by
        listing.save()


def _kept_apart(content: bytes) -> tuple[str, str]:
    """The scan of a visa, under its own hash and away from the pieces, which are let go by other rules."""
    sha = sha256_bytes(content)
    path = f"eliminations/{sha[:2]}/{sha}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return path, sha


def take_out(item_id: int, *, by, reason: str, at=None) -> None:
    """Takes one file out of a list that is not carried out; it stays whole, and may be listed again."""
    if not reason.strip():
        raise Refused("Indiquez pourquoi ce dossier est retiré de la liste.")
    with transaction.atomic():
        item = EliminationItem.objects.get(pk=item_id)
        open_list(
            item.elimination_id,
            by=by,
            action="privacy.prepare_list",
            steps={"prepared", "sent", "visa", "signed"},
        )
        set_aside(item.pk, by, reason, at or timezone.now())


def set_aside(item_id: int, by, reason: str, at) -> None:
    """Takes a file out of its list, in the caller's transaction; Refused once it is eliminated."""
    waiting = EliminationItem.objects.filter(pk=item_id, taken_out_at=None, executed_at=None)
    if not waiting.update(taken_out_at=at, taken_out_by=by, reason=reason.strip()[:400]):
        raise Refused("Ce dossier est déjà éliminé ou retiré de la liste.")


def sign(elimination_id: int, *, by, capacity: str, at=None) -> Elimination:
    """Signs the list: its act is made and kept for ever, and the files go a week later. Refused while one is held."""
    at = at or timezone.now()
    if not capacity.strip():
        raise Refused("Indiquez en quelle qualité vous signez.")
    with transaction.atomic():
        listing = open_list(elimination_id, by=by, action="privacy.sign_list", steps={"visa"})
        items = list(current_items(listing).select_related("application"))
        if reasons := held(items):
            raise Refused(*reasons)
        if not items:
            raise Refused("Cette liste ne contient plus aucun dossier.")
        listing.signed_at, listing.signed_by, listing.signed_as = at, by, capacity.strip()
        listing.executes_at = at + SIGNED_FOR
        listing.document = act(listing, items, by, at)
        listing.save()
    return listing


def held(items) -> list[str]:
    """Why a list cannot be signed: each file that something holds back, with the reasons."""
    found = blocks([item.application for item in items])
    return [
        f"Dossier {item.number} : {' '.join(found[item.application_id])} Retirez-le de la liste."
        for item in items
        if found[item.application_id]
    ]


def act(listing, items, by, at):
    """The list as a document: what is eliminated, by which rule, with which visa."""
    authority = listing.authority
    letter = contexts.letter(
        authority=authority,
        file=contexts.file(number="", call_number="", call_title=""),
        dated=at,
        zone=authority.time_zone,
        signatory=contexts.signatory(str(by), listing.signed_as, at=at, zone=authority.time_zone),
    )
    visa = {
        "name": listing.visa_name,
        "on": listing.visa_on,
        "reference": listing.visa_reference,
        "sha256": listing.visa_sha256,
    }
    rows = [
        {
            "number": item.number,
            "call": item.call,
            "kind": item.get_kind_display(),
            "since": item.since,
            "term": item.term,
            "rule": item.rule,
        }
        for item in items
    ]
    context = contexts.elimination(
        letter, number=listing.number, prepared_by=str(listing.prepared_by), visa=visa, rows=rows, stays=STAYS
    )
    return issue(
        "elimination",
        authority=authority,
        reference=listing.number,
        context=context,
        dated=at,
        is_demo=authority.is_fictitious,
    )


def cancel(elimination_id: int, *, by, at=None) -> None:
    """Gives the whole list up before its first file went; every file stays whole."""
    steps = {"prepared", "sent", "visa", "signed"}
    with transaction.atomic():
        listing = open_list(elimination_id, by=by, action="privacy.sign_list", steps=steps)
        if listing.items.exclude(executed_at=None).exists():
            raise Refused("L’élimination a commencé : retirez un à un les dossiers qui restent.")
        at = at or timezone.now()
        current_items(listing).update(taken_out_at=at, taken_out_by=by, reason="Liste abandonnée")
        listing.cancelled_at, listing.cancelled_by = at, by
        listing.save(update_fields=["cancelled_at", "cancelled_by"])


def current_items(listing):
    return listing.items.filter(taken_out_at=None, executed_at=None)


def hold(application, *, by, kind: str, reason: str = "", at=None) -> Hold:
    """Holds a file back from elimination: an appeal, an inspection."""
    _permit(by, "privacy.prepare_list", application.call.authority)
    return Hold.objects.create(
        application=application, kind=kind, reason=reason.strip(), by=by, at=at or timezone.now()
    )


def lift(hold_id: int, *, by, at=None) -> None:
    """Ends a hold: the file may be listed again."""
    with transaction.atomic():
        row = Hold.objects.select_related("application__call__authority").get(pk=hold_id)
        _permit(by, "privacy.prepare_list", row.application.call.authority)
        if not Hold.objects.filter(pk=hold_id, lifted_at=None).update(
            lifted_at=at or timezone.now(), lifted_by=by
        ):
            raise Refused("Ce blocage est déjà levé.")
