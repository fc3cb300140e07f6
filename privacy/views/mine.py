"""What a person does with their own data: see what is kept, take a copy, close the account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import Refused
from accounts.queries import authorities_of
from privacy.enums import CLOSING_WINDOW, EXPORT_VALID, ExportStatus
from privacy.models import Closing
from privacy.queries.closing import reasons_to_stay
from privacy.services import closing, exporting


@never_cache
@require_GET
def mine(request):
    """One's data: what may be changed and where, the copy asked, the way to close the account."""
    last = request.user.exports.order_by("-pk").first()
    context = {
        "export": last,
        "ready": last is not None and last.status == ExportStatus.READY,
        "waiting": last is not None and last.status == ExportStatus.PENDING,
        "days": EXPORT_VALID.days,
    }
    if request.htmx:
        return render(request, "privacy/_export.html", context)
    regions = {one for organisation in request.organisations for one in authorities_of(organisation)}
    return render(request, "privacy/mine.html", context | {"authorities": sorted(regions, key=str)})


@require_POST
def ask_export(request):
    try:
        exporting.ask(request.user)
    except Refused as refusal:
        messages.info(request, " ".join(refusal.reasons))
    return redirect("privacy:mine")


@never_cache
@require_GET
def download(request, pk):
    """The copy, for the person it is about and nobody else, while it is there."""
    export = get_object_or_404(request.user.exports, pk=pk, status=ExportStatus.READY)
    try:
        content = default_storage.open(export.path)
    except OSError as error:
        raise Http404 from error
    exporting.note_download(export)
    response = FileResponse(content, as_attachment=True, filename="mes-donnees-jalon.zip")
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
def close_account(request):
    """Says what closing does and what forbids it; a second, deliberate press closes."""
    reasons = reasons_to_stay(request.user)
    if request.method == "POST" and not reasons:
        if request.POST.get("sure") != "oui":
            return render(
                request, "privacy/close.html", {"unsure": True, "window": CLOSING_WINDOW.days}, status=422
            )
        closing.close_account(request.user)
        logout(request)
        return redirect("privacy:closed")
    status = 422 if request.method == "POST" else 200
    context = {"reasons": reasons, "window": CLOSING_WINDOW.days}
    return render(request, "privacy/close.html", context, status=status)


@login_not_required
@require_GET
def closed(request):
    return render(request, "privacy/closed.html", {"window": CLOSING_WINDOW.days})


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def restore_account(request, token):
    """The mailed link: opens the account again, once its person says so."""
    row = get_object_or_404(Closing.objects.with_token(token).select_related("person"))
    if request.method == "POST":
        closing.restore(row)
        messages.success(
            request, "Votre compte est rouvert. Connectez-vous avec votre mot de passe habituel."
        )
        return redirect("account_login")
    return render(request, "privacy/restore.html", {"closing": row})
