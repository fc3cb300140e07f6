"""Who reads which file, what they declared, and whose scores one may see."""

from django.db.models import Count, Q

from accounts.backends import may
from accounts.enums import Role
from applications.models import Application
from calls.models import Call
from reviews.models import Assignment, Conflict


def register_of(call, person):
    """The declarations made on the files of a call, minus the files closed to this person."""
    files = call.applications.opened_to_authority().without_conflicts_of(person)
    rows = Conflict.objects.filter(application__in=files).select_related("application__structure", "person")
    return rows.order_by("-has_conflict", "application__number", "-declared_at")


def unread_by(person, files):
    """The files among these that this person has to mark and has not yet; one closed to them waits for nothing."""
    mine = Assignment.objects.current().filter(reader=person, application__in=files)
    barred = Application.objects.in_conflict_with(person).order_by().values("pk")
    return (
        mine.exclude(application__in=barred)
        .exclude(review__submitted_at__isnull=False)
        .values_list("application__number", flat=True)
    )


def sees_scores(application, person) -> bool:
    """Whether this person may see what others gave: once their own marks are in, if any are expected."""
    return may(person, "reviews.view_scores", application) and not unread_by(person, [application.pk])


def owed_nominations(person):
    """The calls on which this person was appointed and has not declared their interests since."""
    owed = person.appointments.filter(ended_at=None, nomination=None)
    return Call.objects.filter(pk__in=owed.values("call")).order_by("number")


def readings_of(person):
    """The files this person has to mark, what is due first; none of a conflict, nor of a call that waits for their
    declaration at nomination."""
    marked = Count("review__scores", filter=Q(review__scores__value__isnull=False), distinct=True)
    rows = Assignment.objects.current().filter(
        reader=person, application__in=Application.objects.without_conflicts_of(person)
    )
    rows = rows.exclude(application__call__in=owed_nominations(person).order_by())
    rows = rows.select_related("application__call", "application__lot", "application__structure", "review")
    rows = rows.annotate(marked=marked, expected=Count("application__call__criteria", distinct=True))
    return rows.order_by("review__submitted_at", "due_on", "application__number")


def declared_by(person, files) -> set[int]:
    """The files among these on which this person has declared."""
    declared = person.conflicts.filter(lifted_at=None, application__in=files)
    return set(declared.values_list("application", flat=True))


def sittings_of(person):
    """The files of the commissions this person sits on or presides, once admitted."""
    seats = person.appointments.filter(
        ended_at=None, role__in=[Role.COMMISSION_MEMBER, Role.PRESIDENT], nomination__isnull=False
    ).values("call")
    files = Application.objects.opened_to_authority().without_conflicts_of(person)
    files = files.filter(call__in=seats, admitted_at__isnull=False)
    return files.select_related("call", "lot", "structure").order_by("call__number", "number")
