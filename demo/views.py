from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render

from demo.queries import progress as world_progress
from demo.world.people import PASSWORD, SHOWN


@login_not_required
def progress(request):
    """The banner of the building; once done, the page that shows it is loaded again with the whole world."""
    if world_progress().building:
        return render(request, "demo/_progress.html")
    return HttpResponse(headers={"HX-Refresh": "true"})


@login_not_required
def accounts(request):
    """The demonstration accounts, by role; nowhere else than on a demonstration site."""
    if not settings.DEMO:
        raise Http404
    return render(request, "demo/accounts.html", {"accounts": SHOWN, "password": PASSWORD})
