"""In Chromium: a structure says once who it is, fills its vault, and takes both into a file, by keyboard too."""

import pytest

pytest.importorskip("playwright")
from django.core.management import call_command

from applications.models import Application, VaultVersion
from calls.models import Question
from tests.accounts.test_registers import NOVEMBER, SAMPLES
from tests.applications.test_places import place
from tests.factories import make_call, started
from tests.factories.files import pdf
from tests.journeys.browser import Window
from tests.worker import wait_for

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
IBAN = "FR14 2004 1010 0505 0001 3M02 606"


@pytest.fixture
def draft(cast):
    for name in ("StockEtablissement.csv", "StockUniteLegale.csv"):
        call_command("import_sirene", SAMPLES / name, NOVEMBER)
    for code, name, people in (("69123", "Lyon", 500_000), ("69266", "Villeurbanne", 150_000), ("69264", "Villefranche-sur-Saône", 36_000)):  # fmt: skip
        place("commune", code, name, ["69"], within="Rhône (69)", population=people)
    place("commune", "60057", "Beauvais", ["60"], within="Oise (60)")
    call = make_call(cast)
    Question.objects.filter(section__form__call=call, key="statuts").update(vault_kind="statutes")
    section = call.forms.get().sections.get(key="projet")
    Question.objects.create(
        section=section, key="lieux", position=9, kind="places", label="Dans quelles communes ou quels quartiers agirez-vous ?"
    )  # fmt: skip
    return started(call, cast)


def upload(window, name, content_name="statuts.pdf"):
    sent = pdf(content_name)
    window.page.locator(f"input[name='{name}']").set_input_files(
        {"name": content_name, "mimeType": "application/pdf", "buffer": sent.read()}
    )
    return window


def test_identity_is_said_once(cast, draft, site, browser):
    w = Window(browser, site, "identite").sign_in(cast.signatory)
    home = f"/organisations/{cast.structure.pk}/"
    w.open(home).sees("Il manque à la fiche").sees("Connu au répertoire SIRENE du 1er novembre 2026").look(
        "fiche-vide"
    )
    w.follow("Comparer avec le répertoire SIRENE").look("repertoire").press("Reprendre").sees(
        "Cochez ce que vous"
    )
    w.look("repertoire-erreur").tick("address").press("Reprendre").sees("La fiche reprend")

    w.follow("Modifier les signataires").look("contacts")
    w.fill("delegate_capacity", "Directrice").press("Enregistrer").sees("Donnez aussi le nom").look(
        "contacts-erreur"
    )
    for name, value in (
        ("capacity", "Présidente"), ("delegate", "Dora Déléguée"), ("technical_name", "Rémi Rédacteur"),
        ("technical_email", "projets@structure.test"), ("financial_email", "compta@structure.test"),
    ):  # fmt: skip
        w.fill(name, value)
    w.press("Enregistrer").sees("Dora Déléguée, Directrice")
    w.follow("Ajouter le RIB").look("rib").fill("iban", IBAN.replace("606", "607")).fill("bic", "PSSTFRPPXXX")
    w.press("Enregistrer").sees("Cet IBAN n’est pas valable").look("rib-erreur")
    w.fill("iban", IBAN).press("Enregistrer").sees("FR14").look("fiche-pleine")

    w.follow("Coffre").sees("Le coffre est vide").look("coffre-vide").follow("Ajouter une pièce").look(
        "coffre-ajouter"
    )
    w.press("Ajouter au coffre").sees("Choisissez la nature de la pièce").look("coffre-ajouter-erreur")
    w.page.locator("select[name=kind]").select_option("statutes")
    upload(w, "upload").fill("dated", "2020-05-04").press("Ajouter au coffre").sees(
        "Statuts signés est dans le coffre"
    )
    w.page.goto(f"{site}{home}coffre/ajouter/?nature=social")
    upload(w, "upload", "urssaf.pdf").fill("dated", "2026-01-04").press("Ajouter au coffre").sees(
        "Expirée depuis le"
    )
    w.look("coffre-plein").follow("Statuts signés").look("coffre-piece").follow("Corriger").look(
        "coffre-corriger"
    )

    section = f"/dossiers/{draft.number}/rubrique/candidature/"
    w.open(section).sees("Dans le coffre de votre structure").look("reprendre")
    w.page.get_by_role("button", name="Reprendre du coffre : Statuts signés").click()
    w.sees("Retirer").look("repris")
    assert (
        wait_for(lambda: draft.attachments.current().filter(vault_version__isnull=False).exists(), 10)
        is not False
    )
    assert not w.problems, w.problems


def test_places_are_picked_by_keyboard_and_saved_as_one_goes(cast, draft, site, browser):
    w = Window(browser, site, "lieux").sign_in(cast.editor)
    w.open(f"/dossiers/{draft.number}/rubrique/projet/").look("vide")
    w.page.locator("input[name=find-lieux]").focus()
    w.page.keyboard.type("vill", delay=30)
    w.sees("2 lieux trouvés").look("suggestions")
    with w.page.expect_response(lambda answer: "/lieux/" in answer.url):
        w.page.keyboard.press("Enter")  # searches again, and leaves for no other page
    w.page.wait_for_selector("form.questions:not(.htmx-request) #find-lieux:not(.htmx-request)")
    w.sees("2 lieux trouvés")
    for _ in range(2):
        w.page.keyboard.press("Tab")
    w.page.keyboard.press("Space")

    def chosen():
        return [row["name"] for row in Application.objects.get(pk=draft.pk).answers.get("lieux", [])]

    wait_for(lambda: chosen() == ["Villeurbanne"], 15)
    w.fill("find-lieux", "lyon").sees("1 lieu trouvé")
    assert w.page.get_by_label("Villeurbanne (commune 69266)").is_checked()
    w.page.get_by_label("Lyon – commune").check()
    wait_for(lambda: chosen() == ["Lyon", "Villeurbanne"], 15)
    w.fill("find-lieux", "beauvais").sees("Hors du territoire du lot : Beauvais").look("hors-du-lot")
    w.page.reload()
    w.sees("Lyon (commune 69123)").look("choisis")
    assert not w.problems, w.problems


def test_a_piece_is_kept_from_the_file_on_a_phone(cast, draft, site, browser):
    w = Window(browser, site, "garder").sign_in(cast.editor)
    w.open(f"/dossiers/{draft.number}/rubrique/candidature/")
    w.page.set_viewport_size({"width": 375, "height": 812})
    upload(w, "upload-statuts")
    w.page.get_by_role("button", name="Joindre ce fichier : Statuts signés").click()
    w.sees("Garder dans le coffre").follow("Garder dans le coffre").sees("Garder « statuts.pdf »").look(
        "garder"
    )
    w.fill("dated", "2020-05-04").press("Garder dans le coffre").sees("est dans le coffre").look("garde")
    assert VaultVersion.objects.get().name == "statuts.pdf"
    assert not w.problems, w.problems
