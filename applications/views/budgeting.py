"""The budget of a draft: a frame that balances while one types."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.errors import Refused
from applications import budget
from applications.forms.structure import BudgetForm
from applications.services import drafting
from applications.views.drafting import acknowledged, again, around, base_of, following, is_filling, page_of
from applications.views.file import budget_read
from applications.views.page import show
from applications.views.reading import on_file


@on_file("applications.view_content")
@require_http_methods(["GET", "POST"])
def budget_page(request, application):
    """The budget: a form that balances while one types for those who fill it, a table for the others."""
    if not application.with_money:
        raise Http404
    if request.method == "GET" and not is_filling(request, application):
        return budget_read(request, application)
    return budget_form(request, application)


def budget_form(request, application):
    form, refused = BudgetForm(application, request.POST or None), []
    if request.method == "POST":
        form.is_valid()
        try:
            lines = form.lines(drafting.budget_of(application))
            drafting.save_budget(
                application.pk, by=request.user, lines=lines, base=base_of(request), page=page_of(request)
            )
        except Refused as error:
            refused = error.reasons
        application = again(application.number)
        if request.htmx:
            return balance(request, application, form, refused)
        if form.is_valid() and not refused:
            return redirect(following(application, "budget"))
    status = 422 if request.method == "POST" else 200
    sides = {side: form.rows(side) for side in ("charge", "produit")}
    in_kind = form.rows("charge", in_kind=True) + form.rows("produit", in_kind=True)
    return show(
        request, application, "applications/budget_form.html", status=status,
        form=form, refused=refused, sides=sides, in_kind=in_kind, theirs=differences(application, form, refused),
        **balance_of(application), **around(request, application, "budget"),
    )  # fmt: skip


def differences(application, form, refused) -> list[dict]:
    """The lines where the saved budget is not the one on this screen, when someone else saved it meanwhile."""
    if not refused or not form.is_bound:
        return []
    saved = drafting.budget_of(application)
    typed = form.lines(saved)
    return [
        {"label": budget.BY_CODE[code].label, "theirs": saved.get(code, (0, ""))[0], "mine": typed[code][0]}
        for code in typed
        if typed[code][0] != saved.get(code, (0, ""))[0]
    ]


def balance(request, application, form, refused):
    """The live balance, after an automatic save."""
    wrong = [
        {"text": f"{form[name].label} : {error}"} for name, errors in form.errors.items() for error in errors
    ]
    context = {"wrong": wrong, "refused": refused, "application": application, **balance_of(application)}
    if wrong or refused:
        return render(request, "applications/_balance.html", context, status=422)
    return acknowledged(render(request, "applications/_balance.html", context), application)


def balance_of(application) -> dict:
    found = budget.report(application)
    problems = budget.problems(application) if application.budget_lines.exists() else []
    return {"total": found.total, "problems": problems, "requested": application.requested_amount or 0}
