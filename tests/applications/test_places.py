"""Places in an answer: found with or without a script, inside the lot, kept with their code and its year."""

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import PlaceLevel
from accounts.models import Place, RegisterEntry, folded, spread
from applications.models import Application, Partner
from applications.queries import snapshot_content
from applications.services import deposit, drafting
from calls.models import Question
from tests.accounts.test_registers import NOVEMBER, SAMPLES
from tests.applications.pages import HTMX, as_, hidden, url, words
from tests.factories import fill, make_call, started

LYON, VILLEURBANNE, OYONNAX, BEAUVAIS = "commune:69123", "commune:69266", "commune:01283", "commune:60057"
YEAR = 2026


def place(level, code, name, departements, **more):
    row, _ = Place.objects.update_or_create(
        level=level, code=code,
        defaults={"name": name, "departements": spread(departements), "year": YEAR, "folded": folded(name), **more},
    )  # fmt: skip
    return row


@pytest.fixture
def towns(db):
    place("commune", "69123", "Lyon", ["69"], within="Rhône (69)", population=500_000)
    place(
        "commune",
        "69266",
        "Villeurbanne",
        ["69"],
        within="Rhône (69)",
        population=150_000,
        postcodes=" 69100",
    )
    place("commune", "60057", "Beauvais", ["60"], within="Oise (60)")
    place("epci", "200046977", "Métropole de Lyon", ["69"], within="Rhône (69)")
    place("epci", "200000000", "CC à cheval", ["69", "71"], within="Rhône (69), Saône-et-Loire (71)")
    call_command("import_qpv", SAMPLES / "liste_qpv.csv", "--year=2024")


@pytest.fixture
def draft(cast, towns):
    call = make_call(cast)
    section = call.forms.get().sections.get(key="projet")
    Question.objects.create(
        section=section, key="lieux", position=9, kind="places", label="Où agirez-vous ?", required=False
    )
    return started(call, cast)


def again(draft):
    return Application.objects.get(pk=draft.pk)


def posted(client, draft, *keys, **more):
    page = hidden(client.get(url("section", draft, "projet")))
    return client.post(url("section", draft, "projet"), page | {"r-lieux": list(keys)} | more)


def found(client, draft, asked, *ticked):
    response = client.get(
        url("places", draft, "lieux"), {"find-lieux": asked, "r-lieux": ticked}, headers=HTMX
    )
    assert response.status_code == 200
    return response.content.decode()


def test_places_are_kept_with_their_code_and_the_year_of_the_code(cast, draft):
    assert posted(as_(cast.editor), draft, VILLEURBANNE, "epci:200046977", "qpv:QN06901M").status_code == 302
    assert again(draft).answers["lieux"] == [
        {"level": "epci", "code": "200046977", "name": "Métropole de Lyon", "year": 2026},
        {"level": "commune", "code": "69266", "name": "Villeurbanne", "year": 2026},
        {"level": "qpv", "code": "QN06901M", "name": "Quartier des Sources (fictif)", "year": 2024},
    ]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (BEAUVAIS, "« Beauvais » (60) est hors du territoire du lot."),
        ("epci:200000000", "« CC à cheval » s’étend aussi hors du territoire du lot (71) : choisissez ses communes."),
        ("qpv:QN06099M", "est hors du territoire du lot"),
        ("commune:99999", "n’existe pas dans le code officiel géographique"),
        ("n’importe quoi", "n’existe pas dans le code officiel géographique"),
        ("commune:" + "9" * 500, "n’existe pas dans le code officiel géographique"),
    ],
)  # fmt: skip
def test_a_place_out_of_the_lot_is_refused_with_a_sentence_and_the_rest_kept(cast, draft, key, said):
    client = as_(cast.editor)
    assert posted(client, draft, LYON).status_code == 302
    response = posted(client, draft, LYON, key, **{"r-besoin": "Gardé"})
    assert response.status_code == 422
    assert said in words(response).replace("\u00a0", " ")
    assert [row["name"] for row in again(draft).answers["lieux"]] == ["Lyon"]
    assert again(draft).answers["besoin"] == "Gardé"


def test_the_question_may_ask_for_one_level_only(cast, draft):
    Question.objects.filter(key="lieux").update(limits={"levels": ["qpv"]})
    assert "d’un niveau que cette question ne demande pas" in words(posted(as_(cast.editor), draft, LYON))


def test_a_search_finds_by_name_without_accents_by_code_and_by_postcode(cast, draft):
    client = as_(cast.editor)
    for asked in ("villeurb", "VILLEURB", "69266", "69100"):
        assert VILLEURBANNE in found(client, draft, asked), asked
    assert "epci:200046977" in found(client, draft, "metropole")
    assert "qpv:QN06901M" in found(client, draft, "sources")


def test_a_search_says_what_it_found_out_loud(cast, draft):
    client = as_(cast.editor)
    assert "1 lieu trouvé. Cochez" in found(client, draft, "villeurbanne")
    assert 'role="status" hx-swap-oob="innerHTML"' in found(client, draft, "villeurbanne")
    assert "Hors du territoire du lot : Beauvais – commune, Oise (60)" in found(client, draft, "beauvais")
    assert "Aucun autre lieu ne correspond à « nulle part »" in found(client, draft, "nulle part")
    for rank in range(25):
        place("commune", f"69{rank:03d}", f"Zanville {rank}", ["69"])
    assert "20 lieux trouvés. Cochez ceux de votre projet. Précisez" in found(client, draft, "zanv")
    assert "Écrivez au moins deux lettres." in found(client, draft, "v")


def test_what_is_ticked_and_not_saved_yet_stays_ticked_through_a_search(cast, draft):
    page = found(as_(cast.editor), draft, "lyon", VILLEURBANNE, "commune:99999")
    assert f'value="{VILLEURBANNE}" id="id_r-lieux_commune69266" checked' in page
    assert LYON in page
    assert "99999" not in page


def test_the_search_works_without_a_script(cast, draft):
    client = as_(cast.editor)
    response = posted(client, draft, LYON, find="lieux", **{"find-lieux": "villeurbanne"})
    assert response.status_code == 302
    assert response["Location"].endswith("?question=lieux&lieu=villeurbanne#q-lieux")
    page = client.get(response["Location"].partition("#")[0])
    assert VILLEURBANNE in page.content.decode()
    assert "1 lieu trouvé" in words(page)
    assert [row["name"] for row in again(draft).answers["lieux"]] == ["Lyon"]


def test_a_place_gone_from_a_later_code_stays_in_the_answer(cast, draft):
    client = as_(cast.editor)
    posted(client, draft, LYON, VILLEURBANNE)
    Place.objects.filter(code="69266").delete()
    assert posted(client, draft, LYON, VILLEURBANNE, **{"r-besoin": "Autre chose"}).status_code == 302
    assert [row["name"] for row in again(draft).answers["lieux"]] == ["Lyon", "Villeurbanne"]
    assert posted(client, draft, LYON).status_code == 302
    assert [row["name"] for row in again(draft).answers["lieux"]] == ["Lyon"]


def test_the_deposit_freezes_the_places_and_everybody_reads_them(cast, draft):
    posted(as_(cast.editor), draft, VILLEURBANNE, "qpv:QN06901M")
    fill(draft, cast, answers=again(draft).answers | {"honneur": True, "besoin": "B", "file_active": 1, "partenaires": "no"})  # fmt: skip
    deposit.submit(draft.pk, by=cast.signatory)
    shown = (
        "Villeurbanne (commune 69266), Quartier des Sources (fictif) (QPV QN06901M) – codes de 2024 et 2026"
    )
    assert shown in words(as_(cast.editor).get(url("file", draft)))
    assert shown in words(as_(cast.editor).get(url("print", draft)))


def test_a_stranger_searches_nothing_in_the_file(cast, draft):
    address = url("places", draft, "lieux")
    assert as_(cast.rival).get(address).status_code == 404
    assert as_(cast.editor).get(url("places", draft, "besoin")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_more_places_cost_no_more_queries(cast, draft, count, django_assert_num_queries):
    client = as_(cast.editor)
    posted(client, draft, *[LYON, VILLEURBANNE, "epci:200046977"][:count])
    client.get(url("section", draft, "projet"))
    with django_assert_num_queries(24):
        client.get(url("section", draft, "projet"))


def test_another_year_replaces_the_one_before(towns, tmp_path):
    path = tmp_path / "communes.csv"
    head = "code,nom,departement,region,epci,population,codes_postaux\n"
    path.write_text(head + "69123,Lyon,69,84,200046977,500000,69001 69002\n", encoding="utf-8")
    call_command("import_communes", path, "--year=2027")
    communes = Place.objects.filter(level=PlaceLevel.COMMUNE)
    assert list(communes.values_list("code", "year")) == [("69123", 2027)]
    assert Place.objects.filter(level=PlaceLevel.QPV).count() == 3


@pytest.mark.parametrize(
    "text", ["", "a,b\n", "code,nom,departement,region,epci,population,codes_postaux\nX,Y\nZ,T\n"]
)
def test_a_damaged_list_of_communes_changes_nothing(towns, tmp_path, text):
    before = Place.objects.count()
    path = tmp_path / "communes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_communes", path, "--year=2027")
    with pytest.raises(CommandError):
        call_command("import_qpv", path, "--year=2027")
    assert Place.objects.count() == before


# What else a file says of who bears it


def test_the_deposited_identity_says_who_signs_and_what_the_registers_knew(cast, draft):
    from accounts import services

    call_command("import_sirene", SAMPLES / "StockEtablissement.csv", NOVEMBER)
    services.save_contacts(
        cast.structure, {"capacity": "Présidente", "delegate": "Dora", "technical_email": "t@x.test"}, by=cast.signatory
    )  # fmt: skip
    services.save_bank(
        cast.structure, {"account_holder": "Le Relais", "iban": "FR1420041010050500013M02606", "bic": "PSSTFRPP"}, by=cast.signatory
    )  # fmt: skip
    content = snapshot_content(again(draft))
    said = content["structure"]
    assert (said["capacity"], said["delegate"], said["technical"]) == ("Présidente", "Dora", "t@x.test")
    assert said["registers"][0].startswith("Connu au répertoire SIRENE du 1er novembre 2026")
    assert "3M02606" not in str(content)


def test_a_partner_s_siret_is_recognised_likewise(cast, draft):
    call_command("import_sirene", SAMPLES / "StockEtablissement.csv", NOVEMBER)
    for siret in ("73282932000124", "35600000049837"):
        drafting.add_partner(draft.pk, by=cast.editor, name=siret, siret=siret, role="Appui", status="agreed")
    page = words(as_(cast.editor).get(url("partners", draft)))
    assert "cet établissement est fermé depuis le 30 juin 2019" in page
    assert "ce numéro ne figure pas au répertoire SIRENE" in page
    said = [row["register"] for row in snapshot_content(again(draft))["partners"]]
    assert "fermé" in said[0]
    assert "À vérifier" in said[1]
    assert Partner.objects.count() == 2
    assert RegisterEntry.objects.count() == 3
