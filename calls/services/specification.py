import hashlib
from pathlib import PurePath

import pikepdf
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat

from accounts.errors import Refused
from calls.models import Call
from calls.services.drafts import draft_of


def attach_specification(call: Call, file, *, by) -> Call:
    """Attaches the cahier des charges: a PDF by its content, kept once under its own digest."""
    content = _read(file)
    with draft_of(call, by) as row:
        digest = hashlib.sha256(content).hexdigest()
        row.specification = f"calls/{digest}.pdf"
        row.specification_name = PurePath(file.name).name[-200:]
        row.specification_sha256 = digest
        if not default_storage.exists(row.specification):
            default_storage.save(row.specification, ContentFile(content))
        row.save(update_fields=["specification", "specification_name", "specification_sha256"])
        return row


def _read(file) -> bytes:
    if file.size > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise Refused(f"Le fichier pèse {filesizeformat(file.size)} : la limite est de {limit}.")
    file.seek(0)
    try:
        with pikepdf.open(file) as document:
            if not document.pages:
                raise Refused("Ce PDF n’a aucune page.")
    except pikepdf.PasswordError as error:
        raise Refused(
            "Ce PDF est protégé par un mot de passe : joignez-en une version ouverte à tous."
        ) from error
    except pikepdf.PdfError as error:
        raise Refused(
            "Ce fichier n’est pas un PDF lisible. Enregistrez le document au format PDF."
        ) from error
    file.seek(0)
    return file.read()
