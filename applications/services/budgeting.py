"""The budget of a draft: its sheets, its staff table, what one carries to the other."""

from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.errors import Refused
from applications import budget
from applications.constraints import message_for
from applications.models import BudgetLine, StaffPost
from applications.queries import tracing
from applications.queries.budgets import POST
from applications.services.drafting import draft_for, refuse_overtaken, touch
from applications.services.tracing import traced
from engine.budget import by_account

BUDGET, STAFF = "@budget", "@staff"  # no question has such a key
Lines = dict[str, tuple[int, str]]


def sheet_of(application, key: str = ""):
    """The sheet of this key, by default the first; refused when the call asks for no such sheet."""
    found = budget.sheets(application)
    for sheet in found:
        if sheet.key == key or not key:
            return sheet
    raise Refused("Cette feuille n’existe pas dans le budget de cet appel.")


def save_sheet(application_id: int, *, by, lines: Lines, sheet: str = "", base=None, page="", at=None):
    """Replaces one sheet by {account: (euros, co-funder status)}; the amount asked for is the sum of its own lines.

    `sheet` is its key ("2027", "2027-investissement"), by default the first. Overtaken when another page saved
    the same sheet since edit `base`; Refused on an account that the sheet does not have.
    """
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        target = sheet_of(application, sheet)
        refuse_unknown(lines, target)
        typed = {account: line for account, line in lines.items() if line[0]}
        part = f"{BUDGET}-{target.key}"
        saved = budget.by_year(application)[target.year]
        if typed == {code: line for code, line in saved.items() if code in target.codes}:
            return application
        refuse_overtaken(application, part, base, page, "le budget")
        with traced(application, by=by, page=page, at=at):
            _write_sheet(application, target, typed)
        _touch(application, by, at, part, page)
        return application


def refuse_unknown(lines: Lines, sheet) -> None:
    """Refuses accounts that a sheet does not have, all at once."""
    unknown = sorted(set(lines) - sheet.codes)
    if unknown:
        raise Refused(*[f"Le compte {code} n’existe pas dans ce cadre budgétaire." for code in unknown])


def _write_sheet(application, sheet, typed: Lines) -> None:
    application.budget_lines.filter(year=sheet.year, account__in=sheet.codes).delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(application=application, year=sheet.year, account=account, amount=amount, status=status)
        for account, (amount, status) in typed.items()
    )


def _touch(application, by, at, part="", page=""):
    application.requested_amount = budget.requested(application)
    touch(application, by=by, at=at, part=part, page=page, fields=["requested_amount"])


def save_staff(application_id: int, *, by, year: int, posts: list[dict], base=None, page="", at=None):
    """Replaces the posts of one year (POST each); Overtaken when another page saved them since `base`."""
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        if year not in application.budget_years:
            raise Refused("Cette année n’est pas dans le budget de cet appel.")
        if posts == staff_of(application, year):
            return application
        part = f"{STAFF}-{year}"
        refuse_overtaken(application, part, base, page, "le personnel")
        with traced(application, by=by, page=page, at=at):
            _write_staff(application, year, posts)
        touch(application, by=by, at=at, part=part, page=page)
        return application


def _write_staff(application, year: int, posts: list[dict]) -> None:
    application.posts.filter(year=year).delete()
    rows = [StaffPost(application=application, year=year, **post) for post in posts]
    try:
        with transaction.atomic():
            StaffPost.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Refused(message_for(error)) from error


def staff_of(application, year: int) -> list[dict]:
    """The posts of one year as they are saved."""
    return list(application.posts.filter(year=year).order_by("id").values(*POST))


def carry_staff(application_id: int, *, by, year: int, at=None):
    """Puts the cost of the staff table on its accounts: salaries become it, other accounts hold at least it."""
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        frame, saved = budget.frame_of(application.call), budget.by_year(application)
        sums = {
            account: euros
            for (there, account), euros in by_account(budget.posts(application)).items()
            if there == year
        }
        if not sums:
            raise Refused("Le tableau du personnel de cette année est vide : il n’y a rien à reporter.")
        lines = dict(saved[year])
        for account, cost in sums.items():
            least = 0 if account == frame.salaries else lines.get(account, (0, ""))[0]
            lines[account] = (max(cost, least), "")
        target = sheet_of(application, str(year))
        kept = {code: line for code, line in lines.items() if code in target.codes}
        return save_sheet(application_id, by=by, lines=kept, sheet=target.key, at=at)


def copy_year(application_id: int, *, by, year: int, at=None):
    """Fills an empty year, lines and posts, with those of the year before it."""
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        saved = budget.by_year(application)
        if year not in application.budget_years[1:]:
            raise Refused("Cette année n’a pas d’année précédente dans ce budget.")
        if saved[year] or staff_of(application, year):
            raise Refused("Cette année est déjà commencée : rien n’a été recopié.")
        with traced(application, by=by, at=at):
            BudgetLine.objects.bulk_create(
                BudgetLine(application=application, year=year, account=account, amount=amount, status=status)
                for account, (amount, status) in saved[year - 1].items()
            )
            _write_staff(application, year, staff_of(application, year - 1))
        _touch(application, by, at)
        return application


def replace(
    application_id: int, *, by, years: dict[int, Lines], posts: dict[int, list[dict]], edits: int, at=None
):
    """Replaces the whole budget and staff table at once, as read from a workbook; all or nothing.

    `edits` is the edit counter the person saw when they compared: Refused when the file has changed since.
    """
    with transaction.atomic():
        application = draft_for(application_id, by, at)
        if application.edits != edits:
            raise Refused(
                "Le dossier a changé depuis que vous avez comparé. Rien n’est importé : comparez de nouveau."
            )
        with traced(application, by=by, at=at):
            _write_all(application, years, posts)
        _touch(application, by, at)
        return application


def _write_all(application, years, posts):
    for sheet in budget.sheets(application):
        lines = years.get(sheet.year, {}).items()
        _write_sheet(
            application, sheet, {code: line for code, line in lines if code in sheet.codes and line[0]}
        )
    for year in application.budget_years:
        _write_staff(application, year, posts.get(year, []))


def put_back(application_id: int, version_id: int, *, by, at=None):
    """Puts a sheet or a staff table back as the trace of the budget kept it; the rest stays."""
    with transaction.atomic():
        application = draft_for(application_id, by)
        kept = application.versions.filter(pk=version_id, key__startswith="@").first()
        if kept is None:
            raise Refused("Cette version du budget n’existe plus : rechargez la page.")
        if kept.key.startswith(tracing.POSTS):
            year = int(kept.key.removeprefix(tracing.POSTS))
            posts = [post | {"etp": Decimal(post["etp"])} for post in kept.value or ()]
            return save_staff(application_id, by=by, year=year, posts=posts, at=at)
        sheet = sheet_of(application, kept.key.removeprefix(tracing.SHEET))
        lines = {code: tuple(line) for code, line in (kept.value or {}).items() if code in sheet.codes}
        return save_sheet(application_id, by=by, lines=lines, sheet=sheet.key, at=at)
