"""A workbook is compared before it replaces anything, and replaces all or nothing."""

from decimal import Decimal

import pytest
from django.urls import reverse

from applications import budget
from applications.models import Application
from applications.services import budgeting
from applications.views.workbook import current_book
from applications.workbook import write
from tests.applications.pages import as_, hidden, sent, words
from tests.factories import make_call, started

YEAR = {"60": (20_000, ""), "74-ars": (20_000, "")}
NURSE = {"profession": "ide", "title": "=1+1", "etp": Decimal("1.50"), "status": "salarie", "agreement": "CCN 66", "is_new": True, "annual_cost": 90_000, "percent": 50, "months": 12}  # fmt: skip


@pytest.fixture
def draft(cast):
    draft = started(make_call(cast, budget_years=2, budget_first_year=2027), cast)
    budgeting.save_sheet(draft.pk, by=cast.editor, lines=YEAR)
    budgeting.save_staff(draft.pk, by=cast.editor, year=2027, posts=[NURSE])
    return again(draft)


def again(draft) -> Application:
    return Application.objects.get(pk=draft.pk)


def url(draft, name="budget_import"):
    return reverse(f"applications:{name}", args=[draft.number])


def workbook(draft, lines=None, posts=None) -> bytes:
    """The workbook of this file, filled otherwise."""
    book = current_book(draft)
    changed = {"lines": lines, "posts": posts}
    return write(
        type(book)(**{**vars(book), **{key: value for key, value in changed.items() if value is not None}})
    )


def compare(page, draft, content):
    return page.post(url(draft), {"workbook": sent("budget.xlsx", content)})


def test_the_budget_leaves_as_it_is_and_comes_back_unchanged(cast, draft):
    page = as_(cast.editor)
    response = page.get(url(draft, "budget_export"))
    assert response["Content-Disposition"] == f'attachment; filename="budget-{draft.number}.xlsx"'
    assert "il n’y a rien à remplacer" in words(compare(page, draft, response.content))
    assert again(draft).edits == draft.edits


def test_what_changes_is_shown_then_replaced_whole(cast, draft):
    page = as_(cast.editor)
    new = {2027: YEAR | {"60": (25_000, ""), "74-region": (5_000, "acquis")}, 2028: {"60": (7, "")}}
    posts = {2028: [NURSE | {"months": 6}]}
    shown = compare(page, draft, workbook(draft, new, posts))
    assert "20 000 € 25 000 €" in words(shown)
    assert "5 000 € Acquis" in words(shown)
    assert budget.by_year(again(draft))[2027] == YEAR
    assert page.post(url(draft), hidden(shown)).status_code == 302
    assert budget.by_year(again(draft)) == new
    assert (budgeting.staff_of(draft, 2027), budgeting.staff_of(draft, 2028)) == ([], posts[2028])


def test_a_comparison_overtaken_changes_nothing(cast, draft):
    page = as_(cast.editor)
    shown = hidden(compare(page, draft, workbook(draft, {2027: {"60": (1, "")}})))
    budgeting.save_sheet(draft.pk, by=cast.signatory, lines={"60": (3, "")})
    response = page.post(url(draft), shown)
    assert response.status_code == 422
    assert "Le dossier a changé" in words(response)
    assert budget.by_year(again(draft))[2027] == {"60": (3, "")}


def test_a_forged_comparison_is_refused(cast, draft):
    page, other = as_(cast.editor), started(make_call(cast), cast)
    shown = hidden(compare(page, draft, workbook(draft, {2027: {"60": (1, "")}})))
    for address, payload in (
        (url(draft), shown["payload"] + "x"),
        (url(other), shown["payload"]),
        (url(draft), ""),
    ):
        response = page.post(address, {"payload": payload})
        assert response.status_code == 422
        assert "n’est plus valable" in words(response)
    assert budget.by_year(again(draft))[2027] == YEAR


def test_a_bad_workbook_is_refused_with_its_reasons(cast, draft):
    page = as_(cast.editor)
    assert "n’est pas un classeur XLSX" in words(compare(page, draft, b"%PDF-1.4 un devis"))
    assert "Choisissez le classeur" in words(page.post(url(draft), {}))
    response = compare(page, draft, workbook(started(make_call(cast, budget_years=2), cast)))
    assert response.status_code == 422
    assert "Ce classeur est celui du dossier" in words(response)


def test_a_deposited_budget_is_no_longer_replaced(cast, draft):
    page = as_(cast.editor)
    shown = hidden(compare(page, draft, workbook(draft, {2027: {"60": (1, "")}})))
    Application.objects.filter(pk=draft.pk).update(state="withdrawn", ended_at=draft.created_at)
    assert page.post(url(draft), shown).status_code == 422
    assert budget.by_year(again(draft))[2027] == YEAR
