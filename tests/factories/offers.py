from datetime import timedelta
from itertools import count

from django.utils import timezone

from accounts.enums import Role
from calls.enums import CallStatus, Kind, Part, QuestionKind
from calls.models import (
    Appointment,
    Call,
    CheckPoint,
    Criterion,
    FormVersion,
    Indicator,
    Lot,
    Question,
    RefusalGround,
    Section,
)
from calls.procedures import PROCEDURES, defaults
from reviews.models import Nomination

NUMBERS = count(1)
DAY = timedelta(days=1)

QUESTIONS = (
    # section, part, key, kind, label, fields
    ("candidature", Part.CANDIDATURE, "statuts", QuestionKind.FILE, "Statuts signés", {}),
    ("candidature", Part.CANDIDATURE, "honneur", QuestionKind.DECLARATION, "Déclaration sur l’honneur", {}),
    ("projet", Part.PROJECT, "besoin", QuestionKind.LONG_TEXT, "Quel besoin avez-vous constaté ?", {"limits": {"max_length": 3000}}),
    ("projet", Part.PROJECT, "file_active", QuestionKind.INTEGER, "File active attendue", {"limits": {"min": 1}}),
    ("projet", Part.PROJECT, "partenaires", QuestionKind.YES_NO, "Avez-vous des partenaires ?", {}),
    ("projet", Part.PROJECT, "lesquels", QuestionKind.TEXT, "Lesquels ?", {"visible_if": {"key": "partenaires", "op": "eq", "value": "yes"}}),
)  # fmt: skip
CRITERIA = (("besoin", "Réponse au besoin", 4), ("equipe", "Équipe", 3), ("cout", "Coût", 3))


def make_call(
    cast, kind=Kind.AMI, *, closes_in=20, window=70, envelope=300_000, published=True, **fields
) -> Call:
    """A published call that closes in so many days (negative: already closed), with one lot, a form and a grid."""
    now, rank = timezone.now(), next(NUMBERS)
    closes_at = (now + closes_in * DAY).replace(hour=11, minute=0, second=0, microsecond=0)
    call = Call.objects.create(
        **{
            "authority": cast.authority,
            "kind": kind,
            "public_name": PROCEDURES[kind].label,
            "number": f"TST-2026-{rank:03d}",
            "slug": f"appel-de-test-{rank}",
            "title": f"Appel de test {rank}",
            "object": "Aller vers les personnes éloignées du soin.",
            "who_may_apply": "Les CSAPA, CAARUD et équipes mobiles.",
            "time_zone": cast.authority.time_zone,
            "opens_at": closes_at - window * DAY,
            "closes_at": closes_at,
            "contact_name": "Service des appels",
            "contact_email": "appels@ars.test",
            "funding_line": "FIR",
            "eligibility": [{"key": "region", "text": "Votre projet est-il dans la région ?", "expected": "yes", "explain": "Cet appel est réservé à la région."}],
            **defaults(kind),
            **fields,
        }
    )  # fmt: skip
    lot = Lot.objects.create(
        call=call,
        code="1",
        title="Lot unique",
        envelope=envelope if call.with_money else None,
        ceiling=200_000,
    )
    lot.territories.add(cast.region)
    for position, (key, label, weight) in enumerate(CRITERIA, start=1):
        Criterion.objects.create(call=call, key=key, position=position, label=label, weight=weight)
    _form(call)
    for position, label in enumerate(("Reçu dans le délai", "Pièces présentes"), start=1):
        CheckPoint.objects.create(call=call, position=position, label=label)
    Indicator.objects.create(call=call, key="personnes", label="Personnes rencontrées", unit="personnes")
    RefusalGround.objects.get_or_create(
        kind=kind,
        code="hors-delai",
        defaults={"label": "Dossier reçu hors délai", "legal_basis": "Règlement"},
    )
    for who, role in (
        (cast.expert, Role.EXPERT),
        (cast.second_expert, Role.EXPERT),
        (cast.commissioner, Role.COMMISSION_MEMBER),
        (cast.president, Role.PRESIDENT),
    ):
        appoint(call, who, role, by=cast.manager)
    if published:
        publish(call, cast)
    return call


def appoint(call, who, role, *, by) -> Appointment:
    """A role given on the call to someone who declared their interests at once, as every file requires."""
    row = Appointment.objects.create(call=call, person=who, role=role, appointed_by=by)
    Nomination.objects.create(appointment=row)
    return row


def _form(call):
    form, sections = FormVersion.objects.create(call=call), {}
    for position, (section, part, key, kind, label, fields) in enumerate(QUESTIONS, start=1):
        if section not in sections:
            sections[section] = Section.objects.create(
                form=form, key=section, position=len(sections) + 1, title=section.capitalize(), part=part
            )
        Question.objects.create(
            section=sections[section], key=key, position=position, kind=kind, label=label, **fields
        )


def publish(call, cast):
    call.opens_at = call.opens_at or timezone.now() - 10 * DAY
    call.status, call.published_at, call.published_by = CallStatus.PUBLISHED, call.opens_at, cast.manager
    if not call.sealed:
        call.opened_at, call.opened_by = call.opens_at, cast.manager
    call.save()
    call.forms.update(frozen_at=call.opens_at)
