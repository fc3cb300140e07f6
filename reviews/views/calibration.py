"""Harmonised marks beside the marks as given: for reading, never for ranking by themselves."""

from django.shortcuts import render

from accounts.backends import may
from applications.views.authority import call_tabs
from reviews.queries.calibration import calibrated
from reviews.queries.reading import unread_by
from reviews.views import plots
from reviews.views.ranking import lot_or_404, siblings


def calibration(request, pk):
    lot = lot_or_404(request, pk, "reviews.view_scores")
    unread = list(unread_by(request.user, lot.applications.all()))
    named = may(request.user, "reviews.assign", lot.call)
    page = None if unread or not lot.call.scored else calibrated(lot, request.user, named=named)
    context = {
        "lot": lot,
        "call": lot.call,
        "tabs": call_tabs(lot.call, request.user, "ranking", lot),
        "lots": siblings(lot, "reviews:calibration"),
        "unread": unread,
        "page": page,
        "named": named,
        "forest": page and plots.forest(page),
        "severities": page and plots.severities(page),
    }
    return render(request, "reviews/calibration/lot.html", context)


def method(request):
    """How to read the page, in plain words; it shows no file."""
    return render(request, "reviews/calibration/method.html")
