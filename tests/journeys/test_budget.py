"""The budget workshop in a real browser: an unbalanced budget repaired with its alerts, a workbook there and back."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from accounts.models import StructureCategory
from applications import budget
from applications.models import Application
from applications.services import drafting
from tests.factories import make_call, make_cast, started
from tests.journeys.browser import Window
from tests.worker import wait_for


def two_years(cast, **fields):
    """A call over two years that admits investment and compares the cost of a place, and a draft on it."""
    call = make_call(
        cast,
        budget_years=2,
        budget_first_year=2027,
        investment_allowed=True,
        people_question="file_active",
        **fields,
    )
    call.lots.update(
        reference_amount=Decimal("60.00"), reference_unit="place_day", reference_source="Arrêté du 3 mai 2026",
        places=10, place_unit="place",
    )  # fmt: skip
    lhss, _ = StructureCategory.objects.get_or_create(code="180", defaults={"short": "LHSS", "label": "LHSS"})
    call.categories.set([lhss])
    draft = started(call, cast)
    drafting.save_identity(draft.pk, by=cast.editor, title="Lits halte soins santé", requested_places=5)
    return draft


def type_by_keyboard(window, name, text):
    """Reaches a field with the Tab key, as those without a mouse do, and types over it."""
    for _ in range(120):
        if window.page.evaluate("document.activeElement && document.activeElement.name") == name:
            break
        window.page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{name} is out of reach of the keyboard")
    window.page.keyboard.press("Control+a")
    window.page.keyboard.type(text)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_unbalanced_budget_is_repaired_with_its_alerts(site, browser):
    cast = make_cast()
    draft = two_years(cast)
    window = Window(browser, site, "budget").sign_in(cast.editor)
    home = f"/dossiers/{draft.number}/budget/"
    window.open(home).look("vide")
    for name, text in (
        ("m-60", "12 500"),
        ("m-64", "80 000"),
        ("m-74-ars", "90 000"),
        ("m-74-region", "10 000"),
    ):
        type_by_keyboard(window, name, text)
    window.sees("Année 2027 : les produits dépassent les charges de 7 500 €.")
    window.sees("précisez si ce cofinancement est acquis").look("desequilibre")
    assert Application.objects.get().requested_amount == 90_000

    window.open(home + "personnel/2027/").look("personnel-vide")
    window.page.locator("select[name='p-0-profession']").select_option("ide")
    window.fill("p-0-etp", "1,5").fill("p-0-annual_cost", "87 500").look("personnel")
    window.press("Reporter dans le budget").sees("reporté dans le budget")
    window.page.locator("select[name='s-74-region']").select_option("sollicite")
    window.sees("Année 2028 : aucune charge").look("equilibre").press("Enregistrer et continuer")

    window.look("investissement").open(home + "feuille/2028/").press("Partir des montants").look(
        "annee-suivante"
    )
    window.sees("Les années 2027 et 2028 ont exactement les mêmes montants")
    window.open(home + "ensemble/").sees("par place et par jour").sees("« Médecin »").look("ensemble")
    report = budget.report(Application.objects.get())
    assert not report.blocking
    assert {alert.code: alert.text for alert in report.to_review}.keys() == {
        "identical_years",
        "required_staff",
    }
    assert window.problems == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_workbook_goes_and_comes_back(site, browser):
    cast = make_cast()
    draft = two_years(cast)
    window = Window(browser, site, "classeur").sign_in(cast.editor)
    home = f"/dossiers/{draft.number}/budget/"
    window.open(home).fill("m-60", "1 000").fill("m-74-ars", "1 000")
    wait_for(lambda: Application.objects.get().requested_amount == 1_000)
    window.open(home + "importer/").look("importer")
    with window.page.expect_download() as download:
        window.page.get_by_role("link", name="Téléchargez le classeur").click()
    workbook = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    page, staff = workbook["2028"], workbook["Personnel"]
    amounts = {page[f"A{row}"].value: f"C{row}" for row in range(4, 60)}
    page[amounts["61"]], page[amounts["74-ars"]] = "=2*1250", 2500
    for column, value in zip("ABDEG", (2028, "Médecin", 0.25, "Libéral", 2000), strict=True):
        staff[f"{column}4"] = value
    page[amounts["62"]] = "douze"
    send(window, workbook).sees(f"Feuille « 2028 », cellule {amounts['62']}").look("refuse")
    assert Application.objects.get().requested_amount == 1_000
    page[amounts["62"]] = 2000
    page[amounts["74-ars"]] = 4500
    send(window, workbook).sees("Ce que le classeur changerait").sees("0,25 ETP").look("comparer")
    window.press("Remplacer le budget").sees("remplacé par celui du classeur").look("remplace")
    file = Application.objects.get()
    assert budget.by_year(file)[2028] == {"61": (2_500, ""), "62": (2_000, ""), "74-ars": (4_500, "")}
    assert (file.requested_amount, file.posts.get().profession) == (5_500, "medecin")
    window.open(home + "importer/")
    send(window, workbook).sees("il n’y a rien à remplacer")
    assert window.problems == []


def send(window, workbook):
    buffer = io.BytesIO()
    workbook.save(buffer)
    window.page.locator("input[type=file]").set_input_files(
        {"name": "budget.xlsx", "mimeType": "application/octet-stream", "buffer": buffer.getvalue()}
    )
    return window.press("Comparer avec le dossier")
