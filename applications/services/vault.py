"""The vault of a structure: what is put, renewed, corrected, taken out, and taken into a file."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.backends import require
from accounts.enums import OrganisationKind
from accounts.errors import NotVisible, Refused
from accounts.models import Organisation
from applications import uploads
from applications.constraints import message_for
from applications.keeping import usual_end
from applications.models import Attachment, VaultPiece, VaultVersion
from applications.services.attaching import record, refuse_too_many
from applications.services.drafting import draft_for, touch
from applications.services.keeping import keep as keep_bytes
from calls.enums import QuestionKind
from calls.models import Question

SEE, EDIT = "applications.view_vault", "applications.edit_vault"


def allow(organisation, by, action=EDIT) -> Organisation:
    """Lets only the people of the structure itself through; for anybody else its vault does not exist."""
    if organisation.kind != OrganisationKind.APPLICANT:
        raise NotVisible
    require(by, action, organisation, to_see=SEE)
    return organisation


def put(
    organisation, *, by, kind, upload, dated: date, title="", expires_on=None, endless=False, at=None
) -> VaultVersion:
    """Keeps a new piece. Without `expires_on` its end is the usual one of its kind, unless it is `endless`."""
    allow(organisation, by)
    kept = _stored(upload)
    with transaction.atomic():
        piece = VaultPiece.objects.create(organisation=organisation, kind=kind, title=title.strip())
        return _add(piece, kept, dated, _end(kind, dated, expires_on, endless), by, at)


def renew(piece_id: int, *, by, upload, dated: date, expires_on=None, endless=False, at=None) -> VaultVersion:
    """A new version of a piece; the one before is kept, and files that took it still show it."""
    kept = _stored(upload)
    with transaction.atomic():
        piece = _locked(piece_id, by)
        if piece.versions.filter(replaced_at=None, sha256=kept["sha256"]).exists():
            raise Refused(f"« {kept['name']} » est déjà la version en cours de cette pièce.")
        return _add(piece, kept, dated, _end(piece.kind, dated, expires_on, endless), by, at)


def correct(piece_id: int, *, by, kind, title, dated: date, expires_on=None) -> VaultVersion:
    """Corrects what is said of a piece and of its current version; no end means it has none."""
    with transaction.atomic():
        piece = _locked(piece_id, by)
        piece.kind, piece.title = kind, title.strip()
        piece.save(update_fields=["kind", "title"])
        version = piece.versions.get(replaced_at=None)
        _refuse_backwards(dated, expires_on)
        version.dated, version.expires_on = dated, expires_on
        version.save(update_fields=["dated", "expires_on"])
        return version


def remove(piece_id: int, *, by, at=None) -> VaultPiece:
    """Takes a piece out of the vault; files that took it keep it."""
    with transaction.atomic():
        piece = _locked(piece_id, by)
        piece.removed_at, piece.removed_by = at or timezone.now(), by
        piece.save(update_fields=["removed_at", "removed_by"])
        return piece


def take(application_id: int, version_id: int, *, by, question_key: str, at=None) -> Attachment:
    """Answers a piece of a draft by a version of the vault: the same bytes, cited, without a second copy."""
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        allow(application.structure, by, SEE)
        if not _asks_for_a_piece(application, question_key):
            raise NotVisible
        refuse_too_many(application, question_key)
        attachment = cite(application, version_id, question_key, by=by, at=at)
        touch(application, by=by, at=at)
        return attachment


def _asks_for_a_piece(application, key: str) -> bool:
    return Question.objects.filter(
        section__form=application.form_id, key=key, kind=QuestionKind.FILE
    ).exists()


def cite(application, version_id: int, question_key: str, *, by, at=None) -> Attachment:
    """Joins a version of the vault to a file; the caller holds the file and checked that it may change."""
    allow(application.structure, by, SEE)
    versions = VaultVersion.objects.current().filter(piece__organisation=application.structure)
    version = versions.filter(pk=version_id).first()
    if version is None:
        raise Refused("Cette pièce n’est plus dans le coffre : rechargez la page.")
    received = uploads.Received(version.name, b"", version.content_type, version.sha256)
    return record(application, question_key, received, version.blob, by=by, at=at, vault_version=version)


def keep(
    attachment_id: int, *, by, kind, dated: date, title="", expires_on=None, endless=False, at=None
) -> VaultVersion:
    """Keeps in the vault a piece joined to a file: the same bytes, cited by both."""
    with transaction.atomic():
        attachment = Attachment.objects.select_related("application__structure").get(pk=attachment_id)
        organisation = allow(attachment.application.structure, by)
        if attachment.removed_at or is_kept(organisation, attachment.sha256):
            raise Refused("Cette pièce est déjà dans le coffre, ou n’est plus dans le dossier.")
        kept = {
            name: getattr(attachment, name)
            for name in ("name", "content_type", "size", "sha256", "path", "blob")
        }
        piece = VaultPiece.objects.create(organisation=organisation, kind=kind, title=title.strip())
        version = _add(piece, kept, dated, _end(kind, dated, expires_on, endless), by, at)
        Attachment.objects.filter(pk=attachment.pk).update(vault_version=version)
        return version


def is_kept(organisation, sha256: str) -> bool:
    """Whether the vault already holds these bytes as a current version."""
    return VaultVersion.objects.current().filter(piece__organisation=organisation, sha256=sha256).exists()


def _stored(upload) -> dict:
    received = uploads.inspect(upload)
    blob = keep_bytes(received.content)
    return {
        "name": received.name,
        "content_type": received.kind,
        "size": blob.size,
        "sha256": blob.sha256,
        "path": blob.path,
        "blob": blob,
    }


def _locked(piece_id: int, by) -> VaultPiece:
    piece = VaultPiece.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=piece_id)
    allow(piece.organisation, by)
    if piece.removed_at:
        raise Refused("Cette pièce n’est plus dans le coffre.")
    return piece


def _end(kind, dated, expires_on, endless) -> date | None:
    if endless:
        return None
    _refuse_backwards(dated, expires_on)
    return expires_on or usual_end(kind, dated)


def _refuse_backwards(dated, expires_on) -> None:
    if dated > timezone.localdate():
        raise Refused("La date de la pièce est dans l’avenir.")
    if expires_on and expires_on < dated:
        raise Refused("La date de fin vient après la date de la pièce.")


def _add(piece, kept: dict, dated, expires_on, by, at) -> VaultVersion:
    _refuse_backwards(dated, expires_on)
    at = at or timezone.now()
    last = piece.versions.aggregate(last=Max("number"))["last"] or 0
    piece.versions.filter(replaced_at=None).update(replaced_at=at)
    try:
        with transaction.atomic():
            return VaultVersion.objects.create(
                piece=piece,
                number=last + 1,
                dated=dated,
                expires_on=expires_on,
                put_by=by,
                put_at=at,
                **kept,
            )
    except IntegrityError as error:
        raise Refused(message_for(error)) from error
