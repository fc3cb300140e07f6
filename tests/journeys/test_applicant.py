"""A structure answers a call, without JavaScript: from the notice to the receipt, then takes its file back."""

import pytest

from applications.enums import State
from applications.models import Application, Snapshot
from documents.models import Document
from tests.factories import make_call
from tests.factories.files import pdf
from tests.journeys.visitor import Visitor

BUDGET = {"m-60": "20 000", "m-64": "80 000 €", "m-74-ars": "90 000", "m-74-departement": "10000", "s-74-departement": "acquis"}  # fmt: skip


@pytest.mark.django_db
def test_a_structure_answers_a_call(cast):
    call = make_call(cast)
    v = Visitor(cast.signatory).sign_in()
    v.sees("Rien n’attend de réponse de votre part").follow(call.title).follow("Commencer un dossier")

    v.send("Ouvrir le dossier", **{"q-region": "no"}).sees("Cet appel est réservé à la région.")
    assert not Application.objects.exists()
    v.send("Ouvrir le dossier", **{"q-region": "yes"}).sees("TST-", "Intitulé du projet")
    home = v.address

    v.follow("Intitulé du projet").send("Enregistrer", title="Équipe mobile de l’Est", requested_places="5")
    v.open(home).follow("Candidature")
    v.send("Joindre ce fichier", files={"upload-statuts": pdf()}).sees("statuts.pdf")
    v.send("Enregistrer et continuer", **{"r-honneur": "on"})
    v.open(home).follow("Projet")
    v.send(
        "Enregistrer et continuer",
        **{"r-besoin": "Des personnes sans suivi.", "r-file_active": "120", "r-partenaires": "no"},
    )
    v.open(home).follow("Budget prévisionnel")
    unbalanced = BUDGET | {"m-64": "81 200"}
    v.send("Enregistrer et continuer", **unbalanced)
    v.open(home + "deposer/").sees("Les charges dépassent les produits de 1 200 €.")
    v.open(home).follow("Budget prévisionnel").send("Enregistrer et continuer", **BUDGET)

    v.open(home + "deposer/").send("Déposer le dossier", confirm="on", confirmation="on")
    v.open(home).sees("Déposé")
    file = Application.objects.get()
    assert file.state == State.SUBMITTED
    assert file.requested_amount == 90_000
    v.follow("Documents").sees("Récépissé de dépôt")

    v.open(home).follow("Reprendre le dossier").send("Reprendre", confirm="on", confirmation="on")
    assert Application.objects.get().state == State.DRAFT
    v.open(home + "deposer/").send("Déposer le dossier", confirm="on", confirmation="on")
    assert Application.objects.get().state == State.SUBMITTED
    assert Snapshot.objects.count() == 2
    assert Document.objects.filter(kind="receipt").count() == 2
    v.open(home).follow("Historique").sees("Dossier déposé", "Dossier repris par la structure")
