"""What is downloaded: a table for a spreadsheet, the whole file as a ZIP or as a PDF made by the worker."""

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from applications import exports
from applications.services.gathering import gather
from applications.views.reading import on_file

KINDS = ("xlsx", "csv")


def spreadsheet(rows, name: str, kind: str):
    """The rows as a file named after its kind, streamed when it can be; 404 for a kind that is not written."""
    filename = f"{name}.{kind}"
    if kind == "xlsx":
        return FileResponse(
            exports.xlsx(rows), as_attachment=True, filename=filename, content_type=exports.XLSX
        )
    if kind not in KINDS:
        raise Http404
    return named(
        StreamingHttpResponse(exports.csv_lines(rows), content_type="text/csv; charset=utf-8"), filename
    )


def named(response, filename: str):
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


@require_GET
@on_file("applications.export")
def archive(request, application):
    content = exports.whole_file(application, request.user)
    return named(StreamingHttpResponse(content, content_type="application/zip"), f"{application.number}.zip")


@require_POST
@on_file("applications.view_checks")
def whole_pdf(request, application):
    """Asks for the PDF of the whole file, or finds the one already made of the same content, and waits for it."""
    document = gather(application.pk, by=request.user)
    return redirect("documents:download", code=document.code)
