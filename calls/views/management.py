"""Start a call, publish it, name its people, answer its candidates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.backends import may
from calls import forms, queries, services
from calls.enums import Kind
from calls.models import Answer
from calls.procedures import PROCEDURES
from calls.views.frame import attempt, frame, managed_call

PER_PAGE = 20


def authority_of(request, action):
    """The authority the person acts for, if this action is theirs there."""
    authority = request.organisation
    if authority is None or not may(request.user, action, authority):
        raise PermissionDenied
    return authority


@require_safe
def listing(request):
    authority = authority_of(request, "calls.view_draft")
    page = Paginator(queries.managed(authority), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "authority": authority,
        "page_obj": page,
        "cards": queries.cards(page.object_list, timezone.now()),
        "may_create": may(request.user, "calls.create", authority),
    }
    return render(request, "calls/manage/list.html", context)


@require_safe
def kinds(request):
    authority_of(request, "calls.create")
    return render(request, "calls/manage/kinds.html", {"procedures": PROCEDURES})


@require_http_methods(["GET", "HEAD", "POST"])
def start(request, kind):
    authority = authority_of(request, "calls.create")
    if kind not in Kind.values:
        raise Http404
    form = forms.StartForm(request.POST if request.method == "POST" else None, kind=kind)

    def write(title, model):
        return services.create_from_model(authority, kind, model, title, by=request.user)

    context = {"procedure": PROCEDURES[Kind(kind)], "kind": Kind(kind)}
    return _begin(request, form, write, "calls/manage/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def clone(request, slug):
    call = managed_call(request, slug)
    if not may(request.user, "calls.create", call.authority):
        raise PermissionDenied
    form = forms.CloneForm(request.POST if request.method == "POST" else None, initial={"title": call.title})
    return _begin(
        request,
        form,
        lambda title: services.clone(call, title=title, by=request.user),
        "calls/manage/clone.html",
        {"call": call},
    )


def _begin(request, form, write, template, context):
    errors, made = [], []
    if request.method == "POST" and form.is_valid():
        errors = attempt(lambda: made.append(write(**form.cleaned_data)))
        if made:
            messages.success(request, f"L’appel {made[0].number} est créé, en préparation.")
            return redirect("calls:presentation", slug=made[0].slug)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**context, "form": form, "errors": errors}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, slug):
    call = managed_call(request, slug, "calls.publish")
    if call.published_at:  # a second click, or a page left open
        return redirect("calls:presentation", slug=slug)
    errors = attempt(lambda: services.publish(call, by=request.user)) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        messages.success(request, "L’appel est publié. Son contenu est figé.")
        return redirect("calls:presentation", slug=slug)
    whole = queries.whole(call)
    context = frame(request, whole, "preview", errors=errors, timetable=queries.timetable(whole))
    return render(request, "calls/manage/publish.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def appointments(request, slug):
    sent = request.method == "POST"
    call = managed_call(request, slug, "calls.appoint" if sent else "calls.view_draft")
    form, errors = forms.AppointmentForm(request.POST if sent else None), []
    if sent and form.is_valid():
        values = form.cleaned_data
        errors = attempt(lambda: services.appoint(call, values["email"], values["role"], by=request.user))
        if not errors:
            messages.success(request, "La nomination est enregistrée.")
            return redirect("calls:appointments", slug=slug)
    return _appointments(request, call, form=form, errors=errors)


def _appointments(request, call, **shown):
    """The people of the call; 422 when what was sent, names or loads, is not right."""
    if "loads" not in shown:
        rows = queries.appointments(call)
        shown |= {"rows": rows, "loads": forms.LoadsForm(rows=[row for row in rows if row.reads])}
    shown.setdefault("form", forms.AppointmentForm())
    context = frame(request, call, "appointments", **shown)
    status = 422 if request.method == "POST" else 200
    return render(request, "calls/manage/appointments.html", context, status=status)


@require_POST
def loads(request, slug):
    """How many files each expert reads, all at once."""
    call = managed_call(request, slug, "calls.appoint")
    rows = queries.appointments(call)
    form = forms.LoadsForm(request.POST, rows=[row for row in rows if row.reads])
    if not form.is_valid():
        return _appointments(request, call, loads=form, rows=rows)
    services.set_loads(call, form.loads(), by=request.user)
    messages.success(request, "Les charges sont enregistrées.")
    return redirect("calls:appointments", slug=slug)


@require_POST
def end_appointment(request, slug, pk):
    call = managed_call(request, slug, "calls.appoint")
    row = get_object_or_404(call.appointments, pk=pk)
    errors = attempt(lambda: services.end_appointment(row, by=request.user))
    for error in errors:
        messages.error(request, error["text"])
    if not errors:
        messages.success(request, f"La nomination de {row.person} a pris fin.")
    return redirect("calls:appointments", slug=slug)


@require_safe
def questions(request, slug):
    call = managed_call(request, slug)
    rows = queries.exchanges(call)
    context = frame(
        request,
        call,
        "questions",
        waiting=[row for row in rows if not row.answered_at],
        answered=[row for row in rows if row.answered_at],
        too_late=services.refusals_to_answer(call, Answer(call=call)),
        may_answer=may(request.user, "calls.answer", call),
    )
    return render(request, "calls/manage/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, slug, pk):
    call = managed_call(request, slug, "calls.answer")
    row = get_object_or_404(call.answers, pk=pk, answered_at=None)
    form = forms.AnswerForm(
        request.POST if request.method == "POST" else None, initial={"question": row.question}
    )
    errors = []
    if request.method == "POST" and form.is_valid():
        errors = attempt(lambda: services.answer(row, by=request.user, **form.cleaned_data))
        if not errors:
            messages.success(request, "La réponse est publiée à tous.")
            return redirect("calls:questions", slug=slug)
    asked = next(other.asked for other in queries.exchanges(call) if other == row)
    context = frame(request, call, "questions", form=form, errors=errors, asked=asked)
    return render(
        request, "calls/manage/answer.html", context, status=422 if request.method == "POST" else 200
    )
