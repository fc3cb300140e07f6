"""A union follows what a member shares, at the level it chose, and nothing once the member takes it back."""

import pytest

from applications.enums import ConsentLevel
from applications.services import consents
from tests.factories import fill, make_call, started
from tests.journeys.visitor import Visitor

SECRET = "Réponse que seule la lecture découvre."


@pytest.mark.django_db
def test_a_union_sees_what_was_shared_and_no_more(cast):
    call = make_call(cast)
    answers = {"honneur": True, "besoin": SECRET, "file_active": 12, "partenaires": "no"}
    draft = fill(started(call, cast), cast, answers=answers)
    delegate = Visitor(cast.delegate).sign_in()
    delegate.sees("Aucun dossier n’est partagé avec vous")
    address = f"/dossiers/{draft.number}/"

    def share(level):
        consents.give(draft.pk, cast.union, level, by=cast.signatory)
        delegate.open("/accueil/").sees(cast.structure.name).open(address)
        return delegate

    assert "Équipe mobile de test" not in share(ConsentLevel.EXISTENCE).text
    assert "Brouillon" not in delegate.text
    share(ConsentLevel.PROGRESS).sees("Brouillon")
    assert SECRET not in delegate.text
    share(ConsentLevel.READ)
    assert SECRET in delegate.text or SECRET in delegate.open(address + "imprimer/").text

    consents.give(draft.pk, cast.union, ConsentLevel.NONE, by=cast.signatory)
    for page in ("", "imprimer/", "pieces/", "budget/", "documents/"):
        assert delegate.client.get(address + page).status_code == 404
    delegate.open("/accueil/").sees("Aucun dossier n’est partagé avec vous")


@pytest.mark.django_db
def test_the_signatory_shares_and_takes_back_on_screen(cast):
    draft = started(make_call(cast), cast)
    v = Visitor(cast.signatory).sign_in().open(f"/dossiers/{draft.number}/").follow("Partage")
    field = next(i.get("name") for i in v.page.xpath("//main//input[@type='radio']"))
    v.send("Enregistrer", **{field: str(ConsentLevel.PROGRESS.value)})
    assert draft.consents.current().get().level == ConsentLevel.PROGRESS
    v.sees("l’avancement et les échéances").send("Retirer l’accord tout de suite")
    assert not draft.consents.current().exists()
