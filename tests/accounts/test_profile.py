"""What a structure says once: what it lacks in words, who reads the RIB, what it takes from a register."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts import services
from accounts.errors import Forbidden
from accounts.models import BankChange, Establishment, Organisation, Profile, profile_of
from applications.enums import State
from tests.accounts.test_registers import NOVEMBER, SAMPLES
from tests.factories import make_call, reach, started

IBAN = "FR14 2004 1010 0505 0001 3M02 606"
OTHER_IBAN = "FR7630006000011234567890189"
CONTACTS = {
    "capacity": "Présidente",
    "technical_name": "Rémi Rédacteur",
    "technical_email": "projets@structure.test",
    "financial_name": "Nadia Comptable",
    "financial_email": "compta@structure.test",
    "cer_signed_on": "2025-01-10",
}
RIB = {"account_holder": "Association Le Relais de test", "iban": IBAN, "bic": "PSSTFRPPXXX"}


def at(name, structure):
    return reverse(f"accounts:{name}", args=[structure.pk])


def page_of(client, person, structure, name="organisation"):
    client.force_login(person)
    response = client.get(at(name, structure))
    return response.status_code, " ".join(response.content.decode().split())


def test_the_page_says_in_words_what_is_missing(client, cast):
    _, said = page_of(client, cast.signatory, cast.structure)
    for words in ("la qualité du représentant légal", "le RIB", "le contact technique"):
        assert f"<li>{words}</li>" in said


def test_once_said_nothing_is_missing(client, cast):
    client.force_login(cast.signatory)
    Organisation.objects.filter(pk=cast.structure.pk).update(email="contact@structure.test")
    assert client.post(at("contacts", cast.structure), CONTACTS).status_code == 302
    assert client.post(at("bank", cast.structure), RIB).status_code == 302
    assert profile_of(Organisation.objects.get(pk=cast.structure.pk)).missing() == []
    assert "Il manque à la fiche" not in page_of(client, cast.signatory, cast.structure)[1]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("iban", "FR14 2004 1010 0505 0001 3M02 607", "Cet IBAN n’est pas valable"),
        ("iban", "", "Un RIB se donne en entier"),
        ("bic", "BANQUE", "Ce BIC n’est pas valable"),
        ("account_holder", "", "Un RIB se donne en entier"),
    ],
)  # fmt: skip
def test_a_wrong_rib_is_explained_and_nothing_is_written(client, cast, field, value, said):
    client.force_login(cast.signatory)
    response = client.post(at("bank", cast.structure), RIB | {field: value})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Profile.objects.exists()


def test_a_french_iban_with_a_wrong_rib_key_is_refused(client, cast):
    """Its two check digits are right, the key of the RIB inside is not."""
    client.force_login(cast.signatory)
    response = client.post(at("bank", cast.structure), RIB | {"iban": "FR8620041010050500013M02607"})
    assert "Cet IBAN n’est pas valable" in response.content.decode()


def test_only_the_structure_reads_its_rib_and_only_a_signatory_writes_it(client, cast):
    services.save_bank(cast.structure, RIB | {"iban": IBAN.replace(" ", "")}, by=cast.signatory)
    for person, read, write in (
        (cast.signatory, True, 200),
        (cast.editor, True, 403),
        (cast.rival, False, 404),
        (cast.delegate, False, 404),
        (cast.manager, False, 404),
        (cast.superuser, False, 404),
    ):
        _, said = page_of(client, person, cast.structure)
        assert ("3M02" in said) == read, person
        assert page_of(client, person, cast.structure, "bank")[0] == write, person
    with pytest.raises(Forbidden):
        services.save_bank(cast.structure, RIB, by=cast.editor)


def test_each_change_of_the_rib_leaves_its_trace(client, cast):
    given = RIB | {"iban": IBAN.replace(" ", "")}
    services.save_bank(cast.structure, given, by=cast.signatory)
    services.save_bank(cast.structure, given, by=cast.signatory)
    assert BankChange.objects.count() == 1
    services.save_bank(cast.structure, given | {"iban": OTHER_IBAN}, by=cast.signatory)
    services.save_bank(cast.structure, given | {"iban": OTHER_IBAN, "bic": ""}, by=cast.signatory)
    services.save_bank(cast.structure, dict.fromkeys(RIB, ""), by=cast.signatory)
    _, said = page_of(client, cast.editor, cast.structure)
    assert said.count(", par Claire Signataire. ") == 4
    for words in (
        "RIB donné : l’IBAN se termine par 2606.",
        "IBAN modifié : il se termine par 0189, et non plus par 2606.",
        "l’IBAN se termine toujours par 0189.",
        "RIB retiré : l’IBAN se terminait par 0189.",
    ):
        assert words in said
    assert "Changements du RIB" not in page_of(client, cast.manager, cast.structure)[1]


@pytest.fixture
def sirene(db):
    for name in ("StockEtablissement.csv", "StockUniteLegale.csv"):
        call_command("import_sirene", SAMPLES / name, NOVEMBER)


def test_the_register_is_offered_and_taken_over(client, cast, sirene):
    _status, said = page_of(client, cast.signatory, cast.structure)
    assert "Connu au répertoire SIRENE du 1er novembre 2026" in said
    assert "reprendre le nom" in said
    assert "2 rue DU RELAIS" in page_of(client, cast.signatory, cast.structure, "take_over")[1]
    assert client.post(at("take_over", cast.structure), {"address": "on"}).status_code == 302
    after = Organisation.objects.get(pk=cast.structure.pk)
    assert after.address == "2 rue DU RELAIS\n69003 LYON"
    assert after.name == cast.structure.name
    assert after.verified_at  # an address alone asks for no new recognition


def test_nothing_ticked_is_said(client, cast, sirene):
    client.force_login(cast.signatory)
    response = client.post(at("take_over", cast.structure), {})
    assert response.status_code == 422
    assert "Cochez ce que vous voulez reprendre" in response.content.decode()


def test_an_unknown_structure_is_never_blocked(client, cast):
    client.force_login(cast.signatory)
    said = client.get(at("organisation", cast.structure)).content.decode()
    assert "n’a pas encore pu être comparé au répertoire SIRENE" in said
    assert client.get(at("take_over", cast.structure)).status_code == 404


def test_registering_by_siret_begins_with_what_the_register_says(client, cast, sirene):
    client.force_login(cast.stranger)
    cast.structure.delete()
    page = client.get(reverse("accounts:create") + "?siret=732 829 320 00074").content.decode()
    assert 'value="ASSOCIATION LE RELAIS DE TEST (fictif)"' in page
    assert "déjà dans le formulaire" in page


def test_the_authority_reads_what_the_registers_say(client, cast, sirene):
    client.force_login(cast.manager)
    Organisation.objects.filter(pk=cast.structure.pk).update(siret="73282932000124", verified_at=None)
    address = reverse("accounts:watched", args=[cast.authority.pk, cast.structure.pk])
    assert "cet établissement est fermé depuis le 30 juin 2019" in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_more_sites_cost_no_more_queries(client, cast, django_assert_num_queries, count):
    call_command("import_finess", SAMPLES / "finess_et.csv")
    for rank, number in enumerate(["690000021", "690000039", "010000024"][:count]):
        Establishment.objects.create(organisation=cast.structure, name=f"Site {rank}", finess=number)
    client.force_login(cast.signatory)
    client.get(at("organisation", cast.structure))
    with django_assert_num_queries(14):
        said = client.get(at("organisation", cast.structure)).content.decode()
    assert said.count("Connu au fichier FINESS du 5 novembre 2026") == count


def test_once_funded_whoever_pays_reads_the_account_and_nobody_else_of_the_authority(client, cast):
    services.save_bank(cast.structure, RIB | {"iban": IBAN.replace(" ", "")}, by=cast.signatory)
    file = reach(State.FUNDED, make_call(cast, closes_in=-60), cast)
    address = reverse("awards:file", args=[file.number])
    for person, read in (
        (cast.finance, True),
        (cast.editor, True),
        (cast.manager, False),
        (cast.director, False),
    ):
        client.force_login(person)
        assert ("3M02" in client.get(address).content.decode()) == read, person
    assert "3M02" not in str(file.snapshots.get().content)


def test_a_draft_says_what_the_structure_has_not_said(client, cast):
    file = started(make_call(cast), cast)
    client.force_login(cast.editor)
    said = client.get(reverse("applications:file", args=[file.number])).content.decode()
    assert "Il y manque la qualité du représentant légal" in said
    assert at("organisation", cast.structure) in said
