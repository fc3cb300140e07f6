"""The budget of a draft over several years: sheets, staff, what is carried, what is refused, what is frozen."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.errors import Refused
from accounts.models import StructureCategory
from applications import budget
from applications.enums import State
from applications.models import Application
from applications.queries import snapshot_content
from applications.queries.reading import deposited
from applications.services import budgeting, drafting
from applications.services.drafting import Overtaken
from calls.enums import Kind
from tests.applications.pages import HTMX, as_, hidden, words
from tests.factories import fill, make_call, reach, started

YEAR = {"60": (20_000, ""), "64": (80_000, ""), "74-ars": (90_000, ""), "74-departement": (10_000, "acquis")}
NURSE = {"profession": "ide", "title": "", "etp": Decimal("1.50"), "status": "salarie", "agreement": "CCN 66", "is_new": True, "annual_cost": 90_000, "percent": 50, "months": 12}  # fmt: skip
FREELANCE = NURSE | {
    "profession": "medecin",
    "etp": Decimal("0.10"),
    "status": "liberal",
    "annual_cost": 9_000,
    "months": 4,
}


@pytest.fixture
def call(cast):
    return make_call(cast, budget_years=2, budget_first_year=2027, people_question="file_active")


@pytest.fixture
def draft(cast, call):
    return started(call, cast)


def again(draft) -> Application:
    return Application.objects.get(pk=draft.pk)


def url(name, draft, *more):
    return reverse(f"applications:{name}", args=[draft.number, *more])


def save(draft, cast, lines=YEAR, sheet="", **fields):
    return budgeting.save_sheet(draft.pk, by=cast.editor, lines=lines, sheet=sheet, **fields)


def post_of(rank, **values):
    names = {"status": "salarie", "percent": "100", "months": "12"} | values
    return {f"p-{rank}-{name}": value for name, value in names.items()}


def staff_typed(*rows):
    typed = {"p-TOTAL_FORMS": str(len(rows)), "p-INITIAL_FORMS": "0"}
    for rank, row in enumerate(rows):
        typed |= post_of(rank, **row)
    return typed


def test_the_request_is_the_sum_of_its_lines_over_the_years(cast, draft):
    save(draft, cast)
    save(draft, cast, {"60": (50_000, ""), "74-ars": (50_000, "")}, "2028")
    assert again(draft).requested_amount == 140_000
    assert budget.problems(again(draft)) == []
    save(draft, cast, {"60": (50_000, ""), "74-ars": (40_000, "")}, "2028")
    assert budget.problems(again(draft)) == [
        "Année 2028\u00a0: les charges dépassent les produits de 10\u202f000\u00a0€."
    ]


def test_an_authorisation_asks_in_groups_and_for_its_full_year(cast):
    draft = started(make_call(cast, Kind.AAP, budget_years=3, budget_first_year=2027), cast)
    assert [sheet.label for sheet in budget.sheets(draft)] == ["Première année (2027)", "Montée en charge (2028)", "Année pleine (2029)"]  # fmt: skip
    for year, amount in ((2027, 40_000), (2028, 70_000), (2029, 100_000)):
        save(draft, cast, {"gc2": (amount, ""), "gp1-ars": (amount, "")}, str(year))
    assert again(draft).requested_amount == 100_000
    with pytest.raises(Refused, match="Le compte 64 n’existe pas"):
        save(draft, cast, {"64": (1, "")}, "2027")


def test_two_people_on_two_years_never_meet(cast, draft):
    base = draft.edits
    save(draft, cast, sheet="2027", base=base, page="one")
    budgeting.save_sheet(
        draft.pk, by=cast.signatory, lines={"60": (5, "")}, sheet="2028", base=base, page="two"
    )
    with pytest.raises(Overtaken, match="a modifié le budget"):
        budgeting.save_sheet(
            draft.pk, by=cast.signatory, lines={"60": (7, "")}, sheet="2027", base=base, page="two"
        )
    assert budget.by_year(again(draft))[2027]["60"] == (20_000, "")


def test_investment_is_apart_and_only_where_the_call_admits_it(cast, call, draft):
    assert [sheet.key for sheet in budget.sheets(draft)] == ["2027", "2028"]
    call.investment_allowed = True
    call.save()
    draft = again(draft)
    assert [sheet.key for sheet in budget.sheets(draft)][2:] == ["2027-investissement", "2028-investissement"]
    save(draft, cast)
    save(draft, cast, {"21": (30_000, ""), "13-ars": (20_000, "")}, "2027-investissement")
    assert again(draft).requested_amount == 110_000
    assert budget.problems(again(draft)) == ["Année 2027\u00a0: les investissements dépassent les ressources qui les paient de 10\u202f000\u00a0€."]  # fmt: skip
    call.investment_allowed = False
    call.save()
    found = {alert.code for alert in budget.report(again(draft)).alerts}
    assert "investment_excluded" in found
    assert len(budget.sheets(again(draft))) == 3  # still there to be emptied


def test_the_staff_table_feeds_its_accounts(cast, draft):
    save(draft, cast, YEAR | {"62": (1_000, "")})
    budgeting.save_staff(draft.pk, by=cast.editor, year=2027, posts=[NURSE, FREELANCE])
    codes = {(alert.code, alert.account) for alert in budget.report(again(draft)).to_review}
    assert {("staff_gap", "64"), ("staff_gap", "62")} <= codes
    budgeting.carry_staff(draft.pk, by=cast.editor, year=2027)
    lines = budget.by_year(again(draft))[2027]
    assert (lines["64"], lines["62"], lines["60"]) == ((90_000, ""), (3_000, ""), (20_000, ""))
    assert "staff_gap" not in {alert.code for alert in budget.report(again(draft)).alerts}
    save(draft, cast, lines | {"62": (8_000, "")})
    budgeting.carry_staff(draft.pk, by=cast.editor, year=2027)
    assert budget.by_year(again(draft))[2027]["62"] == (8_000, "")


def test_an_empty_staff_table_carries_nothing(cast, draft):
    with pytest.raises(Refused, match="rien à reporter"):
        budgeting.carry_staff(draft.pk, by=cast.editor, year=2027)


def test_a_post_out_of_bounds_is_refused_whole(cast, draft):
    budgeting.save_staff(draft.pk, by=cast.editor, year=2027, posts=[NURSE])
    with pytest.raises(Refused, match="1 à 12 mois"):
        budgeting.save_staff(draft.pk, by=cast.editor, year=2027, posts=[NURSE | {"months": 13}])
    assert budgeting.staff_of(draft, 2027) == [NURSE]


def test_a_year_starts_from_the_one_before(cast, draft):
    save(draft, cast)
    budgeting.save_staff(draft.pk, by=cast.editor, year=2027, posts=[NURSE])
    page = as_(cast.editor)
    assert "Partir des montants" in words(page.get(url("budget_sheet", draft, "2028")))
    assert page.post(url("budget_copy", draft, 2028)).status_code == 302
    assert budget.by_year(again(draft))[2028] == YEAR
    assert budgeting.staff_of(draft, 2028) == [NURSE]
    assert again(draft).requested_amount == 180_000
    page.post(url("budget_copy", draft, 2028))
    assert again(draft).budget_lines.count() == 8
    with pytest.raises(Refused, match="précédente"):
        budgeting.copy_year(draft.pk, by=cast.editor, year=2027)


def test_posts_are_typed_saved_and_taken_away(cast, draft):
    page, address = as_(cast.editor), url("budget_staff_year", draft, 2027)
    form = hidden(page.get(address))
    nurse = {"profession": "ide", "etp": "1,5", "agreement": "CCN 66"} | {
        "annual_cost": "90 000 €",
        "percent": "50",
        "is_new": "on",
    }
    typed = form | staff_typed(nurse, {})
    for _ in range(2):  # an automatic save, then the same again: a row sent twice is not a row taken away
        assert page.post(address, typed, headers=HTMX).status_code == 200
        assert budgeting.staff_of(draft, 2027) == [NURSE]
    assert 'value="90\u202f000"' in page.get(address).content.decode()
    half = page.post(address, form | staff_typed({"profession": "ide"}), headers=HTMX)
    assert half.status_code == 422
    assert "Indiquez l’ETP" in words(half)
    assert budgeting.staff_of(draft, 2027) == [NURSE]
    assert page.post(address, form | staff_typed({}, {})).status_code == 302
    assert budgeting.staff_of(draft, 2027) == []


def test_the_button_carries_the_staff(cast, draft):
    page, address = as_(cast.editor), url("budget_staff", draft)
    typed = hidden(page.get(address)) | staff_typed({"profession": "ide", "etp": "1", "annual_cost": "50000"})
    assert page.post(address, typed | {"reporter": "1"}).url == url("budget_sheet", draft, "2027")
    assert budget.by_year(again(draft))[2027] == {"64": (50_000, "")}


def test_unknown_sheets_and_years_are_not_found(cast, draft):
    page = as_(cast.editor)
    assert page.get(url("budget_sheet", draft, "2031")).status_code == 404
    assert page.get(url("budget_staff_year", draft, 2031)).status_code == 404


def test_a_rival_sees_no_page_of_the_workshop(cast, draft):
    page = as_(cast.rival)
    for name, more in (("budget_sheet", ["2027"]), ("budget_staff", []), ("budget_whole", []), ("budget_export", []), ("budget_import", [])):  # fmt: skip
        assert page.get(url(name, draft, *more)).status_code == 404
    assert page.post(url("budget_copy", draft, 2028)).status_code == 404


def test_the_whole_says_the_total_the_certainty_and_the_costs(cast, call, draft):
    call.lots.update(
        reference_amount=Decimal("500"), reference_unit="person_year", reference_source="Circulaire"
    )
    save(draft, cast)
    drafting.save_answers(draft.pk, by=cast.editor, values={"file_active": 100}, base=0, page="t")
    text = words(as_(cast.editor).get(url("budget_whole", draft)))
    assert "1 000 € par personne suivie et par an" in text
    assert "Référence de l’appel : 500 € (Circulaire)" in text
    assert "À solliciter" in text
    assert "Année 2028 : aucune charge." in text


def test_a_text_may_require_posts(cast, call, draft):
    lhss, _ = StructureCategory.objects.get_or_create(code="180", defaults={"short": "LHSS", "label": "LHSS"})
    call.categories.set([lhss])
    save(draft, cast)
    budgeting.save_staff(draft.pk, by=cast.editor, year=2027, posts=[NURSE])
    texts = [alert.text for alert in budget.report(again(draft)).to_review if alert.code == "required_staff"]
    assert len(texts) == 1
    assert "Médecin" in texts[0]
    assert "D. 312-176-3" in texts[0]


def test_an_alert_leads_to_where_it_is_mended(cast, call, draft):
    call.investment_allowed = False
    call.save(update_fields=["investment_allowed"])
    call.lots.update(ceiling=1000)
    save(draft, cast)
    save(draft, cast, {"60": (10, ""), "74-region": (5, "")}, "2028")
    draft.budget_lines.create(year=2028, account="21", amount=5_000)
    page = as_(cast.editor).get(url("budget_whole", draft)).content.decode()
    for place in (
        url("budget_sheet", draft, "2028") + '#id_m-74-region"',  # how sure a co-funder is
        url("budget_sheet", draft, "2028") + '"',  # a year that does not balance
        url("budget_sheet", draft, "2027") + '#id_m-74-ars"',  # the request above the ceiling
        url("budget_sheet", draft, "2028-investissement") + '"',
        url("budget_staff_year", draft, 2027) + '"',  # salaries without a staff table
    ):
        assert f'<a href="{place}>' in page, place
    sheet = as_(cast.editor).get(url("budget_sheet", draft, "2028")).content.decode()
    assert 'id="id_m-74-region"' in sheet
    assert f'<a href="{url("budget_sheet", draft, "2028")}">Ouvrir' not in sheet  # one is there


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_the_same_queries_however_full(cast, draft, rows, django_assert_num_queries):
    codes = ("60", "61", "74-ars")[:rows]
    save(draft, cast, dict.fromkeys(codes, (10, "")))
    budgeting.save_staff(draft.pk, by=cast.editor, year=2027, posts=[NURSE] * rows)
    page = as_(cast.editor)
    counts = {"budget_sheet": ["2027"], "budget_staff": [], "budget_whole": [], "budget_import": []}
    for name, more in counts.items():
        page.get(url(name, draft, *more))
        with django_assert_num_queries(QUERIES[name]):
            page.get(url(name, draft, *more))


QUERIES = {"budget_sheet": 16, "budget_staff": 17, "budget_whole": 22, "budget_import": 16}


def test_what_was_frozen_before_is_still_read(cast):
    file = reach(State.SUBMITTED, make_call(cast), cast)
    frozen = file.snapshots.first().content
    assert {line["year"] for line in frozen["budget"]} == {file.budget_year}
    old = [{"account": "60", "amount": 5, "status": ""}, {"account": "86", "amount": 3, "status": ""}, {"account": "87", "amount": 3, "status": ""}]  # fmt: skip
    from applications.queries.budgets import budget_book

    book = budget_book(file, old)
    assert book["years"] == [str(file.budget_year)]
    assert (book["sides"]["charges"].total, book["sides"]["kind_charges"].total) == (5, 3)
    assert budget_book(file, []) == {}


def test_the_deposit_freezes_every_year_and_the_staff(cast, call):
    draft = fill(started(call, cast), cast)
    save(draft, cast, sheet="2028")
    budgeting.save_staff(draft.pk, by=cast.editor, year=2028, posts=[NURSE])
    file = reach(State.SUBMITTED, call, cast, application=Application.objects.get(pk=draft.pk))
    book = deposited(file)["budget"]
    assert book["years"] == ["2027", "2028"]
    assert book["sides"]["charges"].totals == [100_000, 100_000]
    assert book["staff"][0]["etp"] == Decimal("1.50")
    assert snapshot_content(file)["staff"] == file.snapshots.first().content["staff"]


# What the budget was


def told(cast, draft):
    return words(as_(cast.editor).get(url("history", draft)))


def test_each_change_of_the_budget_is_told_and_put_back(cast, draft):
    save(draft, cast)
    budgeting.save_sheet(
        draft.pk,
        by=cast.signatory,
        lines=YEAR | {"60": (25_000, ""), "74-departement": (15_000, "sollicite")},
    )
    budgeting.save_staff(draft.pk, by=cast.signatory, year=2027, posts=[NURSE])
    said = told(cast, draft)
    assert f"par {cast.signatory} 60 – Achats : de 20 000 € à 25 000 €" in said
    assert "74 – Conseil départemental : de 10 000 € (acquis) à 15 000 € (sollicité)" in said
    assert (
        "Poste 1 : de aucun à Infirmier (IDE) : 1,5 ETP, salarié, CCN 66, poste créé, 90 000 € par an" in said
    )
    first = draft.versions.filter(key="@budget-2027").earliest("id")
    response = as_(cast.editor).post(url("budget_put_back", draft, first.pk), follow=True)
    assert "Cette version du budget est remise." in words(response)
    assert budget.by_year(again(draft))[2027] == YEAR
    assert "60 – Achats : de 25 000 € à 20 000 €" in told(cast, draft)
    budgeting.save_staff(draft.pk, by=cast.editor, year=2027, posts=[])
    as_(cast.editor).post(url("budget_put_back", draft, draft.versions.get(value__0__profession="ide").pk))
    assert budgeting.staff_of(draft, 2027) == [NURSE]


def test_one_sitting_is_one_state_until_a_line_is_lost(cast, draft):
    for amount in (1, 12, 120):
        save(draft, cast, {"60": (amount, "")}, page="p")
    save(draft, cast, {}, page="p")
    kept = draft.versions.filter(key="@budget-2027").order_by("id").values_list("value", flat=True)
    assert list(kept) == [{"60": [120, ""]}, {}]


def test_what_was_written_before_the_trace_is_kept_first(cast, draft):
    draft.budget_lines.create(year=2027, account="60", amount=7)
    save(draft, cast, {"60": (9, "")})
    assert [row.by for row in draft.versions.order_by("id")] == [None, cast.editor]


def test_an_import_or_a_year_copied_leaves_a_trace(cast, draft):
    save(draft, cast)
    budgeting.copy_year(draft.pk, by=cast.editor, year=2028)
    budgeting.replace(
        draft.pk, by=cast.editor, years={2027: {"60": (5, "")}}, posts={}, edits=again(draft).edits
    )
    assert "Budget, 2028" in told(cast, draft)
    assert "60 – Achats : de 20 000 € à 5 €" in told(cast, draft)


def test_the_trace_of_the_budget_is_nobody_elses(cast, draft, django_assert_num_queries):
    save(draft, cast)
    row = draft.versions.get()
    for who in (cast.manager, cast.instructor, cast.delegate, cast.rival):
        assert as_(who).post(url("budget_put_back", draft, row.pk)).status_code == 404
    other = started(make_call(cast), cast)
    refused = as_(cast.editor).post(url("budget_put_back", other, row.pk), follow=True)
    assert "n’existe plus" in words(refused)
    deposited = reach(State.SUBMITTED, make_call(cast, closes_in=-3), cast)
    assert deposited.versions.filter(key__startswith="@budget").exists()
    assert "Ce qui a changé dans le budget" not in words(as_(cast.instructor).get(url("history", deposited)))
    assert "Remettre" not in words(as_(cast.editor).get(url("history", deposited)))
