from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.errors import Refused
from calls import queries, selecting, services
from calls.forms import AskForm, DirectoryForm
from calls.models import Call, Programme

PER_PAGE = 20


@login_not_required
@require_safe
def directory(request):
    now = timezone.now()
    filters = DirectoryForm(request.GET, regions=queries.regions(), categories=queries.used_categories())
    page = Paginator(queries.directory(now, **filters.filters()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "filtered": any(filters.filters().values()),
        "page_obj": page,
        "cards": queries.cards(page.object_list, now),
        "programmes": queries.programmes(),
    }
    return render(request, "calls/list.html", context)


@login_not_required
@require_safe
def detail(request, slug):
    return render(request, "calls/detail.html", sheet(published(slug)) | {"form": AskForm()})


@require_POST
def ask(request, slug):
    call, form = published(slug), AskForm(request.POST)
    errors = []
    if form.is_valid():
        try:
            services.ask(call, request.user, form.cleaned_data["text"])
        except Refused as refusal:
            errors = [{"text": reason} for reason in refusal.reasons]
        else:
            messages.success(
                request, "Votre question est enregistrée. La réponse sera publiée sur cette page."
            )
            return redirect("calls:detail", slug=slug)
    return render(request, "calls/detail.html", sheet(call) | {"form": form, "errors": errors}, status=422)


@login_not_required
@require_safe
def notice(request, slug):
    return render(request, "calls/notice.html", sheet(published(slug)))


@login_not_required
@require_GET
def specification(request, slug):
    return specification_file(published(slug))


@login_not_required
@require_safe
def programme(request, slug):
    row = get_object_or_404(Programme.objects.select_related("authority"), slug=slug)
    calls = queries.with_envelope(row.calls.published().select_related("authority"))
    context = {"programme": row, "cards": queries.cards(calls, timezone.now())}
    return render(request, "calls/programme.html", context)


def published(slug) -> Call:
    try:
        return queries.public_call(slug)
    except Call.DoesNotExist as error:
        raise Http404 from error


def sheet(call) -> dict:
    """What the page of a call shows, for the public and for the preview."""
    now = timezone.now()
    return {
        "call": call,
        "card": queries.card(call, now),
        "timetable": queries.timetable(call),
        "rules": queries.rules(call),
        "selection": selecting.words(call),
        "bounds": selecting.lots_in_words(call),
        "sections": queries.sections(call),
        "maximum": queries.criteria_total(call),
        "scales": queries.scales(call),
        "answers": queries.published_answers(call),
        "successors": [row for row in call.successors.all() if row.published_at],
        "closed_to_questions": services.refusals_to_ask(call, now) if call.published_at else [],
    }


def specification_file(call) -> FileResponse:
    if not call.specification:
        raise Http404
    file = default_storage.open(call.specification)
    return FileResponse(
        file, as_attachment=True, filename=call.specification_name, content_type="application/pdf"
    )
