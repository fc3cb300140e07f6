from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.backends import may
from accounts.errors import Refused
from documents import codes, queries, services
from documents.enums import DocumentStatus
from documents.forms import VerifyForm
from documents.models import Document

VERIFICATIONS_A_MINUTE = 30


@require_GET
def download(request, code):
    """The act itself, its bytes checked again; while it is being produced, a page that waits for it."""
    document = readable(request, code)
    if not document.issued:
        return render(request, "documents/waiting.html", progress(request, document))
    try:
        content = services.read(document)
    except services.Corrupted:
        return render(request, "documents/corrupted.html", {"document": document}, status=500)
    response = as_pdf(request, document, content)
    return get_conditional_response(request, etag=response["ETag"], response=response)


@require_GET
def state(request, code):
    """Where the production is: a fragment that asks again until the act is there."""
    document = readable(request, code)
    template = "documents/_state.html" if request.htmx else "documents/waiting.html"
    response = render(request, template, progress(request, document))
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def retry(request, code):
    document = readable(request, code)
    try:
        services.retry(document, by=request.user)
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    return redirect("documents:download", code=document.code)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def verify(request):
    """Anyone: is this code or this file an act established here? Kind, authority, date, standing, nothing more."""
    if request.method == "GET":
        return render(request, "documents/verify.html", {"form": VerifyForm()})
    if too_many(request):
        return render(request, "429.html", status=429)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "documents/verify.html", {"form": form}, status=422)
    if form.cleaned_data["file"]:
        return answer(request, queries.by_file(form.cleaned_data["file"]), asked="file")
    return redirect("documents:verify_code", code=form.cleaned_data["code"])


@never_cache
@login_not_required
@require_GET
def verify_code(request, code):
    if too_many(request):
        return render(request, "429.html", status=429)
    return answer(request, queries.by_code(code), asked="code")


def answer(request, document, asked):
    context = {"document": document, "asked": asked, "form": VerifyForm()}
    return render(request, "documents/verified.html", context, status=200 if document else 404)


def too_many(request) -> bool:
    """Counts the verifications asked from one address in the present minute."""
    minute = int(timezone.now().timestamp()) // 60
    key = f"documents.verify:{get_adapter(request).get_client_ip(request)}:{minute}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key) > VERIFICATIONS_A_MINUTE


def readable(request, code) -> Document:
    """The document of this code, if this person may read it; it does not exist for anyone else."""
    visible = Document.objects.visible_to(request.user).select_related("authority", "recipient")
    document = get_object_or_404(visible, code=codes.normalise(code))
    if not may(request.user, "documents.view", document):
        raise PermissionDenied
    return document


def progress(request, document) -> dict:
    return {
        "document": document,
        "waiting": document.status == DocumentStatus.PENDING,
        "may_retry": may(request.user, "documents.retry", document),
    }


def as_pdf(request, document, content) -> HttpResponse:
    attached = "enregistrer" in request.GET
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(attached, document.filename),
            "Cache-Control": "private, no-store",
            "ETag": quote_etag(document.file_sha256),
            "X-Content-Type-Options": "nosniff",
        },
    )
