"""The door of files sent in parts: begin, ask how far, feed, finish, abandon. static/js/pieces.js speaks it."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import Refused
from applications.models import Sending
from applications.services import sending as services
from applications.uploads import ACCEPTED
from applications.views.blocks import Outcome
from applications.views.complements import dressed
from applications.views.drafting import again
from applications.views.reading import key_of, on_file
from applications.views.section import fragments
from calls.models import Question


@require_POST
@on_file("applications.edit")
def begin(request, application):
    """A place for a file: {target, name, size, mark} → its address, how much of it is there, how long a part may be."""
    asked = request.POST
    try:
        found = services.begin(
            application.pk,
            by=request.user,
            target=target_of(application, asked.get("target", "")),
            name=asked.get("name", ""),
            size=key_of(asked.get("size", "")) or 0,
            mark=asked.get("mark", ""),
        )
    except Refused as error:
        return refused(error)
    return told(application, found, status=201)


def target_of(application, target: str) -> str:
    """A file question of the form or an item of a complement; 404 for anything else."""
    if services.item_of(application, target) if target.startswith(services.COMPLEMENT) else None:
        return target
    get_object_or_404(Question, section__form=application.form_id, key=target, kind="file")
    return target


@require_http_methods(["GET", "HEAD", "PUT", "DELETE"])
@on_file("applications.edit")
def part(request, application, token):
    found = mine(request, application, token)
    if request.method == "DELETE":
        services.abandon(found)
        return HttpResponse(status=204)
    if request.method == "PUT":
        return feed(request, application, found)
    return told(application, found)


def feed(request, application, found):
    offset, announced = (
        key_of(request.headers.get("Upload-Offset", "")),
        key_of(request.META.get("CONTENT_LENGTH") or ""),
    )
    if offset is None or not announced or announced > settings.CHUNK_BYTES:
        return JsonResponse({"reasons": ["Cette partie est trop longue."]}, status=413)
    content = request.read(announced)
    if len(content) != announced:  # the connection was cut: this part will come again
        return told(application, found, status=409)
    try:
        return told(application, services.feed(found, offset, content))
    except services.Misplaced as error:
        found.arrived = error.arrived
        return told(application, found, status=409)
    except Refused as error:
        return refused(error)


@require_POST
@on_file("applications.edit")
def finish(request, application, token):
    """Joins the file, and sends back the part of the page that shows it."""
    found, outcome = mine(request, application, token), Outcome()
    try:
        services.finish(found, by=request.user, at=request.received_at)
        outcome.moved.add(found.target)
    except services.Misplaced:
        return told(application, found, status=409)
    except Refused as error:
        outcome.files[found.target] = error.reasons
    fresh = again(application.number)
    if found.target.startswith(services.COMPLEMENT):
        return item_fragment(request, fresh, services.item_of(fresh, found.target), outcome)
    question = get_object_or_404(Question, section__form=fresh.form_id, key=found.target)
    here = reverse("applications:section", args=[fresh.number, question.section.key])
    return fragments(request, fresh, [question], None, outcome, here)


def item_fragment(request, application, item, outcome):
    reasons = [reason for reasons in outcome.files.values() for reason in reasons]
    [item] = dressed(application, request.user, [item])
    context = {"application": application, "item": item, "refused": reasons, "accepted": ACCEPTED}
    context["clock"] = {"missing": item.complement.unanswered_items()}
    return render(request, "applications/_item_sent.html", context, status=422 if reasons else 200)


def mine(request, application, token) -> Sending:
    """A file that this very person is sending to this very file."""
    found = Sending.objects.filter(application=application, by=request.user, token=token).first()
    if found is None:
        raise Http404
    return found


def told(application, found, status=200):
    """Where a file under way is: its address, how much arrived, how long a part may be."""
    address = reverse("applications:sending_part", args=[application.number, found.token])
    told = {"url": address, "arrived": found.arrived, "size": found.size, "part": settings.CHUNK_BYTES}
    response = JsonResponse(told, status=status)
    response["Upload-Offset"] = str(found.arrived)
    response["Cache-Control"] = "no-store"
    return response


def refused(error: Refused):
    return JsonResponse({"reasons": error.reasons}, status=422)
