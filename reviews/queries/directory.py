"""The directory one looks in to declare a tie: structures and unions, by name or by any number they go by."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.enums import OrganisationKind
from accounts.identifiers import compact, spaced, validate_finess, validate_siren
from accounts.models import Establishment, Organisation

FOUND_SHOWN, SIRET_LENGTH = 20, 14


@dataclass(frozen=True)
class Choice:
    """An organisation one may declare a tie with: of the directory, or known by its number only."""

    key: str
    label: str
    fields: dict


def directory(words: str) -> list[Choice]:
    """The structures and unions of this name or number; a number that nobody there bears may still be declared."""
    number = compact(words)
    if number[:1].isdigit():
        return _by_number(number)
    named = Q(name__icontains=words) | Q(short_name__icontains=words)
    return [_listed(row) for row in _structures().filter(named).order_by("name")[:FOUND_SHOWN]]


def _by_number(number: str) -> list[Choice]:
    same = Q(siret=number) | Q(siren=number[:9] if len(number) == SIRET_LENGTH else number) | Q(finess=number)
    sites = Establishment.objects.filter(finess=number).values("organisation")
    found = [
        _listed(row) for row in _structures().filter(same | Q(pk__in=sites)).order_by("name")[:FOUND_SHOWN]
    ]
    return found or [choice for check, choice in _unlisted(number) if _passes(check, choice)]


def _unlisted(number: str):
    siren = number[:9]
    absent = "absent de l’annuaire"
    yield validate_siren, Choice("siren", f"SIREN {spaced(siren)}, {absent}", {"siren": siren})
    yield validate_finess, Choice("finess", f"FINESS {number}, {absent}", {"finess": number})


def _passes(check, choice) -> bool:
    try:
        check(next(iter(choice.fields.values())))
    except ValidationError:
        return False
    return True


def _structures():
    return Organisation.objects.exclude(kind=OrganisationKind.AUTHORITY).select_related("territory")


def _listed(row) -> Choice:
    about = [row.get_kind_display() if row.kind == OrganisationKind.UNION else "", str(row.territory or "")]
    about.append(f"SIRET {row.spaced_siret}" if row.siret else "")
    told = ", ".join(filter(None, about))
    return Choice(
        f"organisation-{row.pk}", f"{row.name}{f' – {told}' if told else ''}", {"organisation": row}
    )
