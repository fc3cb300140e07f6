"""A person takes a copy of their data and leaves; a structure keeps a file; an authority eliminates another."""

import pytest
from django.utils import timezone

from applications.enums import State
from applications.models import Application
from documents.production import render
from privacy.enums import REMINDED_BEFORE
from privacy.models import Elimination, Purge
from privacy.services import executing, exporting, retaining
from tests.factories import make_call, make_cast, reach
from tests.factories.files import pdf
from tests.journeys.browser import Window
from tests.privacy.world import DAY, YEAR, expired, rules


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_the_copy_to_the_elimination(site, browser, tmp_path):
    cast = make_cast()
    rules()
    windows = [leaves(Window(browser, site, "redacteur"), cast)]
    windows.append(keeps(Window(browser, site, "signataire"), cast))
    windows += eliminates(browser, site, cast, tmp_path)
    assert [problem for window in windows for problem in window.problems] == []


def leaves(window, cast):
    window.open("/confidentialite/").look("confidentialite").open("/compte/signup/").look("inscription")
    window.sign_in(cast.signatory).open("/profil/fermer/").sees("seule personne").look("fermer-refus")
    window.page.context.clear_cookies()
    window.sign_in(cast.editor).open("/profil/donnees/").look("mes-donnees")
    window.press("Demander une copie").sees("se prépare").look("copie-en-cours")
    exporting.sweep()
    window.sees("Votre copie est prête").look("copie-prete")
    window.follow("Voir ce que fait la fermeture").look("fermer")
    window.press("Fermer mon compte").sees("n’est pas fermé").look("fermer-erreur")
    window.tick("sure").press("Fermer mon compte").sees("Votre compte est fermé").look("ferme")
    row = cast.editor.closings.get()
    window.open(row.get_absolute_url()).look("rouvrir").press("Rouvrir mon compte").sees("est rouvert")
    return window


def keeps(window, cast):
    file, hidden = expired(cast), expired(cast)
    window.sign_in(cast.signatory).open(f"/organisations/{cast.structure.pk}/conservation/").look(
        "conservation-vide"
    )
    Application.objects.filter(pk__in=[file.pk, hidden.pk]).update(ended_at=timezone.now() - YEAR)
    retaining.retain()
    purge = Purge.objects.get(application=hidden)
    Purge.objects.filter(pk=purge.pk).update(
        reminded_at=timezone.now() - REMINDED_BEFORE,
        warned_at=timezone.now() - 90 * DAY,
        hides_at=timezone.now(),
    )
    retaining.retain()
    window.open(f"/dossiers/{file.number}/").sees("Conserver ce dossier").look("dossier-averti")
    window.follow("Conserver ce dossier").look("conservation")
    window.press("Reprendre ce dossier").sees("est conservé").look("dossier-repris")
    window.open(f"/dossiers/{file.number}/documents/").look("documents")
    return window


def eliminates(browser, site, cast, folder):
    call = make_call(cast, closes_in=-60)
    reach(State.REJECTED, call, cast)
    manager = Window(browser, site, "responsable").sign_in(cast.manager)
    lists = f"/organisations/{cast.authority.pk}/archives/"
    manager.open(lists).look("archives-vides")
    Application.objects.filter(state=State.REJECTED).update(ended_at=timezone.now() - 6 * YEAR)
    manager.open(lists).look("archives-dues")
    manager.fill("number", "rien").press("Bloquer ce dossier").sees("Aucun dossier").look("bloquer-erreur")
    manager.press("Préparer une liste").look("liste-preparee")
    manager.follow("Retirer de la liste").look("retirer-de-la-liste").follow("Revenir à la liste")
    manager.press("La liste est adressée").look("liste-adressee")
    manager.press("Enregistrer le visa").sees("obligatoire").look("visa-erreur")
    scan = folder / "visa.pdf"
    scan.write_bytes(pdf().read())
    manager.fill("name", "Directrice des Archives").fill("on", timezone.localdate().isoformat())
    manager.fill("reference", "2036/118")
    manager.page.set_input_files("[name=upload]", scan)
    manager.press("Enregistrer le visa").sees("est enregistré").look("liste-visee")
    listing = Elimination.objects.get()
    director = Window(browser, site, "directeur").sign_in(cast.director)
    director.open(f"{lists}{listing.pk}/").look("a-signer").fill("capacity", "Directeur général")
    director.press("Signer la liste").sees("Elle peut encore être abandonnée").look("signee")
    listing = Elimination.objects.get()
    render(listing.document_id)
    executing.execute(listing.pk, now=timezone.now() + 8 * DAY)
    director.open(f"{lists}{listing.pk}/").sees("Exécutée").look("executee")
    director.open(f"/dossiers/{listing.items.get().number}/historique/").look("dossier-elimine")
    return [manager, director]
