from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import Person
from calls.models import Appointment, Call
from calls.services.drafts import locked

ROLES = (Role.EXPERT, Role.COMMISSION_MEMBER, Role.PRESIDENT)


def appoint(call: Call, email: str, role: str, *, by, at=None) -> Appointment:
    """Gives a role on the call to someone who has an account. Possible before and after publication."""
    with locked(call, by, "calls.appoint") as row:
        person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
        reasons = _refusals(row, email, role, person)
        if reasons or person is None:
            raise Refused(*reasons)
        return Appointment.objects.create(
            call=row, person=person, role=role, appointed_by=by, appointed_at=at or timezone.now()
        )


def end_appointment(appointment: Appointment, *, by, at=None) -> Appointment:
    """Takes the role back from this instant; the row stays."""
    with locked(appointment.call, by, "calls.appoint"):
        row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
        if row.ended_at:
            raise Refused("Cette nomination a déjà pris fin.")
        row.ended_at = at or timezone.now()
        row.save(update_fields=["ended_at"])
        return row


def set_loads(call: Call, loads: dict[int, tuple[int, int | None]], *, by) -> None:
    """How many files each current expert reads: {appointment: (at least, at most or no limit)}."""
    with locked(call, by, "calls.appoint") as row:
        for appointment in row.appointments.filter(pk__in=loads, role=Role.EXPERT, ended_at=None):
            appointment.least_files, appointment.most_files = loads[appointment.pk]
            appointment.save(update_fields=["least_files", "most_files"])


def _refusals(call, email, role, person) -> list[str]:
    if role not in ROLES:
        return ["Ce rôle ne se donne pas sur un appel."]
    if person is None:
        return [
            f"Aucun compte n’existe pour {email.strip()}. Demandez à cette personne de créer un compte avec"
            " cette adresse, puis nommez-la."
        ]
    current = call.appointments.filter(role=role, ended_at=None)
    if current.filter(person=person).exists():
        return [f"{person} tient déjà ce rôle dans l’appel."]
    if role == Role.PRESIDENT and current.exists():
        return ["La commission a déjà une présidence : mettez-y fin d’abord."]
    return []
