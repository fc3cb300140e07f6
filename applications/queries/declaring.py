"""What a person still has to declare before a file opens to them: at their nomination, on an agenda, on the file."""

from accounts.enums import Role

OWN = {Role.EDITOR, Role.SIGNATORY}
SEATS = {Role.COMMISSION_MEMBER, Role.PRESIDENT}
APPOINTED = {Role.EXPERT, *SEATS}
DECLARING = {*APPOINTED, Role.DELEGATION}


def owes_nomination(call, person) -> bool:
    """Whether this person was appointed on the call and has not declared their interests since: no file opens first."""
    return call.appointments.filter(person=person, ended_at=None, nomination=None).exists()


def owed_agenda(application, person) -> int | None:
    """The meeting convened to examine this file on whose agenda this member has not declared yet."""
    convened = application.agenda.filter(
        meeting__convened_at__isnull=False, meeting__closed_at=None, meeting__cancelled_at=None
    )
    return convened.exclude(meeting__declarations__person=person).values_list("meeting_id", flat=True).first()


def owes_declaration(application, person) -> bool:
    """Whether this person has not said of this file if they have an interest in it."""
    return not application.conflicts.filter(person=person, lifted_at=None).exists()
