"""The budget of a draft: its sheets that balance while one types, and the whole with its alerts."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import Refused
from applications import budget
from applications.forms.budget import SheetForm
from applications.queries.budgets import budget_book, frozen_lines, frozen_staff
from applications.services import budgeting
from applications.views.alerts import placed
from applications.views.drafting import acknowledged, again, around, base_of, following, is_filling, page_of
from applications.views.file import budget_read
from applications.views.page import show
from applications.views.reading import on_file
from engine.budget import funded


def budget_page(view):
    """A page of the workshop: the budget is filled by some, and read by the others as one page."""

    @on_file("applications.view_content")
    def wrapper(request, application, **kwargs):
        if not application.with_money:
            raise Http404
        if request.method == "GET" and not is_filling(request, application):
            return budget_read(request, application)
        if request.method == "GET":
            loaded(application)
        return view(request, application, **kwargs)

    return require_http_methods(["GET", "POST"])(wrapper)


def loaded(application):
    """The file with its budget read once, however many times the page asks for it; nothing is written after."""
    prefetch_related_objects([application], "budget_lines", "posts", "call__categories")
    return application


@budget_page
def sheet(request, application, key=""):
    """One sheet: a year of running, or of investment."""
    found = {each.key: each for each in budget.sheets(application)}
    if key and key not in found:
        raise Http404
    return sheet_form(request, application, found[key] if key else next(iter(found.values())))


def sheet_form(request, application, current):
    form, refused = SheetForm(current, request.POST or None, saved_lines(application, current)), []
    if request.method == "POST":
        form.is_valid()
        try:
            lines = form.lines(saved_lines(application, current))
            budgeting.save_sheet(
                application.pk, by=request.user, lines=lines, sheet=current.key,
                base=base_of(request), page=page_of(request),
            )  # fmt: skip
        except Refused as error:
            refused = error.reasons
        application = loaded(again(application.number))
        if request.htmx:
            return balance(request, application, current, form, refused)
        if form.is_valid() and not refused:
            return redirect(after(application, current.key))
    status = 422 if request.method == "POST" else 200
    return show(
        request, application, "applications/budget_form.html", status=status,
        form=form, refused=refused, sheet=current, **form.sides(), empty=is_empty(application, current.year),
        theirs=differences(application, current, form, refused),
        **workshop(application, current.key), **sums(application, current), **around(request, application, "budget"),
    )  # fmt: skip


def saved_lines(application, current) -> dict:
    return budget.by_year(application)[current.year]


def is_empty(application, year: int) -> bool:
    """Whether this year may be filled from the one before."""
    saved = budget.by_year(application)
    return year > application.budget_year and not saved[year] and bool(saved[year - 1])


def differences(application, current, form, refused) -> list[dict]:
    """The lines where the saved sheet is not the one on this screen, when someone else saved it meanwhile."""
    if not refused or not form.is_bound:
        return []
    saved = saved_lines(application, current)
    typed = form.lines(saved)
    return [
        {"label": budget.BY_CODE[code].label, "theirs": saved.get(code, (0, ""))[0], "mine": typed[code][0]}
        for code in typed
        if typed[code][0] != saved.get(code, (0, ""))[0]
    ]


def balance(request, application, current, form, refused):
    """The live balance and alerts, after an automatic save."""
    wrong = [
        {"text": f"{form[name].label} : {error}"} for name, errors in form.errors.items() for error in errors
    ]
    context = {"wrong": wrong, "refused": refused, "application": application, "sheet": current, "live": True}
    context |= workshop(application, current.key) | sums(application, current)
    if wrong or refused:
        return render(request, "applications/_balance.html", context, status=422)
    return acknowledged(render(request, "applications/_balance.html", context), application)


def sums(application, current) -> dict:
    """The totals of one sheet, and the frame of the budget."""
    report = budget.report(application)
    return {"total": report.years[current.year], "frame": budget.frame_of(application.call)}


def workshop(application, current: str) -> dict:
    """What every page of the workshop shows: its tabs, what was found, the request, the costs per unit."""
    report = budget.report(application)
    started = application.budget_lines.exists() or application.posts.exists()
    return {
        "tabs": tabs(application, current),
        "blocking": placed(application, report.blocking, current) if started else (),
        "review": placed(application, report.to_review, current) if started else (),
        "ratios": report.ratios,
        "requested": application.requested_amount or 0,
    }


STAFF, WHOLE = "personnel", "ensemble"


def tabs(application, current: str) -> list[dict]:
    pages = [(each.key, each.label) for each in budget.sheets(application)]
    pages += [(STAFF, "Personnel"), (WHOLE, "Vue d’ensemble")]
    return [
        {"label": label, "url": address(application, key), "current": key == current} for key, label in pages
    ]


def address(application, key: str) -> str:
    names = {STAFF: "applications:budget_staff", WHOLE: "applications:budget_whole"}
    if key in names:
        return reverse(names[key], args=[application.number])
    return reverse("applications:budget_sheet", args=[application.number, key])


def after(application, key: str) -> str:
    """The tab after this one; the next part of the file after the last."""
    pages = [tab["url"] for tab in tabs(application, key)]
    rest = pages[[tab["current"] for tab in tabs(application, key)].index(True) + 1 :]
    return rest[0] if rest else following(application, "budget")


@budget_page
def whole(request, application):
    """Every year beside the total, who pays and how surely, the costs per unit, all the alerts."""
    report = budget.report(application)
    book = budget_book(application, frozen_lines(application), frozen_staff(application))
    return show(
        request, application, "applications/budget_whole.html",
        budget=book, total=report.total, years=named_years(application, report), next=following(application, "budget"),
        staff_funded=sum(funded(post) for post in budget.posts(application)),
        **workshop(application, WHOLE), **around(request, application, "budget"),
    )  # fmt: skip


def named_years(application, report) -> list[tuple[str, object]]:
    years = application.budget_years
    return [(budget.year_name(application.call, years, year), report.years[year]) for year in years]


@on_file("applications.edit")
@require_POST
def copy_year(request, application, year):
    """Fills an empty year from the one before."""
    try:
        budgeting.copy_year(application.pk, by=request.user, year=year)
        messages.success(
            request, f"L’année {year} reprend les montants et les postes de {year - 1}. Ajustez-les."
        )
    except Refused as error:
        messages.error(request, " ".join(error.reasons))
    return redirect("applications:budget_sheet", application.number, str(year))


@on_file("applications.edit")
@require_POST
def put_back(request, application, pk):
    """Puts a sheet or a staff table back as it was; what it was until now stays in the trace."""
    try:
        budgeting.put_back(application.pk, pk, by=request.user)
        messages.success(request, "Cette version du budget est remise.")
    except Refused as error:
        messages.error(request, " ".join(error.reasons))
    return redirect(reverse("applications:history", args=[application.number]) + "#budget")
