"""A delegate and an editor, each in their window: comments beside the draft, then the consent goes while a page is open."""

import pytest
from playwright.sync_api import expect

from applications.enums import ConsentLevel, State
from applications.models import Application, Look, Remark
from applications.services import consents
from tests.factories import fill, make_call, make_cast, reach, started
from tests.journeys.browser import Window

SAID = "Citez l’observatoire régional : votre chiffre date."
TYPED = "Un long avis que je suis en train d’écrire."


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_delegate_comments_then_the_consent_is_taken_back(site, browser):
    cast = make_cast()
    won = make_call(cast, closes_in=-60, title="Équipes mobiles 2025 (résultats publics)")
    reach(State.SELECTED, won, cast)
    call = make_call(cast)
    draft = fill(started(call, cast), cast)
    home = f"/dossiers/{draft.number}/"
    delegate = Window(browser, site, "delegate").sign_in(cast.delegate)
    signatory = Window(browser, site, "signatory").sign_in(cast.signatory)

    delegate.open("/dossiers/").sees("Adhérents").look("tableau-vide")
    delegate.open("/union/appels/").sees("1 adhérent concerné").look("appels")
    delegate.press("Prévenir").sees("1 adhérent prévenu").look("appels-prevenus")
    write_an_argument(delegate)

    share(signatory, home, ConsentLevel.COMMENT)
    delegate.open("/dossiers/").sees("Brouillon").look("tableau")
    delegate.open("/dossiers/?period=all").sees("résultat public").look("tableau-tous")
    delegate.open(f"/union/adherents/{cast.structure.pk}/").look("adherent")
    delegate.press("Relancer").sees("est relancée")
    delegate.open("/union/resultats/").sees("Adhérents retenus").look("carte")

    delegate.open(f"{home}commentaires/").look("commentaires-vides")
    comment(delegate, SAID)
    lean(signatory, home)
    answer(signatory, home)
    delegate.open(f"{home}commentaires/").sees("Merci, c’est corrigé.").sees("La réponse a changé depuis")
    delegate.look("commentaires")

    begin(delegate)
    consents.give(draft.pk, cast.union, ConsentLevel.NONE, by=cast.signatory)
    with delegate.page.expect_response(lambda response: response.request.method == "POST") as sent:
        delegate.page.get_by_role("button", name="Envoyer").first.click()
    assert sent.value.status == 404
    delegate.sees("n’est plus partagé avec votre union").sees(TYPED).look("partage-termine")
    for page in ("", "commentaires/", "imprimer/", "pieces/", "budget/"):
        assert fetch(delegate, home + page) == 404, page
    signatory.open(f"{home}partage/").sees("Ce que votre union a consulté").look("partage")
    signatory.open(f"{home}commentaires/").sees(SAID).sees("ne commente plus ce dossier")

    assert Remark.objects.count() == 2
    assert Look.objects.filter(page="margin", level=ConsentLevel.COMMENT).exists()
    assert Application.objects.get(pk=draft.pk).state == State.DRAFT
    problems = [text for text in delegate.problems if "404" not in text]
    assert (problems, signatory.problems) == ([], [])


def write_an_argument(delegate):
    delegate.open("/union/arguments/").look("arguments-vide").follow("Écrire un argument")
    delegate.press("Enregistrer").look("argument-erreur")
    delegate.fill("title", "Renoncement aux soins").fill("text", "Une personne sur deux renonce aux soins.")
    delegate.fill("sources", "Observatoire régional https://exemple.test/rapport").look("argument-saisi")
    delegate.press("Enregistrer").sees("Argument enregistré").look("argument")
    delegate.open("/union/arguments/").sees("1 argument").look("arguments")


def share(signatory, home, level):
    signatory.open(f"{home}partage/").look("partage-vide")
    signatory.page.locator(f"input[type=radio][value='{level.value}']").first.check()
    signatory.press("Enregistrer").sees("voit désormais")


def begin(delegate):
    delegate.page.locator("#passage-besoin summary", has_text="Commenter").click()
    delegate.page.locator("#passage-besoin textarea[id^=texte]").fill(TYPED)


def comment(delegate, text):
    delegate.page.locator("#passage-besoin summary", has_text="Commenter").click()
    delegate.page.locator("#texte-besoin").fill(text)
    delegate.page.locator("#passage-besoin").get_by_role("button", name="Envoyer").click()
    delegate.sees("Commentaire envoyé.").sees(text)


def lean(signatory, home):
    """The editor reads the comment beside the question and leans on an argument."""
    signatory.open(f"{home}rubrique/projet/").sees("1 commentaire à traiter")
    signatory.page.locator(".beside summary", has_text="commentaire").first.click()
    signatory.sees(SAID).look("question-commentee")
    signatory.follow("S’appuyer sur un argument").look("s-appuyer").press("Copier dans ma réponse")
    signatory.sees("copié à la suite")
    expect(signatory.page.locator("[name='r-besoin']")).to_have_value(
        "Des personnes sans suivi.\n\nUne personne sur deux renonce aux soins."
    )


def answer(signatory, home):
    """Beside the question, without leaving the form: what is typed is not taken for an answer of the file."""
    signatory.page.locator(".beside summary", has_text="commentaire").first.click()
    thread = signatory.page.locator("article.thread").first
    thread.locator("textarea").fill("Merci, c’est corrigé.")
    signatory.look("repondre")
    thread.get_by_role("button", name="Envoyer la réponse").click()
    signatory.sees("Réponse envoyée.")


def fetch(window, path) -> int:
    """What the page still open would be answered, asked as a fragment."""
    return window.page.evaluate(
        "path => fetch(path, {headers: {'HX-Request': 'true'}}).then(answer => answer.status)", path
    )
