"""From a fact to a subject and a text: templates/notifications/<key>.txt, its first line the subject."""

import re
from datetime import date, datetime

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse

from accounts.queries import authorities_of, has_members
from calls.procedures import legal_basis
from engine.deadlines import both_zones, long_date

SUBJECT_MAX = 200
ARTICLES = {"ARS": "l’", "Agence": "l’", "Ministère": "le ", "Direction": "la "}


def requests_page(organisation) -> str:
    """Where a request to join is answered: by the members, by the authority while there is none."""
    if has_members(organisation):
        return reverse("accounts:members", args=[organisation.pk])
    return recognition_page(organisation)


def recognition_page(organisation) -> str:
    return reverse("accounts:recognition", args=[authorities_of(organisation)[0].pk])


# What page the reader opens next: of the file, of the call, or of an organisation.
FILE_PAGES = {
    "file": "applications:file",
    "pieces": "applications:attachments",
    "complements": "applications:complements",
    "margin": "applications:margin",
    "check": "applications:check",
    "reading": "reviews:read",
    "score": "reviews:score",
    "opinion": "reviews:opinion",
    "instruction": "reviews:file",
    "award": "awards:file",
    "messages": "applications:messages",
    "deposit": "applications:deposit",
    "offer": "awards:offer",
    "agreement": "awards:agreement",
    "report": "awards:report",
    "evaluation": "awards:evaluation",
}
CALL_PAGES = {
    "call": "calls:detail",
    "files": "applications:call_files",
    "assignments": "reviews:assignments",
    "questions": "calls:questions",
    "nomination": "reviews:nomination",
}
OTHER_PAGES = {
    "": lambda fact: "",
    "concerned": lambda fact: reverse("applications:concerned"),
    "readings": lambda fact: reverse("reviews:mine"),
    "interests": lambda fact: reverse("reviews:interests"),
    "meeting": lambda fact: reverse("reviews:meeting", args=[fact.row.pk]),
    "organisation": lambda fact: reverse("accounts:organisation", args=[fact.row.organisation_id]),
    "vault": lambda fact: reverse("applications:vault", args=[fact.row.organisation.pk]),
    "kept": lambda fact: reverse("privacy:kept", args=[fact.application.structure_id]),
    "organisations": lambda fact: reverse("accounts:organisations"),
    "requests": lambda fact: requests_page(fact.row.organisation),
    "recognition": lambda fact: recognition_page(fact.row.organisation),
}


def page_of(name: str, fact) -> str:
    if name in FILE_PAGES:
        return reverse(FILE_PAGES[name], args=[fact.application.number])
    if name in CALL_PAGES:
        return reverse(CALL_PAGES[name], args=[fact.call.slug])
    return OTHER_PAGES[name](fact)


# By when something is expected of the structure, after a move.
TERMS = {
    "reopen": lambda fact: fact.call.closes_at,
    "request_complement": lambda fact: datetime.fromisoformat(fact.row.data["due_at"]),
    "select": lambda fact: offer_due(fact.application),
    "promote": lambda fact: offer_due(fact.application),
    "fund": lambda fact: report_due(fact.application),
}


def offer_due(application):
    offer = getattr(application, "offer", None)
    return offer and offer.due_at


def report_due(application):
    report = getattr(application, "activity_report", None)
    return report and report.due_on


def render(key: str, fact, term=None) -> tuple[str, str]:
    """The subject and the text of one message; the same for everyone it is sent to."""
    zone = fact.call.time_zone if fact.call else settings.TIME_ZONE
    values = {
        "fact": fact,
        "row": fact.row,
        "application": fact.application,
        "call": fact.call,
        "structure": fact.application and fact.application.structure,
        "authority": the(fact.call.authority) if fact.call else "",
        "zone": zone,
        "legal": legal_basis(fact.call.kind, "decision_months") if fact.call else "",
        "due": in_full(term or TERMS.get(getattr(fact.row, "name", ""), lambda fact: None)(fact), zone, fact),
    }
    text = get_template(f"notifications/{key}.txt").template.render(Context(values, autoescape=False))
    subject, _, body = tidy(text).partition("\n")
    return shorten(subject), body.strip()


def in_full(term, zone: str, fact) -> str:
    """A term with its hour in the call's zone, and in the structure's when their clocks differ; a day in full."""
    if not term:
        return ""
    if isinstance(term, date) and not isinstance(term, datetime):
        return long_date(term)
    return both_zones(term, zone, fact.application.structure.time_zone if fact.application else zone)


def the(organisation) -> str:
    """The name of an authority with its article, as a sentence needs it: « l’ARS Bretagne », « le Ministère… »."""
    name = str(organisation)
    return ARTICLES.get(name.split()[0], "") + name


def tidy(text: str) -> str:
    """Lines without stray blanks, one empty line between paragraphs; a no-break space is never touched."""
    lines = [re.sub(r"[ \t]+", " ", line).strip(" ") for line in text.strip().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def shorten(subject: str) -> str:
    return subject if len(subject) <= SUBJECT_MAX else subject[: SUBJECT_MAX - 1].rstrip() + "…"


def mail_body(message) -> str:
    """The whole mail: greeting, text, link, and the line that says who writes and how to stop it."""
    values = {"message": message, "site": settings.SITE_URL.rstrip("/")}
    text = get_template("notifications/_mail.txt").template.render(Context(values, autoescape=False))
    return tidy(text) + "\n"
