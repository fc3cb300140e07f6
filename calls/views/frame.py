"""What every page of a call in preparation shares: who may see it, its tabs, what is missing, why it is frozen."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.backends import may
from accounts.errors import Refused
from calls import queries, services
from calls.models import Call

TABS = {
    "presentation": "Présentation",
    "calendar": "Calendrier",
    "lots": "Lots",
    "criteria": "Critères",
    "form": "Formulaire",
    "checks": "Contrôles",
    "indicators": "Indicateurs",
    "eligibility": "Suis-je concerné ?",
    "contact": "Contact et cahier des charges",
    "rules": "Règles",
    "appointments": "Nominations",
    "questions": "Questions reçues",
    "preview": "Aperçu",
}
NOT_MANAGER = "Seules les personnes responsables d’appels modifient cette page."


def managed_call(request, slug, action="calls.view_draft") -> Call:
    """The call, for those to whom it is visible (404) and this action given (403)."""
    calls = Call.objects.visible_to(request.user).select_related("authority")
    call = get_object_or_404(calls, slug=slug)
    if not may(request.user, action, call):
        raise PermissionDenied
    return call


def frame(request, call, facet, **context) -> dict:
    """The context of a facet's page."""
    frozen = services.frozen_reason(call)
    missing = [] if frozen else queries.missing(call, timezone.now())
    return {
        "call": call,
        "facet": facet,
        "card": queries.card(call, timezone.now()),
        "heading": TABS[facet],
        "tabs": tabs(call, facet),
        "frozen": frozen,
        "missing": [
            {"text": row.text, "url": reverse(f"calls:{row.facet}", args=[call.slug])} for row in missing
        ],
        "locked": frozen or ("" if may(request.user, "calls.edit", call) else NOT_MANAGER),
        "may_manage": may(request.user, "calls.publish", call),
        **context,
    }


def tabs(call, facet) -> list[dict]:
    return [
        {"label": label, "url": reverse(f"calls:{name}", args=[call.slug]), "current": name == facet}
        for name, label in TABS.items()
    ]


def attempt(write) -> list[dict]:
    """Runs a write; the refusals, if any, as the error summary shows them."""
    try:
        write()
    except Refused as refusal:
        return [{"text": reason} for reason in refusal.reasons]
    return []
