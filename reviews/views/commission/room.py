"""The sitting on one page, on a phone as on a laptop: what moves asks for news every few seconds, what is typed stays."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh, trigger_client_event

from accounts.errors import Refused
from applications.views.reading import key_of
from engine import digest
from reviews.forms.commission import AttendanceRow, DebateForm, ObservationForm
from reviews.forms.deciding import RankForm
from reviews.queries import ranking_of
from reviews.queries.commission.hall import hall_of
from reviews.queries.commission.meetings import items_of
from reviews.queries.commission.room import own_lines, room_of
from reviews.queries.reading import unread_by
from reviews.services.commission import closing
from reviews.services.commission import room as services
from reviews.services.reading import choose_rank, drop_rank
from reviews.views.commission.meetings import meeting_or_404, owes

BETWEEN = re.compile(r">\s+<")


@require_safe
def room(request, pk):
    """The page of the sitting: what moves in one frame, what this person types beside it."""
    meeting = meeting_or_404(request, pk)
    if not meeting.convened_at or meeting.closed_at or meeting.cancelled_at or owes(meeting, request.user):
        return redirect("reviews:meeting", pk=pk)
    found = room_of(meeting, request.user)
    context = {
        "call": meeting.call,
        "meeting": meeting,
        "live": live_html(meeting, found),
        "now": timezone.now(),
        **found,
        **desk_of(request, meeting, found),
    }
    return render(request, "reviews/commission/room.html", context)


@require_safe
def live(request, pk):
    """The frame that moves; nothing when nothing did, so that neither focus nor voice is disturbed."""
    meeting = meeting_or_404(request, pk)
    if meeting.closed_at or meeting.cancelled_at or owes(meeting, request.user):
        return HttpResponseClientRedirect(reverse("reviews:meeting", args=[pk]))
    if meeting.opened_at and "ouverte" not in request.GET:  # what is beside the frame comes with the opening
        return HttpResponseClientRefresh()
    html = live_html(meeting, room_of(meeting, request.user))
    if request.GET.get("vu") == html["stamp"]:
        return HttpResponse(status=204)
    response = render(request, "reviews/commission/_frame.html", {"meeting": meeting, "live": html})
    response["Cache-Control"] = "private, no-store"
    return response


def live_html(meeting, found) -> dict:
    """The frame and its stamp: two equal stamps show the same thing. No token in it: its buttons use the page's form."""
    context = {"meeting": meeting, "call": meeting.call, **found}
    html = render_to_string("reviews/commission/_live.html", context)
    return {"html": html, "stamp": digest.sha256(BETWEEN.sub("><", html))[:16]}


def desk_of(request, meeting, found) -> dict:
    """What this person may write: the debate of an item for who keeps the minutes, observations for members."""
    if not meeting.is_sitting:
        return {}
    point = pointed(request, found) if found["conducts"] else None
    lines = found["hall"].lines if found["conducts"] else own_lines(found["hall"], request.user)
    return {
        "point": point,
        "debate_form": DebateForm(initial={"debate": point.debate}) if point else None,
        "observation_form": ObservationForm(
            lines=lines, items=found["items"], initial={"item": found["current"] and found["current"].pk}
        )
        if lines
        else None,
    }


def pointed(request, found):
    """The item whose debate is being written: the one asked for, else the one in hand."""
    asked = key_of(request.GET.get("point", ""))
    return next((item for item in found["items"] if item.pk == asked), found["current"])


def back(pk, anchor=""):
    return redirect(reverse("reviews:room", args=[pk]) + (f"#{anchor}" if anchor else ""))


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, pk):
    """How each seat is held, all on one page; everybody still expected may be put down as there, to correct and save."""
    meeting = meeting_or_404(request, pk, "reviews.conduct")
    hall = hall_of(meeting)
    sent = request.POST if request.method == "POST" else None
    everybody = "tous" in request.GET
    rows = [
        AttendanceRow(sent, prefix=f"s{line.pk}", line=line, lines=hall.lines, everybody=everybody)
        for line in hall.lines
    ]
    reasons, valid = [], [row.is_valid() for row in rows]
    if sent is not None and all(valid):
        try:
            given = {row.line.pk: row.cleaned_data for row in rows}
            services.record_attendance(pk, by=request.user, rows=given)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Les présences sont notées.")
            return back(pk)
    context = {
        "call": meeting.call,
        "meeting": meeting,
        "rows": rows,
        "declared": hall.declared,
        "everybody": everybody and sent is None,
        "errors": [{"text": reason} for reason in reasons],
    }
    failed = sent is not None
    return render(request, "reviews/commission/attendance.html", context, status=422 if failed else 200)


@require_POST
def open_meeting(request, pk):
    meeting_or_404(request, pk, "reviews.conduct")
    services.open_meeting(pk, by=request.user)
    messages.success(request, "La séance est ouverte.")
    return back(pk)


@require_POST
def go_to(request, pk):
    """Takes an item in hand; none when no item is named."""
    meeting_or_404(request, pk, "reviews.conduct")
    services.go_to(pk, key_of(request.POST.get("item", "")), by=request.user)
    return back(pk, "point")


@require_POST
def hear(request, pk, item):
    meeting_or_404(request, pk, "reviews.conduct")
    services.hear(pk, item, request.POST.get("step", ""), by=request.user)
    return back(pk, "point")


@require_POST
def debate(request, pk, item):
    """Saved as it is typed; a button saves it too."""
    meeting_or_404(request, pk, "reviews.conduct")
    form = DebateForm(request.POST)
    if not form.is_valid():
        raise Refused("Le résumé est trop long.")
    services.write_debate(pk, item, by=request.user, text=form.cleaned_data["debate"])
    words = f"Enregistré à {hour(timezone.now())}"
    if request.htmx:
        return trigger_client_event(HttpResponse(status=204), "jalon:saved", {"text": words})
    messages.success(request, words)
    return back(pk)


def hour(moment) -> str:
    local = localtime(moment)
    return f"{local.hour}\u00a0h\u00a0{local.minute:02d}"


@require_POST
def observe(request, pk):
    meeting = meeting_or_404(request, pk)
    hall, items = hall_of(meeting), items_of(meeting, request.user)
    form = ObservationForm(request.POST, lines=hall.lines, items=items)
    if not form.is_valid():
        raise Refused("Écrivez l’observation, et dites au nom de quel siège.")
    data = form.cleaned_data
    services.observe(pk, data["line"], by=request.user, text=data["text"], item_id=data["item"])
    messages.success(request, "L’observation est consignée au procès-verbal.")
    return back(pk)


@require_http_methods(["GET", "HEAD", "POST"])
def rank(request, pk, number):
    """A rank fixed during the sitting, with its reason; the points decide otherwise."""
    meeting = meeting_or_404(request, pk, "reviews.rank")
    shown = items_of(meeting, request.user)
    file = next((row for row in shown if row.application.number == number), None)
    if file is None:
        raise Http404
    if not has_started(meeting):
        return redirect("reviews:meeting", pk=pk)
    application = file.application
    if unread_by(request.user, application.lot.applications.all()):
        raise PermissionDenied
    chosen = getattr(application, "rank_choice", None)
    row = next(
        (r for r in ranking_of(application.lot, person=request.user) if r.application == application), None
    )
    first = {"rank": row and row.rank, "reason": chosen and chosen.reason}
    form = RankForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and settled(request, application, form):
        return back(pk, "classement")
    context = {"call": meeting.call, "meeting": meeting, "application": application, "form": form}
    context |= {"row": row, "chosen": chosen}
    return render(request, "reviews/commission/rank.html", context, status=422 if form.errors else 200)


def has_started(meeting) -> bool:
    return meeting.opened_at is not None


def settled(request, application, form) -> bool:
    try:
        if "drop" in request.POST:
            drop_rank(application.pk, by=request.user)
            messages.success(request, "Le rang choisi est retiré\u00a0: les points décident de nouveau.")
            return True
        if not form.is_valid():
            return False
        choose_rank(application.pk, by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.is_valid()
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, f"Rang enregistré pour le dossier {application.number}.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk):
    """What closing does, why not yet; afterwards nothing of the sitting changes."""
    meeting = meeting_or_404(request, pk, "reviews.conduct")
    if meeting.closed_at:
        return redirect("reviews:meeting", pk=pk)
    hall = hall_of(meeting)
    lacking = meeting.opened_at is None
    reasons = (
        closing.without_quorum_refusals(meeting, hall, timezone.now())
        if lacking
        else closing.close_refusals(meeting, hall)
    )
    if request.method == "POST":
        action = closing.close_without_quorum if lacking else closing.close
        try:
            action(pk, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "La séance est close. Ses documents sont en préparation.")
            return redirect("reviews:meeting", pk=pk)
    found = room_of(meeting, request.user)
    context = {"call": meeting.call, "meeting": meeting, "reasons": reasons, "lacking": lacking, **found}
    status = 422 if request.method == "POST" else 200
    return render(request, "reviews/commission/close.html", context, status=status)
