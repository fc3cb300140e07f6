"""What the pages of Jalon are measured against: a view that does nothing, behind the same middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path


@login_not_required
def nothing(request):
    return HttpResponse("ok")


urlpatterns = [path("", nothing)]
