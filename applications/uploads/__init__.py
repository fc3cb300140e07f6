"""What a sent file really is, by its content and never by its name; what is taken out of it; where it is kept."""

import io
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import lazy
from PIL import Image

from accounts.errors import Refused
from applications.uploads import office, pdf, pictures
from applications.uploads.storing import Damaged, Lost, load, path_of, store
from engine.digest import sha256_bytes

__all__ = [
    "ACCEPTED",
    "EXTENSIONS",
    "Busy",
    "Damaged",
    "Lost",
    "Received",
    "content_type",
    "inspect",
    "limit_said",
    "load",
    "path_of",
    "safe_name",
    "sha256_bytes",
    "store",
]

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
EXTENSIONS = {
    PDF: {"pdf"},
    JPEG: {"jpg", "jpeg"},
    PNG: {"png"},
    office.WORD: {"docx"},
    office.SHEET: {"xlsx"},
    office.ODT: {"odt"},
    office.ODS: {"ods"},
}
ACCEPTED = "PDF, DOCX, XLSX, ODT, ODS, JPEG ou PNG"
# Why a document of an accepted type is not taken, and what to do.
UNFIT = {
    "encrypted": "est protégé par un mot de passe : personne ne pourrait le lire. Enregistrez-en une copie sans mot"
    " de passe, puis joignez cette copie.",
    "damaged": "ne s’ouvre pas : le fichier est abîmé ou incomplet. Ouvrez-le sur votre ordinateur, enregistrez-le de"
    " nouveau en PDF, puis joignez cette copie.",
    "empty": "ne contient aucune page.",
    "pages": f"compte plus de {pdf.PAGES_MAX} pages. Ne joignez que les pages utiles, ou plusieurs fichiers.",
    "heavy": "est trop complexe pour être vérifié. Imprimez-le vers un nouveau PDF, puis joignez cette copie.",
    "collection": "est un porte-documents : il en contient d’autres. Joignez chacun d’eux à part.",
    "dynamic": "est un formulaire que peu de logiciels savent lire. Ouvrez-le, imprimez-le vers un nouveau PDF, puis"
    " joignez cette copie.",
    "bomb": "contient, une fois ouvert, bien plus que sa taille ne l’annonce : il n’est pas accepté.",
    "macros": "contient des macros, qui sont des programmes. Enregistrez-en une copie sans macros ou en PDF, puis"
    " joignez cette copie.",
    "programs": "contient un objet ou un programme incorporé. Enregistrez-le en PDF, puis joignez cette copie.",
    "outside": "va chercher un modèle, une image ou un objet ailleurs quand on l’ouvre. Enregistrez-le en PDF, puis"
    " joignez cette copie.",
    "disguised": "peut être lu comme deux fichiers différents. Enregistrez-le en PDF, puis joignez cette copie.",
}
# What was taken out of the copy kept, as the person is told.
TAKEN = {
    "javascript": "des scripts",
    "launch": "le lancement d’un programme",
    "automatic": "des actions automatiques",
    "embedded": "des fichiers inclus",
    "xfa": "un formulaire dynamique (XFA)",
    "media": "du son, de la vidéo ou de la 3D",
    "elsewhere": "des renvois vers d’autres fichiers",
    "sending": "l’envoi de données par formulaire",
    "protection": "la protection contre la copie ou la modification",
    "signature": "la validité technique d’une signature électronique (gardez l’original signé)",
    "place": "les informations cachées de la photo (lieu, appareil, date)",
    "behind": "des données ajoutées derrière l’image",
}


class Busy(Refused):
    """A file that may be taken, but not now."""


@dataclass(frozen=True)
class Received:
    """One file taken: the bytes kept, and how they differ from those sent."""

    name: str
    content: bytes
    kind: str
    received_sha256: str
    pages: int | None = None
    taken: list[str] = field(default_factory=list)  # codes of TAKEN


def told(taken: list[str]) -> str:
    """What was taken out, in words; empty when nothing was."""
    return ", ".join(TAKEN[code] for code in taken if code in TAKEN)


def content_type(content: bytes) -> str:
    """The type of these bytes, or "" when it is none of those accepted."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return office.zipped_type(content)
    return _image_type(content)


def _image_type(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            image.verify()
            return {"JPEG": JPEG, "PNG": PNG}.get(image.format or "", "")
    except (*office.DAMAGED, Image.DecompressionBombError):
        return ""


def safe_name(name: str) -> str:
    """A file name without path, control or direction-changing characters, at most 120 characters."""
    base = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in base if c.isprintable() and c not in '<>:"|?*')
    kept = re.sub(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", kept).strip(". ")
    stem, dot, extension = kept.rpartition(".")
    return f"{stem[:110]}{dot}{extension[:8]}" if dot and stem else kept[:120] or "piece"


def limit_words() -> str:
    return f"{settings.UPLOAD_MAX_BYTES // 1024 // 1024}\u00a0Mo"


limit_said = lazy(limit_words, str)  # for what is written once and shown later


def inspect(upload) -> Received:
    """What an upload is and what is kept of it; refused with a sentence when it cannot be accepted."""
    name = safe_name(upload.name)
    refuse_size(name, upload.size)
    content = upload.read()
    try:
        kind = content_type(content)
        _refuse_type(name, kind)
        kept, pages, taken = WRITERS.get(kind, _office)(content)
    except (office.Unfit, pdf.Unfit) as error:
        raise Refused(f"« {name} » {UNFIT[str(error)]}") from error
    except pdf.Busy as error:
        raise Busy(
            f"« {name} » n’a pas pu être vérifié : trop de fichiers le sont en même temps. Réessayez."
        ) from error
    except (*office.DAMAGED, Image.DecompressionBombError) as error:
        raise Refused(f"« {name} » {UNFIT['damaged']}") from error
    return Received(name, kept, kind, sha256_bytes(content), pages, taken)


def refuse_size(name: str, size: int) -> None:
    if size > settings.UPLOAD_MAX_BYTES:
        raise Refused(f"« {name} » dépasse la taille permise ({limit_words()}).")
    if size <= 0:
        raise Refused(f"« {name} » est vide.")


def refuse_name(name: str) -> None:
    """Refuses before a byte is sent what its very name rules out."""
    if name.rpartition(".")[2].lower() not in set().union(*EXTENSIONS.values()):
        raise Refused(f"« {name} » n’est pas un fichier accepté. Envoyez un fichier {ACCEPTED}.")


def _refuse_type(name: str, kind: str) -> None:
    ending = name.rpartition(".")[2].lower()
    if not kind and ending in set().union(*EXTENSIONS.values()):
        raise Refused(
            f"« {name} » n’est pas un fichier accepté : son nom finit par .{ending}, mais son contenu est d’une autre"
            f" nature ou abîmé. Ouvrez-le, enregistrez-le de nouveau au format {ACCEPTED}, puis joignez cette copie."
        )
    if not kind:
        raise Refused(f"« {name} » n’est pas un fichier accepté. Envoyez un fichier {ACCEPTED}.")
    if ending not in EXTENSIONS[kind]:
        expected = sorted(EXTENSIONS[kind])[0]
        raise Refused(f"Le contenu de « {name} » ne correspond pas à son nom : attendu .{expected}.")


def _office(content):
    office.refuse_harm(content)
    return content, None, []


def _pdf(content):
    """Never remembered from one file to the next: a quicker answer would tell that somebody else sent the same."""
    return pdf.rewritten(content) if settings.UPLOADS_APART else pdf.clean(content)


def _picture(bare):
    def written(content):
        kept, end = bare(content)
        hidden = ["place"] if kept != content[:end] else []
        return kept, None, hidden + (["behind"] if content[end:].strip(b"\0") else [])

    return written


WRITERS = {PDF: _pdf, JPEG: _picture(pictures.bare_jpeg), PNG: _picture(pictures.bare_png)}
