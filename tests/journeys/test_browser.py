"""One file, its whole life, in a real browser with a real worker: draft to evaluated, every page judged by axe."""

import pytest

from applications.enums import State
from applications.models import Application
from calls.enums import Kind
from documents.models import Document
from reviews.models import Decision
from tests.factories import make_call, make_cast
from tests.factories.files import TEXT, pdf
from tests.journeys.browser import Window
from tests.worker import running_worker, wait_for

BUDGET = {"m-60": "20 000", "m-64": "80 000", "m-74-ars": "90 000", "m-74-departement": "10 000"}


def permanent_call(cast):
    """A call without closing and unsealed: its whole life fits in one sitting."""
    return make_call(
        cast, Kind.FIR, closes_at=None, opens_at=None, is_permanent=True, sealed=False, reviews_per_file=1
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_one_file_its_whole_life(site, browser):
    cast = make_cast()
    call = permanent_call(cast)
    windows = {}

    def window(name):
        if name not in windows:
            windows[name] = Window(browser, site, name).sign_in(getattr(cast, name))
        return windows[name]

    visitor = Window(browser, site).open("/").look("accueil").open(f"/appels/{call.slug}/").look("appel")
    windows["public"] = visitor
    with running_worker():
        file = apply(window("signatory"), call)
        judge(window, cast, call, file)
        decide(window, call, file)
        visitor.open(f"/instruction/resultats/{call.slug}/").sees(cast.structure.name).look("resultats")
        award(window, file)
    visitor.open("/verifier/").fill("code", Document.objects.filter(kind="evaluation").get().code)
    visitor.press("Vérifier").sees("Lettre d’évaluation").look("verifier")
    assert Application.objects.get().state == State.EVALUATED
    assert {name: seen.problems for name, seen in windows.items() if seen.problems} == {}


def apply(structure, call) -> Application:
    structure.open(f"/appels/{call.slug}/").follow("Commencer un dossier").look("commencer")
    structure.choose("q-region", "yes").press("Ouvrir le dossier").look("brouillon")
    file = Application.objects.get()
    home = f"/dossiers/{file.number}/"
    structure.follow("Intitulé du projet").fill("title", "Équipe mobile de l’Est").look("intitule")
    structure.press("Enregistrer")
    upload = pdf()
    structure.open(home).follow("Candidature").look("candidature")
    structure.page.locator("input[type=file][name='upload-statuts']").set_input_files(
        {"name": upload.name, "mimeType": "application/pdf", "buffer": upload.read()}
    )
    structure.press("Joindre ce fichier").sees("statuts.pdf").tick("r-honneur").press(
        "Enregistrer et continuer"
    )
    autosave(structure.open(home).follow("Projet"), file)
    structure.choose("r-partenaires", "no").press("Enregistrer et continuer")
    structure.open(home).follow("Budget prévisionnel").look("budget-vide")
    for name, value in BUDGET.items():
        structure.fill(name, value)
    structure.page.locator("select[name='s-74-departement']").select_option("acquis")
    structure.look("budget").press("Enregistrer et continuer")
    structure.open(home + "deposer/").look("relire").tick("confirm", "confirmation").press(
        "Déposer le dossier"
    )
    wait_for(lambda: Document.objects.filter(kind="receipt", status="issued").exists(), 60)
    structure.open(home).sees("Déposé").look("depose").open(home + "documents/").look("documents")
    structure.open("/messages/").look("messages")
    return Application.objects.get()


def autosave(structure, file):
    """What is typed is kept without pressing anything."""
    structure.fill("r-besoin", "Des personnes à la rue sans aucun suivi.").fill("r-file_active", "120")
    wait_for(lambda: Application.objects.get(pk=file.pk).answers.get("file_active") == 120)
    structure.look("rubrique")


def judge(window, cast, call, file):
    checking = window("instructor").open(f"/dossiers/{file.number}/verification/").look("verifier-vide")
    for name in checking.page.locator("input[name^='result-']").evaluate_all(
        "all => [...new Set(all.map(i => i.name))]"
    ):
        checking.choose(name, "passed")
    checking.press("Enregistrer les vérifications").press("Déclarer recevable").look("recevable")
    manager = window("manager").open(f"/dossiers/appel/{call.slug}/").look("liste")
    manager.open(f"/instruction/appel/{call.slug}/attributions/").look("attributions")
    manager.page.get_by_label("Eva Experte").first.check()
    manager.press("Enregistrer les attributions")
    reader = window("expert").open("/accueil/").follow("Lire et noter").look("interets")
    reader.page.locator("input[name='has_conflict']").first.check()
    reader.press("Enregistrer ma déclaration").look("lecture").follow("Ma notation")
    for name in reader.page.locator("[name^='mark-']").evaluate_all(
        "all => [...new Set(all.map(i => i.name))]"
    ):
        mark(reader, name)
    for name in reader.page.locator("[name^='why-']").evaluate_all("all => all.map(i => i.name)"):
        reader.fill(name, TEXT)
    reader.choose("advice", "favourable").look("notation").press("Relire et rendre").look("rendre").press(
        "Rendre"
    )
    report = checking.open(f"/instruction/dossier/{file.number}/rapport/")
    for name in ("regularity", "fit", "strengths", "reserves", "cost"):
        report.fill(name, TEXT)
    report.choose("advice", "favourable").look("rapport").press("Établir le rapport").press(
        "Clore l’instruction"
    )
    assert Application.objects.get().state == State.REVIEWED


def mark(reader, name):
    field = reader.page.locator(f"[name='{name}']")
    if field.first.evaluate("node => node.tagName") == "SELECT":
        field.select_option("4")
    elif field.first.get_attribute("type") == "radio":
        reader.choose(name, "4")
    else:
        field.fill("4")


def decide(window, call, file):
    lot = f"/instruction/lot/{call.lots.get().pk}"
    manager = (
        window("manager")
        .open(f"{lot}/classement/")
        .look("classement")
        .open(f"{lot}/decisions/")
        .look("decisions")
    )
    manager.page.locator("select[name$='-kind']").select_option("select")
    manager.page.locator("[name$='-amount']").fill("80 000")
    manager.page.locator("[name$='-motive']").fill(TEXT)
    manager.press("Enregistrer les propositions")
    director = window("director").open(f"{lot}/decisions/signer/").look("signer")
    director.fill("capacity", "Directeur général").tick("confirm").press("Signer")
    signed = Decision.objects.get()
    wait_for(lambda: Document.objects.filter(pk=signed.document_id, status="issued").exists(), 60)
    director.open(f"{lot}/decisions/notifier/").look("notifier").tick("confirm").press("Notifier")
    assert Application.objects.get().state == State.SELECTED


def award(window, file):
    structure, manager, director = window("signatory"), window("manager"), window("director")
    structure.open(f"/suites/{file.number}/offre/").follow("Réviser le budget").look("budget-a-reviser")
    structure.press("Répartir la baisse").sees("Le budget est équilibré").look("budget-revise")
    structure.open(f"/suites/{file.number}/offre/").choose("answer", "accept").tick("confirm").look("offre")
    structure.press("Envoyer la réponse").look("suites")
    manager.open(f"/suites/{file.number}/acte/preparer/").fill("starts_on", "2026-12-01").fill(
        "ends_on", "2027-11-30"
    )
    for row, amount in enumerate(("60 000", "20 000")):
        manager.fill(f"versement-{row}-amount", amount).fill(f"versement-{row}-due_on", f"202{row + 6}-12-15")
    manager.look("preparer").press("Enregistrer l’acte à signer")
    for signer, capacity in ((structure, "Présidente"), (director, "Directeur général")):
        signer.open(f"/suites/{file.number}/acte/").fill("capacity", capacity).tick("confirm").look(
            "acte"
        ).press("Signer")
    assert Application.objects.get().state == State.FUNDED
    structure.open(f"/suites/{file.number}/bilan/").fill("narrative", TEXT).fill("spent", "78 000")
    structure.page.locator("[name^='value-']").fill("130")
    structure.look("bilan").press("Transmettre le bilan")
    instructor = (
        window("instructor")
        .open(f"/suites/{file.number}/bilan/")
        .choose("verdict", "accept")
        .look("lire-bilan")
    )
    instructor.press("Enregistrer").open(f"/suites/{file.number}/evaluation/")
    instructor.choose("outcome", "favourable").fill("motive", TEXT).look("evaluation").press(
        "Proposer au signataire"
    )
    director.open(f"/suites/{file.number}/evaluation/").fill("capacity", "Directeur général").tick("confirm")
    director.look("signer-evaluation").press("Signer l’évaluation")
    wait_for(lambda: Document.objects.filter(kind="evaluation", status="issued").exists(), 60)
    structure.open(f"/dossiers/{file.number}/historique/").look("historique")
