import json
from importlib import import_module

import pytest
from django.apps import apps

from accounts.models import Organisation, StructureCategory, Territory

REFERENCE = import_module("accounts.migrations.0002_reference")
pytestmark = pytest.mark.usefixtures("reference")


def test_the_eighteen_agencies_and_the_ministry_are_there():
    authorities = Organisation.objects.filter(kind="authority")
    assert authorities.filter(territory__level="region").count() == 18
    assert authorities.filter(territory__level="country").get().name == "Ministère chargé de la santé"
    aura = authorities.get(territory__code="84", territory__level="region")
    assert (aura.name, str(aura)) == (
        "Agence régionale de santé Auvergne-Rhône-Alpes",
        "ARS Auvergne-Rhône-Alpes",
    )


def test_nothing_is_invented_about_an_authority():
    for authority in Organisation.objects.filter(kind="authority"):
        invented = (
            authority.siret,
            authority.email,
            authority.phone,
            authority.address,
            authority.court_address,
        )
        assert set(invented) == {""}
        assert authority.court
        assert not authority.court_verified
        assert authority.verified_at


def test_each_departement_has_its_region_and_its_zone():
    departements = Territory.objects.filter(level="departement")
    assert departements.exclude(code__in=["977", "978"]).count() == 101
    assert not departements.filter(parent=None).exists()
    zones = {
        code: Territory.objects.get(level="departement", code=code).time_zone for code in ("69", "971", "974")
    }
    assert zones == {"69": "Europe/Paris", "971": "America/Guadeloupe", "974": "Indian/Reunion"}


@pytest.mark.parametrize(
    ("region", "codes"),
    [
        ("84", "01 03 07 15 26 38 42 43 63 69 73 74"),
        ("94", "2A 2B"),
        ("01", "971 977 978"),
        ("32", "02 59 60 62 80"),
        ("06", "976"),
    ],
)
def test_the_departements_of_an_agency(region, codes):
    found = Territory.objects.filter(parent__level="region", parent__code=region).order_by("code")
    assert " ".join(found.values_list("code", flat=True)) == codes


def test_a_region_and_a_departement_may_share_a_code():
    assert {t.name for t in Territory.objects.filter(code="75")} == {"Nouvelle-Aquitaine", "Paris"}


def test_the_categories_carry_their_codes():
    codes = {"CSAPA": "197", "CAARUD": "178", "ACT": "165", "LHSS": "180", "LAM": "213", "EMMSP": "608"}
    found = dict(StructureCategory.objects.filter(short__in=codes).values_list("short", "code"))
    assert found == codes
    assert StructureCategory.objects.get(code="160").until.year == 2012


def test_loading_twice_changes_nothing():
    Organisation.objects.filter(territory__code="84", kind="authority").update(court="un autre tribunal")
    before = (Territory.objects.count(), Organisation.objects.count(), StructureCategory.objects.count())
    REFERENCE.load(apps, None)
    after = (Territory.objects.count(), Organisation.objects.count(), StructureCategory.objects.count())
    assert before == after
    assert Organisation.objects.filter(court="un autre tribunal").exists()


def test_the_files_are_plain_json_with_french_apostrophes():
    for path in REFERENCE.DATA.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert "'" not in text
        json.loads(text)
