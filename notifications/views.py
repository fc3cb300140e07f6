from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.backends import may
from accounts.errors import Refused
from notifications import queries, services
from notifications.forms import InboxFilter, OutboxFilter
from notifications.models import Message

PER_PAGE = 25


def page_of(request, rows):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


@require_safe
def inbox(request):
    form = InboxFilter(request.GET)
    page = page_of(request, queries.inbox(request.user, **form.criteria()))
    unread = queries.unread_count(request.user)
    return render(
        request, "notifications/inbox.html", {"form": form, "page_obj": page, "unread_messages": unread}
    )


@require_safe
def message(request, pk):
    rows = Message.objects.visible_to(request.user).select_related("application", "waits_for")
    found = get_object_or_404(rows, pk=pk)
    services.mark_read(found)
    return render(request, "notifications/message.html", {"message": found})


@require_POST
def read_all(request):
    count = services.mark_all_read(request.user)
    said = "Vous aviez déjà tout lu." if not count else "Tous vos messages sont marqués comme lus."
    messages.success(request, said)
    return redirect("notifications:inbox")


def for_authority(request):
    """Only those who act for an authority have an outbox."""
    if not any(
        may(request.user, "notifications.outbox", organisation) for organisation in request.organisations
    ):
        raise PermissionDenied


@require_safe
def outbox(request):
    for_authority(request)
    form = OutboxFilter(request.GET)
    values = {
        "form": form,
        "page_obj": page_of(request, queries.outbox(request.user, **form.criteria())),
        "failed": queries.failed_count(request.user),
        "late": queries.late_moves(request.user),
    }
    return render(request, "notifications/outbox.html", values)


@require_POST
def retry(request, pk):
    for_authority(request)
    rows = Message.objects.sent_by_authorities_of(request.user).select_related("application")
    try:
        services.retry(get_object_or_404(rows, pk=pk), by=request.user)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, "Le courriel est remis dans la file : il part dans un instant.")
    return redirect("notifications:outbox")


@require_POST
def retry_all(request):
    for_authority(request)
    count = services.retry_all(request.user)
    plural = "s" if count > 1 else ""
    messages.success(request, f"{count} courriel{plural} remis dans la file.")
    return redirect("notifications:outbox")


@require_safe
@login_not_required
def mails(request):
    """What a local demonstration would have sent by mail. Anyone at this machine may read it: it exists nowhere else."""
    if not (settings.DEMO and settings.LOCAL):
        raise Http404
    page = page_of(request, queries.mail_files())
    found = [mail for path in page for mail in queries.mails_in(path)]
    return render(request, "notifications/mails.html", {"page_obj": page, "mails": found})
