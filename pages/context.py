from django.conf import settings


def site(request):
    """What every page shows: the person's organisations, the way around, the unread messages."""
    return {
        "site_name": "Jalon",
        "demo": settings.DEMO,
        "organisation": getattr(request, "organisation", None),
        "organisations": getattr(request, "organisations", []),
    }
