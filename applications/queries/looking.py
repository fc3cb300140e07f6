"""Through which union someone looks at a file, and the log of those looks as its structure reads it."""

from accounts.enums import Role
from applications.models import Application, Consent
from applications.models.visibility import organisations_where
from applications.queries.declaring import OWN

UNION_ROLES = {Role.UNION_EXISTENCE, Role.UNION_PROGRESS, Role.UNION_READ, Role.UNION_COMMENT}


def looks_as_union(held) -> bool:
    """Whether these roles on a file are those of a union that is not also its structure."""
    return bool(held & UNION_ROLES) and not held & OWN


def consents_behind(application, person):
    """The consents under which this person sees the file, the widest first."""
    unions = organisations_where(person, [Role.UNION_DELEGATE])
    found = Consent.objects.current().filter(application=application, union__in=unions)
    return found.select_related("union").order_by("-level", "pk")


def was_shared(person, number: str) -> bool:
    """Whether a union of this person followed this file and no longer does."""
    unions = organisations_where(person, [Role.UNION_DELEGATE])
    past = Consent.objects.filter(application__number=number, union__in=unions, level__gt=0)
    return past.exists() and not Application.objects.visible_to(person).filter(number=number).exists()


def looks_of(application):
    """Everything unions looked at in this file, the latest first."""
    return application.looks.select_related("person", "union")


def prompts_of(application):
    return application.prompts.select_related("by", "union")
