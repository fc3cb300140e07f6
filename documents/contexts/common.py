"""The common part of every document: who writes to whom, about which file, when, and how values are written."""

import re
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from engine import deadlines, words
from engine.money import NO_BREAK, euros, number

PARIS = "Europe/Paris"
THE = {
    "l’": "agence association établissement hôpital institut union ordre œuvre espace",
    "le ": "centre comité conseil département directeur délégué groupe groupement ministère ministre président "
    "service syndicat",
    "la ": "clinique coopérative coordination croix-rouge déléguée directrice fédération fondation maison mission "
    "mutuelle préfecture présidente société",
}
ARTICLES = {word: article for article, known in THE.items() for word in known.split()}
OF = {"l’": "de l’", "le ": "du ", "la ": "de la "}
TO = {"l’": "à l’", "le ": "au ", "la ": "à la "}
CITY = re.compile(r"\b\d{5}\s+(?P<city>.+?)(?:\s+cedex.*)?$", re.IGNORECASE)


def letter(
    *,
    authority,
    recipient=None,
    file: dict,
    dated: datetime,
    zone: str,
    signatory: dict | None = None,
    place: str = "",
    stakes=(),
    contact: str = "",
    copies=(),
) -> dict:
    """The common part. `authority` and `recipient` are organisations, or what `party` gave of them earlier.

    `signatory` comes from `signatory()`, `file` from `file()`; `stakes` is the list the stakes component takes;
    `place` defaults to the town of the authority's address; `contact` is whom to call, `copies` who gets one.
    """
    writer = party(authority)
    return {
        "authority": writer,
        "recipient": party(recipient) if recipient else None,
        "file": file,
        "dated": plain_day(dated, zone),
        "zone": zone,
        "place": place or town(writer["address"]),
        "signatory": signatory,
        "author": author(signatory["capacity"], writer["name"]) if signatory else "",
        "stakes": [_stake(stake, zone) for stake in stakes],
        "contact": contact,
        "copies": list(copies),
        "verify_url": settings.SITE_URL.rstrip("/") + reverse("documents:verify"),
    }


def party(organisation) -> dict:
    """An organisation as a letter names it."""
    if isinstance(organisation, dict):
        return organisation
    return {
        "name": organisation.name,
        "the": the(organisation.name),
        "address": [line.strip() for line in organisation.address.splitlines() if line.strip()],
        "siret": spaced_siret(organisation.siret),
        "finess": organisation.finess,
        "legal_form": organisation.get_legal_form_display(),
        "representative": organisation.representative,
        "email": organisation.email,
        "phone": organisation.phone,
    }


def file(*, number: str, call_number: str, call_title: str, lot: str = "", title: str = "") -> dict:
    """The file an act speaks of: its number, its call and lot, and the title of the project."""
    return {
        "number": number,
        "call_number": call_number,
        "call_title": call_title,
        "lot": lot,
        "title": title,
    }


def signatory(name: str, capacity: str, *, at: datetime, zone: str, delegation: str = "") -> dict:
    """Who signs, in which capacity, when; `delegation` is the reference of the delegation of signature."""
    return {
        "name": name,
        "capacity": capacity,
        "title": titled(capacity),
        "at": instant(at, zone),
        "delegation": delegation,
    }


# How values are written


def instant(moment: datetime, *zones: str) -> str:
    """An instant in full, in one zone or in several when their clocks differ."""
    return deadlines.in_zones(moment, *zones)


def exact_instant(moment: datetime, *zones: str) -> str:
    """The same, always to the second."""
    return deadlines.in_zones(moment, *zones, exact=True)


def plain_day(day: date | datetime, zone: str = "Europe/Paris") -> str:
    """A date as letters write it: « 24 novembre 2026 »."""
    return deadlines.long_date(local_day(day, zone)).split(" ", 1)[1].replace(" ", NO_BREAK)


def short_day(day: date | datetime, zone: str) -> str:
    return f"{local_day(day, zone):%d/%m/%Y}"


def local_day(day: date | datetime, zone: str) -> date:
    """The day it is in a zone at an instant; a date is already a day."""
    return day.astimezone(ZoneInfo(zone)).date() if isinstance(day, datetime) else day


def money(amount: int | None) -> dict | None:
    """An amount in words and in figures, as acts write it."""
    if amount is None:
        return None
    return {"value": amount, "words": words.euros_in_words(amount), "figures": euros(amount)}


def counted(count: int | None, unit: str) -> str:
    """« 12 places », « 1 lit »; nothing for None."""
    return "" if count is None else f"{number(count)}{NO_BREAK}{unit}{'s' if count > 1 else ''}"


def mark(value) -> str:
    """A score or a mean as people read it, nothing for None."""
    if value is None or value == "":
        return ""
    return number(value if isinstance(value, int) else round(Decimal(str(value)), 2))


def weight(size: int) -> str:
    return f"{number(max(1, round(size / 1000)))}{NO_BREAK}ko"


def spaced_siret(siret: str) -> str:
    """« 732 829 320 00074 », as official papers print it."""
    parts = (siret[:3], siret[3:6], siret[6:9], siret[9:])
    return NO_BREAK.join(part for part in parts if part)


def the(name: str) -> str:
    """The name of a body with its article, when its first word tells it: « l’Association Le Relais »."""
    return ARTICLES.get(name.split(" ")[0].lower(), "") + name


def to(name: str) -> str:
    """« à l’Association Le Relais », « au Centre hospitalier »."""
    article = ARTICLES.get(name.split(" ")[0].lower())
    return TO.get(article, "à ") + name


def titled(capacity: str) -> str:
    """A capacity as a signature block writes it: « La directrice générale »."""
    article = ARTICLES.get(capacity.split(" ")[0].lower(), "")
    written = article + capacity[0].lower() + capacity[1:] if article else capacity
    return written[:1].upper() + written[1:]


def author(capacity: str, authority: str) -> str:
    """Who acts, as the head of an act names them: « Le directeur général de l’Agence régionale de santé… »."""
    institution = authority.split(" ")[0].lower()
    article = ARTICLES.get(institution)
    named = article is None or institution in capacity.lower()
    return titled(capacity) + ("" if named else f" {OF[article]}{authority}")


def visas_of(letter: dict, visas) -> list[str]:
    """The visas of an act as whole sentences, ending with the call, when none names it yet, and with the file."""
    file, structure = letter["file"], letter["recipient"]["the"]
    call = f"l’appel n° {file['call_number']} « {file['call_title']} »"
    named = any(file["call_number"] in visa for visa in visas)
    title = f", intitulé « {file['title']} »" if file["title"] else ""
    own = f"le dossier n° {file['number']} présenté par {structure}{title}"
    return [clause("Vu ", visa) for visa in [*visas, *([] if named else [call]), own]]


def clause(opening: str, text: str) -> str:
    """« Vu … ; » or « Considérant que … ; », whether the text already came with its opening and its end or not."""
    body = text.strip().rstrip(" ;.\u00a0")
    return f"{body if body.lower().startswith(opening.strip().lower()) else opening + body}{NO_BREAK};"


def grounds(considerations) -> list[str]:
    return [clause("Considérant que ", text) for text in considerations]


def town(address: list[str]) -> str:
    """The town of an address that ends with a postcode line; nothing otherwise."""
    found = [match["city"] for line in address if (match := CITY.search(line))]
    return found[-1].title() if found and found[-1].isupper() else found[-1] if found else ""


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text someone typed."""
    return [part.strip() for part in re.split(r"\n+", text or "") if part.strip()]


def _stake(stake: dict, zone: str) -> dict:
    day = stake.get("date")
    shown = stake.get("date_label") or (short_day(day, zone) if day else "")
    return {"label": str(stake["label"]), "state": stake["state"], "date": shown}
