from django.conf import settings
from django.urls import reverse

from notifications.queries import unread_count
from pages.queries import nav_of


def site(request):
    """What every page shows: the person's organisations, the way around, the unread messages."""
    person = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    organisation = getattr(request, "organisation", None)
    return {
        "site_name": "Jalon",
        "demo": settings.DEMO,
        "organisation": organisation,
        "organisations": getattr(request, "organisations", []),
        "nav": navigation(request, person, organisation) if person is not None else [],
        "unread": unread_count(person) if signed_in else 0,
        "compact": signed_in and person.compact,
    }


def navigation(request, person, organisation) -> list[dict]:
    entries = ((label, reverse(name)) for label, name in nav_of(person, organisation))
    return [{"label": label, "url": url, "current": _is_current(request.path, url)} for label, url in entries]


def _is_current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
