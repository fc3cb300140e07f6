"""The authority judges one file, without JavaScript: from the opening to the letter that leaves."""

import pytest

from applications.enums import State
from applications.models import Application
from applications.services import deposit
from documents import production
from documents.models import Document
from tests.factories import fill, make_call, started
from tests.factories.files import TEXT
from tests.journeys.visitor import Visitor


def declare_none(reader):
    value = reader.page.xpath("//input[@name='has_conflict']")[0].get("value")
    reader.send("Enregistrer ma déclaration", has_conflict=value)


def rows(visitor, prefix: str) -> list[str]:
    return [name for name in visitor.page.xpath("//main//form//@name") if name.startswith(prefix)]


@pytest.mark.django_db
def test_from_the_opening_to_the_notified_decision(cast):
    call = make_call(cast, closes_in=-5)
    file = fill(started(call, cast), cast)
    deposit.submit(file.pk, by=cast.signatory, at=call.closes_at)

    manager = Visitor(cast.manager).sign_in()
    manager.sees("Ouvrir les dossiers").follow("Ouvrir les dossiers").send("Ouvrir les dossiers")
    manager.sees("Procès-verbal d’ouverture", file.number)

    instructor = (
        Visitor(cast.instructor).sign_in().sees("Un dossier à vérifier").follow("Un dossier à vérifier")
    )
    instructor.follow(file.number).open(f"/dossiers/{file.number}/verification/")
    instructor.sees("Il reste à vérifier : Reçu dans le délai.")
    instructor.send("Enregistrer les vérifications", **dict.fromkeys(rows(instructor, "result-"), "passed"))
    instructor.send("Déclarer recevable").sees("Dossier déclaré recevable.")

    manager.open(f"/instruction/appel/{call.slug}/attributions/")
    pairs = manager.page.xpath("//input[@name='pair']")
    chosen = [p.get("value") for p in pairs if str(cast.instructor.pk) not in p.get("value").split("-")[1:]]
    manager.send("Enregistrer les attributions", pair=chosen)
    assert {row.reader for row in file.assignments.all()} == {cast.expert, cast.second_expert}

    for person in (cast.expert, cast.second_expert):
        reader = Visitor(person).sign_in().follow("Lire et noter")
        assert "Des personnes sans suivi" not in reader.text
        declare_none(reader)
        reader.sees("Des personnes sans suivi").follow("Ma notation")
        marks = dict.fromkeys(rows(reader, "mark-"), "4") | dict.fromkeys(rows(reader, "why-"), TEXT)
        reader.send("Relire et rendre", advice="favourable", strengths=TEXT, **marks).send("Rendre")
        assert file.assignments.get(reader=person).review.submitted_at

    instructor.open(f"/instruction/dossier/{file.number}/rapport/").sees("Lecteur 1", "Lecteur 2")
    fields = dict.fromkeys(("regularity", "fit", "strengths", "reserves", "cost"), TEXT)
    instructor.send("Établir le rapport", advice="favourable", **fields).send("Clore l’instruction")

    manager.open("/accueil/").follow("Une décision à préparer").sees("Proposition : retenir, 90 000 €.")
    prefix = rows(manager, "d")[0].partition("-")[0]
    too_much = {f"{prefix}-kind": "select", f"{prefix}-amount": "95 000", f"{prefix}-motive": TEXT}
    manager.send("Enregistrer les propositions", **too_much).sees("Le montant dépasse la demande")
    manager.send("Enregistrer les propositions", **too_much | {f"{prefix}-amount": "80 000"})

    director = Visitor(cast.director).sign_in().follow("Une décision à signer")
    director.open(director.address + "signer/").send("Signer", capacity="Directeur général", confirm="on")
    assert Application.objects.get(pk=file.pk).state == State.REVIEWED
    structure = Visitor(cast.signatory).sign_in().open(f"/dossiers/{file.number}/documents/")
    assert "Décision favorable" not in structure.text

    lot = call.lots.get().pk
    director.open(f"/instruction/lot/{lot}/decisions/notifier/").sees("en cours de production")
    for document in Document.objects.filter(status="pending"):
        production.render(document.pk)
    director.open(f"/instruction/lot/{lot}/decisions/notifier/").send("Notifier", confirm="on")
    assert Application.objects.get(pk=file.pk).state == State.SELECTED
    structure.open(f"/dossiers/{file.number}/documents/").sees("Décision favorable")
    Visitor().open(f"/instruction/resultats/{call.slug}/").sees(cast.structure.name)
