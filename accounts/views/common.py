from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.backends import may
from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.models import Organisation
from accounts.queries import to_recognise

VAULT = "applications:vault"  # a page of the room above, by name only


def visible(request, pk) -> Organisation:
    """The organisation, if this person may see it."""
    return get_object_or_404(Organisation.objects.visible_to(request.user).select_related("territory"), pk=pk)


def permitted(request, pk, action) -> Organisation:
    """The organisation, if this person may see it and take this action in it."""
    organisation = visible(request, pk)
    if not may(request.user, action, organisation):
        raise PermissionDenied
    return organisation


def sent(request):
    """What was posted, or None on a first visit: an empty form that is sent is still to be checked."""
    return request.POST if request.method == "POST" else None


def attempt(form, action, *args, **kwargs):
    """Runs the action; a refusal becomes errors of the form. Says whether it went through."""
    try:
        action(*args, **kwargs)
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    return True


def page(request, template, context, *forms):
    """The page; 422 when one of its forms was sent and holds errors."""
    wrong = any(form.is_bound and form.errors for form in forms)
    return render(request, f"accounts/{template}.html", context, status=422 if wrong else 200)


def trail(*organisation):
    """The way back from a page of an organisation."""
    steps = [{"label": "Mes organisations", "url": reverse("accounts:organisations")}]
    return steps + [{"label": str(one), "url": one.get_absolute_url()} for one in organisation]


def tabs(request, organisation, current):
    """The pages of an organisation this person may open."""
    entries = [("accounts:organisation", "Fiche", None), ("accounts:members", "Membres", None)]
    if organisation.kind == OrganisationKind.APPLICANT and may(
        request.user, "applications.view_vault", organisation
    ):
        entries.append((VAULT, "Coffre", None))
    if organisation.kind == OrganisationKind.AUTHORITY and may(
        request.user, "accounts.recognise", organisation
    ):
        entries.append(
            ("accounts:recognition", "Structures à reconnaître", to_recognise(organisation).count())
        )
    return [
        {
            "label": label,
            "url": reverse(name, args=[organisation.pk]),
            "current": name.partition(":")[2] == current,
            "count": count,
        }
        for name, label, count in entries
    ]
