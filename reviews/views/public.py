"""What the public reads once acts are signed and notified: who was chosen, lot by lot, and nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from calls.models import Call
from reviews.queries.results import results_of


@login_not_required
def results(request, slug):
    call = get_object_or_404(Call.objects.published().select_related("authority"), slug=slug)
    return render(request, "reviews/results.html", {"call": call, "lots": results_of(call)})
