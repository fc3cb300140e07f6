from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts.enums import CURRENT_ORGANISATION, OrganisationKind
from accounts.queries import organisations_of

WITHOUT_SECOND_FACTOR = ("/compte/", "/static/", "/sante/")


def current_organisation(get_response):
    """Puts on the request the organisations of the person and the one they act for; who only reads remembers roles."""

    def middleware(request):
        request.organisations, request.organisation = [], None
        if request.user.is_authenticated:
            if request.method in ("GET", "HEAD"):
                request.user.memory = {}
            request.organisations = list(organisations_of(request.user))
            chosen = request.session.get(CURRENT_ORGANISATION)
            by_id = {organisation.pk: organisation for organisation in request.organisations}
            request.organisation = by_id.get(chosen) or next(iter(request.organisations), None)
        return get_response(request)

    return middleware


def second_factor(get_response):
    """Sends the people of an authority, and of the administration, to set up the second factor the setting requires."""
    from allauth.mfa.utils import is_mfa_enabled

    def middleware(request):
        if settings.SECOND_FACTOR_REQUIRED and must_set_up(request) and not is_mfa_enabled(request.user):
            return HttpResponseRedirect(reverse("mfa_index"))
        return get_response(request)

    def must_set_up(request):
        return (
            request.user.is_authenticated
            and not request.path.startswith(WITHOUT_SECOND_FACTOR)
            and (request.user.is_staff or works_for_an_authority(request) or holds_a_seat(request.user))
        )

    return middleware


def holds_a_seat(person) -> bool:
    """Whether this person judges the files of a call, often from outside the authority."""
    return person.appointments.filter(ended_at=None).exists()


def works_for_an_authority(request) -> bool:
    return any(organisation.kind == OrganisationKind.AUTHORITY for organisation in request.organisations)
