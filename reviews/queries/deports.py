"""Who stands aside from which file: what closes a file to its reader, and the register that the manager keeps."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localtime

from accounts.enums import MembershipStatus, Role
from accounts.models import Grant, Person
from applications.models import Application
from applications.models.visibility import AUTHORITY, organisations_where
from calls.models import Call
from engine.deadlines import long_date
from reviews.models import Assignment, Conflict, Opinion, Seat, Waiver
from reviews.queries.interests import Tie, ties


class Standing(StrEnum):
    """Where a person stands on a file, the strongest first."""

    DECLARED = "Déport déclaré"
    FOUND = "Déport d’office"
    WAIVED = "Lien écarté"
    OVER = "Lien terminé"


@dataclass
class Deport:
    """One line of the register: a person, a file, what was declared or found between them, and what became of it."""

    application: Application
    person: Person
    declared: Conflict | None = None
    ties: list[Tie] = field(default_factory=list)
    waiver: Waiver | None = None
    set_aside: bool = False  # they had submitted a review, which no longer counts

    @property
    def current(self) -> list[Tie]:
        return [tie for tie in self.ties if tie.until is None]

    @property
    def standing(self) -> Standing:
        if self.declared:
            return Standing.DECLARED
        if self.waiver:
            return Standing.WAIVED
        return Standing.FOUND if self.current else Standing.OVER

    @property
    def reasons(self) -> list[str]:
        """What is declared, then what is found, in the manager's words."""
        found = [tie.reason for tie in self.current or self.ties]
        return [*([self.declared.motive] if self.declared else []), *dict.fromkeys(found)]

    @property
    def since(self) -> datetime:
        if self.declared:
            return self.declared.declared_at
        return min((tie.since for tie in self.current or self.ties), default=None) or self.waiver.at

    @property
    def until(self) -> datetime | None:
        """When it was over, for a tie that has ended."""
        return max((tie.until for tie in self.ties), default=None) if self.standing == Standing.OVER else None

    @property
    def may_be_waived(self) -> bool:
        """A tie found, unless the person writes or signs for the structure; never what they declared themselves."""
        return self.standing == Standing.FOUND and not any(tie.holds_role for tie in self.current)


def closed_to(person) -> list[dict]:
    """Per call where this person holds a role, why and how many files are closed to them; never which."""
    files = (
        Application.objects.opened_to_authority().filter(call__in=_calls_of(person)).select_related("call")
    )
    counted = Counter(
        (file.call, reason) for file, reason in closed_among(files.order_by("call__number", "pk"), person)
    )
    return [{"call": call, "reason": reason, "count": count} for (call, reason), count in counted.items()]


def closed_among(files, person) -> list[tuple[Application, str]]:
    """Those of these files that are closed to this person, with the reason in words for them."""
    files = list(files.in_conflict_with(person).select_related("call", "structure"))
    rows = Conflict.objects.filter(person=person, application__in=files, has_conflict=True, lifted_at=None)
    declared = {row.application_id: row for row in rows}
    found = ties([file.structure for file in files], [person])
    return [
        (file, _told(declared.get(file.pk), found.get((file.structure_id, person.pk), ()))) for file in files
    ]


def _calls_of(person):
    held = person.appointments.filter(ended_at=None).values("call")
    return Call.objects.filter(
        Q(pk__in=held) | Q(authority__in=organisations_where(person, AUTHORITY))
    ).order_by()


def _told(conflict, found) -> str:
    """Why a file is closed, to the person it is closed to."""
    if conflict:
        return f"Vous avez déclaré le {long_date(localtime(conflict.declared_at).date())}\u00a0: « {conflict.motive} »"
    return " ".join(dict.fromkeys(tie.told for tie in found))


def judges_of(call) -> dict[Person, list[str]]:
    """Everyone who holds a role on the call, with the names of their roles: appointed, agents, seats, delegations."""
    found = defaultdict(list)
    for row in call.appointments.filter(ended_at=None).select_related("person"):
        found[row.person].append(row.get_role_display())
    agents = Grant.objects.filter(
        membership__organisation=call.authority_id,
        membership__status=MembershipStatus.ACTIVE,
        role__in=AUTHORITY,
    )
    for row in agents.select_related("membership__person"):
        found[row.membership.person].append(str(row))
    for seat in (
        Seat.objects.of_call(call).current(timezone.localdate()).select_related("holder", "alternate")
    ):
        found[seat.holder].append(f"{seat.capacity} (titulaire)")
        if seat.alternate:
            found[seat.alternate].append(f"{seat.capacity} (suppléant)")
    asked = Opinion.objects.filter(application__call=call, cancelled_at=None).select_related("asked_of")
    for person in {row.asked_of for row in asked}:
        found[person].append(Role.DELEGATION.label)
    return dict(found)


def ties_of(call, person) -> list[Deport]:
    """The register of a call: every conflict declared, every tie found with its candidates since it was published,
    every tie set aside; without the files closed to this person. A fixed number of reads."""
    files = (
        call.applications.opened_to_authority()
        .without_conflicts_of(person)
        .select_related("structure", "lot")
    )
    by_key = {file.pk: file for file in files}
    rows: dict[tuple[int, int], Deport] = {}

    def line(key, who) -> Deport:
        return rows.setdefault((key, who.pk), Deport(by_key[key], who))

    for row in _of(Conflict, by_key).filter(has_conflict=True, lifted_at=None).select_related("person"):
        line(row.application_id, row.person).declared = row
    for row in _of(Waiver, by_key).select_related("person", "by"):
        line(row.application_id, row.person).waiver = row
    for file, who, found in _found(call, by_key.values()):
        line(file.pk, who).ties = found
    aside = Assignment.objects.filter(application__in=by_key, ended_at__isnull=False)
    aside = aside.filter(review__submitted_at__isnull=False)
    for key in aside.values_list("application", "reader"):
        if key in rows:
            rows[key].set_aside = True
    order = list(Standing)
    return sorted(
        rows.values(), key=lambda row: (order.index(row.standing), row.application.number, str(row.person))
    )


def _of(model, files):
    return model.objects.filter(application__in=files)


def _found(call, files):
    """(file, person, ties) for everyone who holds a role on the call; what ended before its publication is past."""
    judges = judges_of(call)
    found = ties([file.structure for file in files], judges, since=call.published_at)
    for file in files:
        for who in judges:
            if kept := found.get((file.structure_id, who.pk)):
                yield file, who, kept


def nominations_of(call, person) -> list[dict]:
    """The people appointed on the call: their declaration at nomination, and on how many files they declared nothing."""
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    rows = Conflict.objects.filter(application__in=files, has_conflict=False, lifted_at=None)
    free = Counter(rows.values_list("person", flat=True))
    held = call.appointments.filter(ended_at=None).select_related("person", "nomination")
    return [
        {"appointment": row, "nomination": getattr(row, "nomination", None), "free": free[row.person_id]}
        for row in held.order_by("person__last_name", "role")
    ]


def declarations_of(call, person):
    """Every declaration made on the files of a call, replaced ones too, minus the files closed to this person."""
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    rows = Conflict.objects.filter(application__in=files).select_related("application__structure", "person")
    return rows.order_by("application__number", "person__last_name", "declared_at")
