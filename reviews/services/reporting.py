"""The instruction report of one file."""

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refused
from applications.enums import State
from applications.services.acting import act
from applications.services.gate import move
from reviews import letters
from reviews.models import Report
from reviews.services.reading import visible

FIELDS = ("regularity", "fit", "strengths", "reserves", "cost", "advice")
NAMES = {
    "regularity": "la régularité administrative",
    "fit": "l’adéquation au besoin",
    "strengths": "les points forts",
    "reserves": "les réserves",
    "advice": "l’avis",
}


def save_report(application_id: int, *, by, at=None, **fields) -> Report:
    """Saves the draft of the report; a signed report no longer changes."""
    with transaction.atomic():
        application = visible(application_id, by, "reviews.report", lock=True)
        report, _ = Report.objects.get_or_create(application=application, defaults={"author": by})
        if report.signed_at:
            raise Refused("Le rapport est établi : il ne se modifie plus.")
        for name in FIELDS:
            setattr(report, name, fields.get(name, getattr(report, name)).strip())
        report.author, report.edited_at = by, at or timezone.now()
        report.save()
    return report


def sign_report(application_id: int, *, by, at=None) -> Report:
    """Establishes the report: complete, it becomes a document that the deciders read and the structure does not."""
    at = at or timezone.now()
    with transaction.atomic():
        application = visible(application_id, by, "reviews.report", lock=True)
        report = Report.objects.select_for_update(of=("self",)).filter(application=application).first()
        if report is None:
            raise Refused("Le rapport n’est pas commencé.")
        if report.signed_at:
            raise Refused("Le rapport est déjà établi.")
        if application.state != State.ADMISSIBLE:
            raise Refused("Le rapport s’établit pendant l’instruction d’un dossier recevable.")
        missing = [f"Complétez {name}." for field, name in NAMES.items() if not getattr(report, field)]
        if missing:
            raise Refused(*missing)
        report.signed_at = at
        context = letters.report(application, report)
        report.document = act(application, "instruction_report", context, dated=at, released=False)
        report.save(update_fields=["signed_at", "document"])
    return report


def conclude(application_id: int, *, by, at=None):
    return move(application_id, "conclude", by=by, at=at)


def resume(application_id: int, *, by, reason: str, at=None):
    """Opens the instruction again; the report must be established anew, the submitted reviews stay."""
    with transaction.atomic():
        row = move(application_id, "resume", by=by, reason=reason, at=at)
        Report.objects.filter(application=application_id).update(signed_at=None)
    return row
