"""Writing a draft in a real browser: on a phone whose network fails, by two people at once, with a keyboard alone."""

import pytest

from applications.enums import State
from applications.models import Application
from tests.factories import make_call, make_cast, reach, started
from tests.factories.files import pdf
from tests.journeys.browser import Window
from tests.journeys.test_browser import BUDGET
from tests.worker import wait_for

WRITTEN = "Quatre-vingts personnes vivent dehors, sans aucun suivi depuis la fermeture du centre."
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def answer(file, key):
    return Application.objects.get(pk=file.pk).answers.get(key)


@pytest.fixture
def story(site):
    cast = make_cast()
    file = started(make_call(cast), cast)
    return cast, file, f"/dossiers/{file.number}/"


def test_a_phone_loses_its_network_twice(site, browser, story):
    cast, file, home = story
    phone = Window(browser, site, "telephone", size="telephone").sign_in(cast.signatory)
    phone.open(home).look("dossier").open(home + "rubrique/projet/").fill("r-besoin", "Un début.")
    wait_for(lambda: answer(file, "besoin") == "Un début.")
    # The network fails while one writes, and comes back: nothing to do.
    phone.network(on=False)
    phone.fill("r-besoin", WRITTEN)
    phone.sees("Connexion perdue, votre saisie est gardée ici.").look("hors-ligne")
    phone.network(on=True)
    wait_for(lambda: answer(file, "besoin") == WRITTEN, 20)
    phone.sees("Enregistré à")
    # It fails again and the page is closed before it comes back: what was typed is put back, then saved.
    phone.network(on=False)
    phone.fill("r-file_active", "80")
    phone.sees("Connexion perdue")
    phone.page.evaluate(
        "document.querySelector('form[data-dirty]').dataset.dirty = ''"
    )  # leaves all the same
    phone.page.goto("about:blank")
    assert answer(file, "file_active") is None
    phone.network(on=True)
    phone.open(home + "rubrique/projet/").sees("a été remise en place")
    wait_for(lambda: answer(file, "file_active") == 80, 20)
    assert answer(file, "besoin") == WRITTEN
    finish(phone, home)
    assert Application.objects.get(pk=file.pk).state == State.SUBMITTED
    assert file.snapshots.get().content["title"] == "Équipe mobile de l’Est"
    assert phone.problems == []


def finish(phone, home):
    """The rest of the file and its deposit, on the same phone."""
    phone.choose("r-partenaires", "no").press("Enregistrer et continuer")
    phone.open(home + "projet/").fill("title", "Équipe mobile de l’Est").press("Enregistrer et continuer")
    piece = pdf()
    phone.open(home + "rubrique/candidature/").page.locator("input[name='upload-statuts']").set_input_files(
        {"name": piece.name, "mimeType": "application/pdf", "buffer": piece.read()}
    )
    phone.press("Joindre ce fichier").sees("statuts.pdf").tick("r-honneur").press("Enregistrer et continuer")
    phone.open(home + "budget/")
    for name, value in BUDGET.items():
        phone.fill(name, value)
    phone.page.locator("select[name='s-74-departement']").select_option("acquis")
    phone.look("budget").press("Enregistrer et continuer")
    phone.open(home + "deposer/").look("relire").press("Déposer le dossier").sees("Le dossier est déposé")


def test_two_people_write_the_same_answer(site, browser, story):
    cast, file, home = story
    one = Window(browser, site, "redacteur").sign_in(cast.editor).open(home + "rubrique/projet/")
    two = Window(browser, site, "signataire").sign_in(cast.signatory).open(home + "rubrique/projet/")
    two.sees(f"{cast.editor} a aussi ouvert cette rubrique.")
    one.fill("r-besoin", WRITTEN)
    wait_for(lambda: answer(file, "besoin") == WRITTEN)
    two.fill("r-besoin", "Une autre façon de le dire.")
    two.sees(f"{cast.editor} a modifié cette réponse pendant que vous l’écriviez").look("deux-versions")
    assert answer(file, "besoin") == WRITTEN
    two.press("Garder ma version")
    wait_for(lambda: answer(file, "besoin") == "Une autre façon de le dire.")
    two.open(home + "rubrique/projet/").follow("2 versions de cette réponse").look("versions")
    two.press("Remettre cette version")
    wait_for(lambda: answer(file, "besoin") == WRITTEN)
    assert one.problems == two.problems == []


def test_the_keyboard_is_enough(site, browser, story):
    cast, file, home = story
    person = Window(browser, site, "clavier").sign_in(cast.editor).open(home + "projet/")
    person.tab_to("title").type("Équipe mobile de l’Est").tab_to("Enregistrer et continuer")
    person.page.keyboard.press("Enter")
    wait_for(lambda: Application.objects.get(pk=file.pk).title == "Équipe mobile de l’Est")
    person.open(home + "rubrique/projet/").tab_to("r-besoin").type(WRITTEN)
    person.tab_to("r-file_active").type("beaucoup")
    wait_for(lambda: answer(file, "besoin") == WRITTEN)
    person.tab_to("Enregistrer et continuer")
    person.page.keyboard.press("Enter")
    # The error takes the focus, says which answer, and leads to it.
    person.page.wait_for_function("document.activeElement.matches('[data-focus]')")
    person.look("erreur").page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    wait_for(lambda: person.page.url.endswith("#q-file_active"))
    assert person.problems == []


def test_an_earlier_file_is_reused_and_a_message_sent(site, browser):
    cast = make_cast()
    old = reach("rejected", make_call(cast, closes_in=-3), cast)
    new = started(make_call(cast, predecessor=old.call), cast)
    person = Window(browser, site, "reprise").sign_in(cast.editor).open(f"/dossiers/{new.number}/")
    person.look("dossier-neuf").follow("Reprendre un dossier précédent").look("choisir")
    person.press("Reprendre ce dossier").sees("Repris du dossier").look("repris")
    person.open(f"/dossiers/{old.number}/messages/").look("aucun-message").press("Envoyer le message")
    person.sees("Écrivez votre message.").look("message-vide")
    person.fill("body", "Pouvons-nous vous rencontrer pour comprendre la décision ?")
    person.press("Envoyer le message").sees("Votre message est envoyé").look("message-envoye")
    agent = Window(browser, site, "agent").sign_in(cast.instructor)
    agent.open(f"/dossiers/{old.number}/messages/").look("messages-agent")
    agent.fill("body", "Oui, jeudi 3 décembre à 10 h.").press("Envoyer le message").look(
        "messages-agent-deux"
    )
    assert person.problems == agent.problems == []
