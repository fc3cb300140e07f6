"""The one door to the pages of a union: for its delegates, acting for it."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.backends import may
from accounts.enums import OrganisationKind


def on_union(view):
    """Gives the view the union its reader acts for: 404 for who acts for another organisation, 403 for no delegate."""

    @wraps(view)
    def wrapper(request, **kwargs):
        union = request.organisation
        if union is None or union.kind != OrganisationKind.UNION:
            raise Http404
        if not may(request.user, "accounts.accompany", union):
            raise PermissionDenied
        return view(request, union, **kwargs)

    return wrapper
