"""Public results: the winners of the lots whose decisions are released; losers and ranks stay private."""

from django.db.models import Prefetch

from applications.models import HOLDING, Application


def results_of(call):
    """The lots with a released result, each with its winners by name."""
    winners = Prefetch(
        "applications",
        Application.objects.filter(state__in=HOLDING)
        .select_related("structure__territory")
        .order_by("structure__name", "id"),
        to_attr="winners",
    )
    lots = (
        call.lots.filter(result__isnull=False)
        .select_related("result")
        .prefetch_related(winners, "territories")
    )
    return lots.order_by("code")
