"""The budget as a spreadsheet: taken away with its formulas, brought back after a comparison."""

import json

from django.contrib import messages
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from accounts.errors import Refused
from applications.exports import XLSX
from applications.forms.budget import WorkbookForm
from applications.queries.budgets import changes
from applications.services import budgeting
from applications.views.budgeting import WHOLE, budget_page, tabs
from applications.views.drafting import around
from applications.views.page import show
from applications.views.reading import on_file
from applications.workbook import Unreadable, book_of, read, write

DAY = 24 * 3600


@on_file("applications.edit")
@require_GET
def budget_export(request, application):
    """The workbook of this budget, as filled so far."""
    if not application.with_money:
        raise Http404
    return HttpResponse(
        write(current_book(application)),
        content_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="budget-{application.number}.xlsx"',
            "Cache-Control": "private, no-store",
        },
    )


def current_book(application):
    years = application.budget_years
    return book_of(application, {year: budgeting.staff_of(application, year) for year in years})


@budget_page
def budget_import(request, application):
    """A workbook is read, compared, and replaces the budget once confirmed."""
    if "payload" in request.POST:
        return applied(request, application)
    sent = request.method == "POST"
    form = WorkbookForm(request.POST, request.FILES) if sent else WorkbookForm()
    refused, compared = [], None
    if sent and form.is_valid():
        try:
            compared = read(form.cleaned_data["workbook"].read(), current_book(application))
        except Unreadable as error:
            refused = error.reasons
    return page(request, application, form, refused, compared)


def page(request, application, form, refused, compared=None):
    context = {
        "form": form,
        "errors": [{"text": reason} for reason in refused],
        "tabs": tabs(application, WHOLE),
        "compared": compared is not None,
    }
    if compared is not None:
        context["changes"] = changes(application, compared.lines, compared.posts)
        context["payload"] = sealed(application, compared)
    status = 422 if request.method == "POST" and compared is None else 200
    return show(
        request, application, "applications/budget_import.html", status=status,
        **context, **around(request, application, "budget"),
    )  # fmt: skip


def sealed(application, compared) -> str:
    """What was read, signed for this version of this file: the page brings it back when the person confirms."""
    content = {"lines": compared.lines, "posts": compared.posts, "edits": application.edits}
    return signing.dumps(content, salt=salt(application), serializer=Exact, compress=True)


class Exact(signing.JSONSerializer):
    """ETP travel as text: a float would round them."""

    def dumps(self, obj):
        return json.dumps(obj, separators=(",", ":"), cls=DjangoJSONEncoder).encode("latin-1")


def salt(application) -> str:
    return f"budget-{application.pk}"


def applied(request, application):
    """Replaces the budget by what was compared, all or nothing."""
    try:
        content = signing.loads(
            request.POST["payload"], salt=salt(application), serializer=Exact, max_age=DAY
        )
        budgeting.replace(
            application.pk,
            by=request.user,
            years={
                int(year): {code: tuple(line) for code, line in lines.items()}
                for year, lines in content["lines"].items()
            },
            posts={int(year): rows for year, rows in content["posts"].items()},
            edits=content["edits"],
        )
    except signing.BadSignature:
        refused = ["Cette comparaison n’est plus valable : importez le classeur de nouveau."]
    except Refused as error:
        refused = error.reasons
    else:
        messages.success(request, "Le budget est remplacé par celui du classeur.")
        return redirect("applications:budget_whole", application.number)
    return page(request, application, WorkbookForm(), refused)
