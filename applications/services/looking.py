"""Every look of a union is written down before the page is shown."""

from django.db import transaction
from django.utils import timezone

from applications.enums import ConsentLevel, Watched
from applications.models import Look
from applications.queries.looking import consents_behind

PAGES = set(Watched.values)


def record(application, person, page: str, at=None) -> Look | None:
    """Writes that this delegate looked at this page of the file; None when no consent opens it to them."""
    consent = consents_behind(application, person).first()
    if consent is None:
        return None
    return Look.objects.create(
        application=application,
        union=consent.union,
        person=person,
        page=page if page in PAGES else Watched.OTHER,
        level=consent.level,
        at=at or timezone.now(),
    )


def record_all(consents, person, page: Watched, at=None) -> int:
    """Writes one look per file whose progress a page of several files shows; returns their number."""
    at = at or timezone.now()
    rows = [
        Look(
            application_id=consent.application_id,
            union_id=consent.union_id,
            person=person,
            page=page,
            level=consent.level,
            at=at,
        )
        for consent in consents
        if consent.level >= ConsentLevel.PROGRESS
    ]
    with transaction.atomic():
        return len(Look.objects.bulk_create(rows))
