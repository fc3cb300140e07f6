"""The staff table of a draft, one year at a time, and what it carries to the budget."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.errors import Refused
from applications import budget
from applications.forms.budget import PostFormSet
from applications.services import budgeting
from applications.views.budgeting import STAFF, after, budget_page, loaded, workshop
from applications.views.drafting import acknowledged, again, around, base_of, page_of
from applications.views.page import show
from engine.budget import cost, funded
from engine.money import number


@budget_page
def staff(request, application, year=None):
    """The posts of one year: saved while one types, then carried to the budget."""
    year = year or application.budget_year
    if year not in application.budget_years:
        raise Http404
    posts, refused = posts_form(request, budgeting.staff_of(application, year)), []
    if request.method == "POST" and posts.is_valid():
        refused = save(request, application, year, posts.values())
        application = loaded(again(application.number))
        if not refused and not request.htmx:
            return redirect(leaving(request, application, year))
    if request.htmx:
        return told(request, application, year, posts, refused)
    status = 422 if request.method == "POST" else 200
    return show(
        request, application, "applications/budget_staff.html", status=status, posts=posts, refused=refused,
        year=year, years=years_of(application, year), wrong=wrong_of(posts), **costs(application, year),
        **workshop(application, STAFF), **around(request, application, "budget"),
    )  # fmt: skip


def posts_form(request, saved):
    """The posts typed; never beside the saved ones, or a row sent twice would pass for a row untouched."""
    if request.method == "POST":
        return PostFormSet(request.POST, prefix="p")
    shown = [post | {"annual_cost": number(post["annual_cost"])} for post in saved]
    return PostFormSet(initial=shown, prefix="p")


def save(request, application, year, posts) -> list[str]:
    """Saves the posts, and carries them to the budget when that button was pressed; the reasons why not."""
    try:
        budgeting.save_staff(
            application.pk,
            by=request.user,
            year=year,
            posts=posts,
            base=base_of(request),
            page=page_of(request),
        )
        if "reporter" in request.POST:
            budgeting.carry_staff(application.pk, by=request.user, year=year)
            messages.success(request, "Le coût du personnel est reporté dans le budget.")
    except Refused as error:
        return error.reasons
    return []


def leaving(request, application, year) -> str:
    """Where the button leads: more rows, the year it was carried to, or the next page."""
    if "reporter" in request.POST:
        return reverse("applications:budget_sheet", args=[application.number, str(year)])
    if "lignes" in request.POST:
        return reverse("applications:budget_staff_year", args=[application.number, year]) + "#ajouter"
    years = application.budget_years
    if year != years[-1]:
        return reverse("applications:budget_staff_year", args=[application.number, year + 1])
    return after(application, STAFF)


def told(request, application, year, posts, refused):
    """The sums, after an automatic save."""
    wrong = wrong_of(posts)
    context = {"wrong": wrong, "refused": refused, "application": application, "year": year, "live": True}
    context |= workshop(application, STAFF) | costs(application, year)
    if wrong or refused:
        return render(request, "applications/_staff_sums.html", context, status=422)
    return acknowledged(render(request, "applications/_staff_sums.html", context), application)


def wrong_of(posts) -> list[dict]:
    """Every error of the table, with the row it is on."""
    if not posts.is_bound:
        return []
    found = [
        {"text": f"Ligne {rank}, {form[name].label} : {error}", "url": f"#{form[name].id_for_label}"}
        for rank, form in enumerate(posts.forms, start=1)
        for name, errors in form.errors.items()
        for error in errors
    ]
    return found + [{"text": error} for error in posts.non_form_errors()]


def costs(application, year) -> dict:
    """What the posts of the year cost, and what the call would pay of it."""
    held = [post for post in budget.posts(application) if post.year == year]
    by_account = {}
    for post in held:
        label = budget.BY_CODE[post.account].label
        by_account[label] = by_account.get(label, 0) + cost(post)
    return {
        "etp": sum(post.etp for post in held),
        "cost": sum(cost(post) for post in held),
        "funded": sum(funded(post) for post in held),
        "by_account": by_account,
    }


def years_of(application, current: int) -> list[dict]:
    """The years of the table as links; none when there is one year."""
    years = application.budget_years
    if len(years) < 2:
        return []
    return [
        {
            "label": budget.year_name(application.call, years, year),
            "url": reverse("applications:budget_staff_year", args=[application.number, year]),
            "current": year == current,
        }
        for year in years
    ]
