"""The meetings of a call, before they are held: listed, prepared, convened, cancelled; and what they left."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.backends import may
from accounts.errors import Refused
from accounts.policy import POLICY
from applications.views.authority import call_or_404, call_tabs
from applications.views.reading import require_nomination
from documents.models import Document
from reviews.forms.commission import AgendaForm, LateForm, MeetingForm, WhenForm, when_of
from reviews.models import Meeting
from reviews.queries.commission import meetings as queries
from reviews.queries.commission.hall import hall_of, presence_words
from reviews.queries.commission.record import record
from reviews.queries.commission.seats import seats_for
from reviews.services.commission import meetings as services
from reviews.services.commission.closing import signers

HEARING_FIRST = {"hearing_minutes": 10, "question_minutes": 10}


def meeting_or_404(request, pk, action: str = "reviews.attend") -> Meeting:
    """The meeting of the URL, for those of the call's commission; before it is convened, for those who prepare it."""
    rows = Meeting.objects.select_related("call__authority", "previous", "signed_by", "current")
    meeting = get_object_or_404(rows, pk=pk)
    held = meeting.call.roles_of(request.user)
    runs = not POLICY["reviews.convene"].isdisjoint(held)
    if POLICY["reviews.attend"].isdisjoint(held) or not (meeting.convened_at or runs):
        raise Http404
    if POLICY[action].isdisjoint(held):
        raise PermissionDenied
    require_nomination(request.user, meeting.call, held)
    return meeting


@require_safe
def commission(request, slug):
    """The meetings of the call's commission and who sits on it."""
    call = call_or_404(request, slug, "reviews.attend")
    runs = may(request.user, "reviews.convene", call)
    context = {
        "call": call,
        "tabs": call_tabs(call, request.user, "commission"),
        "meetings": queries.listed(call, runs=runs),
        "seats": seats_for(call),
        "may_list": may(request.user, "calls.list_files", call),
        "may_convene": runs and call.files_are_open(),
        "may_seat": may(request.user, "reviews.manage_seats", call),
    }
    return render(request, "reviews/commission/commission.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request, slug):
    call = call_or_404(request, slug, "reviews.convene")
    form = MeetingForm(
        request.POST if request.method == "POST" else None, zone=call.time_zone, initial=HEARING_FIRST
    )
    if request.method == "POST" and form.is_valid():
        meeting = attempt(form, services.create, call, by=request.user, **form.values())
        if meeting:
            return redirect("reviews:agenda", pk=meeting.pk)
    context = {"call": call, "form": form, "home": reverse("reviews:commission", args=[slug])}
    status = 422 if form.errors else 200
    return render(request, "reviews/commission/meeting_form.html", context, status=status)


def attempt(form, action, *args, **kwargs):
    """What the action gave; a refusal becomes errors of the form, and nothing is given."""
    try:
        return action(*args, **kwargs)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    meeting = meeting_or_404(request, pk, "reviews.convene")
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        zone=meeting.call.time_zone,
        initial=when_of(meeting),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.edit, pk, by=request.user, **form.values())
    ):
        messages.success(request, "La réunion est modifiée\u00a0; les auditions ont suivi.")
        return redirect("reviews:meeting", pk=pk)
    context = {"call": meeting.call, "meeting": meeting, "form": form, "home": home_of(meeting)}
    status = 422 if form.errors else 200
    return render(request, "reviews/commission/meeting_form.html", context, status=status)


def home_of(meeting) -> str:
    return reverse("reviews:meeting", args=[meeting.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request, pk):
    """The files of the agenda among those it may hold, their order, and the hours of hearing."""
    meeting = meeting_or_404(request, pk, "reviews.convene")
    files = [item.application for item in queries.items_of(meeting, request.user)]
    if not meeting.previous_id:
        shown = {file.pk for file in files}
        files += [file for file in queries.eligible(meeting.call, request.user) if file.pk not in shown]
    form = AgendaForm(request.POST if request.method == "POST" else None, files=files, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_agenda(pk, by=request.user, files=form.chosen(), hours=form.hours())
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, "L’ordre du jour est enregistré.")
            return redirect("reviews:meeting", pk=pk)
    context = {
        "call": meeting.call,
        "meeting": meeting,
        "form": form,
        "rows": form.rows(),
        "hearings": bool(meeting.hearing_minutes),
        "minutes": meeting.hearing_minutes + meeting.question_minutes,
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/commission/agenda.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def convene(request, pk):
    """Who will be told what, whether in time, and why not if not; then the convocation leaves."""
    meeting = meeting_or_404(request, pk, "reviews.convene")
    now = timezone.now()
    if meeting.convened_at:
        return redirect("reviews:meeting", pk=pk)
    too_late = services.late(meeting, now)
    form = LateForm(request.POST if request.method == "POST" else None) if too_late else None
    reasons = services.convene_refusals(meeting, now)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            services.convene(
                pk, by=request.user, late_reason=form.cleaned_data["late_reason"] if form else ""
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(
                request, "La commission est convoquée. Chaque membre et chaque candidat est prévenu."
            )
            return redirect("reviews:meeting", pk=pk)
    context = {
        "call": meeting.call,
        "meeting": meeting,
        "form": form,
        "reasons": reasons,
        "delays": [{"delay": delay, "kept": delay.kept(now)} for delay in queries.delays_of(meeting)],
        "seats": seats_for(meeting.call, timezone.localdate(meeting.starts_at)),
        "items": queries.items_of(meeting, request.user),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reviews/commission/convene.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk):
    meeting = meeting_or_404(request, pk, "reviews.convene")
    reasons = []
    if request.method == "POST":
        try:
            services.cancel(pk, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "La réunion est annulée.")
            return redirect("reviews:commission", slug=meeting.call.slug)
    context = {"meeting": meeting, "call": meeting.call, "errors": [{"text": reason} for reason in reasons]}
    return render(request, "reviews/commission/cancel.html", context, status=422 if reasons else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def second(request, pk):
    """The second meeting, on what the first could not deliberate: within the delay, without quorum."""
    first = meeting_or_404(request, pk, "reviews.convene")
    form = WhenForm(
        request.POST if request.method == "POST" else None,
        zone=first.call.time_zone,
        initial={"place": first.place},
    )
    if request.method == "POST" and form.is_valid():
        meeting = attempt(form, services.second, pk, by=request.user, **form.values())
        if meeting:
            messages.success(request, "La seconde réunion est créée\u00a0: convoquez-la sans attendre.")
            return redirect("reviews:convene", pk=meeting.pk)
    context = {
        "call": first.call,
        "first": first,
        "form": form,
        "until": queries.second_until(first),
        "days": first.call.second_meeting_days,
        "home": home_of(first),
    }
    return render(request, "reviews/commission/second.html", context, status=422 if form.errors else 200)


@require_safe
def meeting(request, pk):
    """The agenda for each who attends: what they must declare, read, join; afterwards, what the meeting left."""
    row = meeting_or_404(request, pk)
    person, call = request.user, row.call
    hall, owed, papers = hall_of(row), owes(row, person), papers_of(row, person)
    context = {
        "call": call,
        "meeting": row,
        "tabs": call_tabs(call, person, "commission"),
        "items": agenda_of(row, person, reads=not owed),
        "reads": not owed,
        "refused": [] if owed or not call.commission_required else queries.inadmissible(call, person),
        "declared": queries.has_declared(row, person),
        "owes": owed,
        "papers": papers,
        "pending": any(paper["status"] == "pending" for paper in papers),
        "extract": bool(hall.closed_to(person)),
        "lines": [{"line": line, "presence": presence_words(line)} for line in hall.lines],
        "seats": [] if hall.lines else seats_for(call, timezone.localdate(row.starts_at)),
        "record": record(hall, person=person) if row.closed_at else None,
        "actions": actions_of(row, person, hall),
        "waiting": waiting_for_second(row, person),
    }
    return render(request, "reviews/commission/meeting.html", context)


def owes(meeting, person) -> bool:
    """Whether this member must still declare their interests on the agenda."""
    member = may(person, "reviews.vote", meeting.call)
    return bool(
        meeting.convened_at
        and not meeting.closed_at
        and not meeting.cancelled_at
        and member
        and not queries.has_declared(meeting, person)
    )


def agenda_of(meeting, person, *, reads: bool) -> list:
    """The items this person may hear of, with the report of each once they may read."""
    items = queries.items_of(meeting, person)
    reports = queries.reports_of(meeting, person) if reads else {}
    for item in items:
        item.report = reports.get(item.application_id)
    return items


def papers_of(meeting, person) -> list[dict]:
    """The papers of the meeting this person may read, as the documents component takes them."""
    rows = Document.objects.visible_to(person).filter(sitting__meeting=meeting).select_related("sitting__lot")
    return [
        {
            "title": paper_title(document),
            "url": reverse("documents:download", args=[document.code]),
            "status": document.status,
            "date": document.dated,
            "size": document.size,
        }
        for document in rows.order_by("sitting__kind", "-dated", "-pk")
    ]


def paper_title(document) -> str:
    lot = document.sitting.lot
    title = f"{document.sitting.get_kind_display()}{f' – {lot}' if lot else ''}"
    if not document.context.get("draft"):
        return title
    replaced = ", remplacé par la version signée" if document.standing != "in_force" else ""
    return f"{title} (projet{replaced})"


def actions_of(meeting, person, hall) -> dict:
    """What this person may do with the meeting now."""
    live = not meeting.cancelled_at and not meeting.closed_at
    runs = may(person, "reviews.convene", meeting.call)
    return {
        "prepare": runs and live and not meeting.convened_at,
        "cancel": runs and live and not meeting.opened_at,
        "room": bool(live and meeting.convened_at),
        "sign": bool(
            meeting.closed_at
            and not meeting.signed_at
            and may(person, "reviews.sign_minutes", meeting)
            and person.pk in signers(hall)
        ),
    }


def waiting_for_second(meeting, person) -> bool:
    """Whether a second meeting is to be called, by this person."""
    if not meeting.closed_at or meeting.previous_id or not may(person, "reviews.convene", meeting.call):
        return False
    return bool(queries.without_quorum(meeting)) and not Meeting.objects.filter(previous=meeting).exists()
