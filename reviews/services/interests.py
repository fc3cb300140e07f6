"""What people declare of themselves, once and at their nomination, and what it takes away from them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.backends import may
from accounts.enums import InterestKind, MembershipStatus, OrganisationKind
from accounts.errors import Forbidden, NotVisible, Refused
from accounts.models import Interest, Membership, Organisation, Person
from accounts.nudge import nudge
from applications.models import Application
from calls.models import Appointment, Call
from reviews.models import AgendaDeclaration, Assignment, Meeting, Nomination, Waiver
from reviews.queries.commission.coverage import UNDECIDED, settled
from reviews.queries.interests import affiliations, ties
from reviews.services.declaring import record
from reviews.services.reading import visible

WHY_MAX = 200


def declare_interest(
    *,
    by: Person,
    kind: str,
    organisation: Organisation | None = None,
    siren="",
    finess="",
    detail="",
    at=None,
) -> Interest:
    """Adds a tie of this person with an organisation: of the directory, or known by its number only."""
    named = {"organisation": organisation, "siren": siren, "finess": finess}
    if not any(named.values()):
        raise Refused("Indiquez une organisation de l’annuaire, un numéro SIREN ou un numéro FINESS.")
    if kind not in InterestKind.values:
        raise Refused("Choisissez la nature du lien.")
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if person.interests.current().filter(kind=kind, **named).exists():
            raise Refused("Vous avez déjà déclaré ce lien.")
        at = at or timezone.now()
        row = Interest.objects.create(
            person=person, kind=kind, detail=detail.strip(), declared_at=at, **named
        )
        end_tied_readings(readers=[person], at=at)
    return row


def end_interest(interest_id: int, *, by: Person, at=None) -> Interest:
    """A tie that is over; the row stays, with its two dates."""
    with transaction.atomic():
        row = Interest.objects.select_for_update(of=("self",)).filter(pk=interest_id, person=by).first()
        if row is None:
            raise NotVisible
        if row.ended_at:
            raise Refused("Ce lien est déjà retiré de votre déclaration.")
        row.ended_at = at or timezone.now()
        row.save(update_fields=["ended_at"])
    return row


def nominate(call: Call, *, by: Person, at=None) -> list[Nomination]:
    """Who was appointed on the call declares their interests as they stand today, for each role they were given."""
    with transaction.atomic():
        owed = call.appointments.select_for_update(of=("self",)).filter(
            person=by, ended_at=None, nomination=None
        )
        return _nominate(owed, affiliations(by), at or timezone.now())


def _nominate(appointments: Iterable[Appointment], sentences: list[str], at) -> list[Nomination]:
    return Nomination.objects.bulk_create(
        Nomination(appointment=row, declared_at=at, interests=sentences) for row in appointments
    )


def declare_agenda(
    meeting_id: int, *, by: Person, rows: dict[int, tuple[bool, str]], at=None
) -> AgendaDeclaration:
    """A member goes through the agenda of a convened meeting: {file: (has a conflict, which)}, one line per file.

    The files already closed to them need no line. Every other gets its declaration, and those in conflict vanish.
    """
    at = at or timezone.now()
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",)).select_related("call").get(pk=meeting_id)
        if not may(by, "reviews.vote", meeting.call):
            raise Forbidden
        files = list(agenda_files(meeting, by).select_for_update(of=("self",)))
        if reasons := _agenda_refusals(meeting, files, rows):
            raise Refused(*reasons)
        record(files, rows, by=by, at=at)
        declaration, _ = AgendaDeclaration.objects.update_or_create(
            meeting=meeting, person=by, defaults={"at": at}
        )
    return declaration


def agenda_files(meeting: Meeting, person: Person):
    """The files of the agenda that are not closed to this person, in its order."""
    files = Application.objects.filter(agenda__meeting=meeting).opened_to_authority()
    return files.without_conflicts_of(person).order_by("agenda__position", "agenda__id")


def _agenda_refusals(meeting, files, rows) -> list[str]:
    if meeting.convened_at is None or meeting.cancelled_at or meeting.closed_at:
        return ["Cette réunion n’attend pas de déclaration."]
    reasons = [f"Répondez pour le dossier {file.number}." for file in files if file.pk not in rows]
    return reasons + [
        f"Dossier {file.number}\u00a0: précisez la nature de l’intérêt, elle est inscrite au registre des déports."
        for file in files
        if file.pk in rows and rows[file.pk][0] and not rows[file.pk][1].strip()
    ]


def end_tied_readings(*, readers: Iterable[Person] | None = None, at=None) -> int:
    """Ends the readings of people found since to be tied to the structure: their review no longer counts.

    A file once deliberated or decided keeps the readings it was judged on. Run when a person declares an interest, and by the beat
    for the ties that appear elsewhere: a membership accepted, an adhesion, a SIREN or a FINESS corrected.
    """
    rows = _readings_of_the_affiliated(readers)
    found = ties([row.application.structure for row in rows], {row.reader for row in rows})
    waived = set(
        Waiver.objects.filter(application__in=[row.application_id for row in rows]).values_list(
            "application", "person"
        )
    )
    kept = settled([row.application for row in rows]) if found else set()
    ended = 0
    for row in rows:
        reasons = found.get((row.application.structure_id, row.reader_id))
        if reasons and row.application_id not in kept and (row.application_id, row.reader_id) not in waived:
            ended += _end_tied(row, reasons[0].reason, at or timezone.now())
    return ended


def _readings_of_the_affiliated(readers) -> list[Assignment]:
    """The current readings of undecided files, by people who are a member of, or declared, anything at all."""
    member = Membership.objects.filter(person=OuterRef("reader"), status=MembershipStatus.ACTIVE)
    member = member.exclude(organisation__kind=OrganisationKind.AUTHORITY)
    declared = Interest.objects.current().filter(person=OuterRef("reader"))
    rows = Assignment.objects.current().filter(
        Exists(member) | Exists(declared), application__state__in=UNDECIDED
    )
    rows = rows if readers is None else rows.filter(reader__in=[person.pk for person in readers])
    return list(rows.select_related("application__structure", "reader"))


def _end_tied(row: Assignment, reason: str, at) -> int:
    why = f"Lien trouvé\u00a0: {reason[0].lower()}{reason[1:]}"
    current = Assignment.objects.current().filter(pk=row.pk)
    ended = current.update(
        ended_at=at, tied=True, end_reason=why if len(why) <= WHY_MAX else f"{why[: WHY_MAX - 1]}…"
    )
    if ended:
        nudge("notifications.tasks.tell", "assignment", row.pk)
    return ended


def waive(application_id: int, person: Person, *, by: Person, reason: str, at=None) -> Waiver:
    """Sets aside a tie that was found, for one file, with the reason; a reading it had ended is taken up again."""
    at = at or timezone.now()
    with transaction.atomic():
        application = visible(application_id, by, "reviews.waive", lock=True)
        if refusals := _waiver_refusals(application, person, by, reason):
            raise Refused(*refusals)
        row = Waiver.objects.create(
            application=application, person=person, by=by, reason=reason.strip(), at=at
        )
        _take_up(application, person)
    nudge("notifications.tasks.tell", "waiver", row.pk)
    return row


def _waiver_refusals(application, person, by, reason) -> list[str]:
    found = ties([application.structure], [person]).get((application.structure_id, person.pk), [])
    declared = application.conflicts.filter(person=person, has_conflict=True, lifted_at=None)
    rules = {
        "Motivez cette décision\u00a0: le motif figure au registre des déports.": not reason.strip(),
        "On n’écarte pas un lien qui vous concerne\u00a0: un autre responsable le fera.": person == by,
        f"{person} a déclaré un conflit d’intérêts\u00a0: il ne s’écarte pas.": declared.exists(),
        f"Aucun lien n’est trouvé entre {person} et la structure.": not found,
        f"Ce lien a déjà été écarté pour {person}.": application.waivers.filter(person=person).exists(),
        f"{person} écrit ou signe pour la structure\u00a0: ce lien ne s’écarte pas.": any(
            tie.holds_role for tie in found
        ),
    }
    return [sentence for sentence, broken in rules.items() if broken]


def _take_up(application, person) -> None:
    """The reading that the tie had ended goes on, as long as the file is undecided."""
    if application.state not in UNDECIDED or application.assignments.current().filter(reader=person).exists():
        return
    last = application.assignments.filter(reader=person, tied=True).order_by("-ended_at", "-pk").first()
    if last:
        last.ended_at, last.end_reason, last.tied = None, "", False
        last.save(update_fields=["ended_at", "end_reason", "tied"])
