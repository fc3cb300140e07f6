"""The whole file in one piece: a ZIP streamed as it is read, a PDF made by the worker."""

from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from applications import exports
from applications.services.gathering import gather
from applications.views.reading import on_file


@require_GET
@on_file("applications.export")
def archive(request, application):
    response = StreamingHttpResponse(
        exports.whole_file(application, request.user), content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="{application.number}.zip"'
    return response


@require_POST
@on_file("applications.view_checks")
def whole_pdf(request, application):
    """Asks for the PDF of the whole file, or finds the one already made of the same content, and waits for it."""
    document = gather(application.pk, by=request.user)
    return redirect("documents:download", code=document.code)
