"""What an organisation declares: identity, establishments, adhesions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import services
from accounts.errors import Forbidden, Refused
from accounts.models import Establishment, Organisation, UnionMembership


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_a_new_address_keeps_the_structure_recognised(cast):
    services.edit_identity(cast.structure, {"address": "9 rue Neuve"}, by=cast.signatory)
    assert again(cast.structure).address == "9 rue Neuve"
    assert again(cast.structure).verified_at


@pytest.mark.parametrize(
    "change", [{"name": "Un autre nom"}, {"siret": "73282932000025"}, {"legal_form": "company"}]
)
def test_a_new_identity_is_looked_at_again(cast, change):
    services.edit_identity(cast.structure, change, by=cast.signatory)
    assert again(cast.structure).verified_at is None


def test_an_authority_stays_recognised(cast):
    services.edit_identity(cast.authority, {"siret": "73282932000025"}, by=cast.manager)
    assert again(cast.authority).verified_at


def test_a_siret_already_taken_is_refused(cast):
    with pytest.raises(Refused, match="demandez à la rejoindre"):
        services.edit_identity(cast.structure, {"siret": cast.other_structure.siret}, by=cast.signatory)
    assert again(cast.structure).siret == cast.structure.siret


@pytest.mark.parametrize("who", ["editor", "rival", "manager", "stranger", "superuser"])
def test_others_edit_nothing(cast, who):
    by = getattr(cast, who)
    site = Establishment(organisation=cast.structure, name="CSAPA de test")
    today = timezone.localdate()
    with pytest.raises(Forbidden):
        services.edit_identity(cast.structure, {"name": "X"}, by=by)
    with pytest.raises(Forbidden):
        services.save_establishment(site, by=by)
    with pytest.raises(Forbidden):
        services.adhere(cast.union, cast.structure, today, by=by, declared_by=cast.structure)


def test_establishments_come_and_go(cast):
    site = Establishment(organisation=cast.structure, name="CSAPA de test", finess="590782553")
    services.save_establishment(site, by=cast.signatory)
    with pytest.raises(Refused, match="porte déjà ce numéro FINESS"):
        services.save_establishment(
            Establishment(organisation=cast.other_structure, name="Le même", finess="590782553"),
            by=cast.rival,
        )
    with pytest.raises(Forbidden):
        services.remove_establishment(site, by=cast.rival)
    services.remove_establishment(site, by=cast.signatory)
    assert not Establishment.objects.filter(pk=site.pk).exists()


def test_either_side_declares_an_adhesion(cast):
    today = timezone.localdate()
    UnionMembership.objects.all().delete()
    services.adhere(cast.union, cast.structure, today, by=cast.signatory, declared_by=cast.structure)
    services.adhere(cast.union, cast.other_structure, today, by=cast.delegate, declared_by=cast.union)
    assert cast.union.adherents.count() == 2


def test_an_adhesion_is_present_and_single(cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="avenir"):
        services.adhere(
            cast.union, cast.other_structure, tomorrow, by=cast.rival, declared_by=cast.other_structure
        )
    with pytest.raises(Refused, match="adhère déjà"):
        services.adhere(
            cast.union, cast.structure, timezone.localdate(), by=cast.signatory, declared_by=cast.structure
        )


def test_a_third_party_declares_nothing(cast):
    adhesion = cast.structure.adhesions.get()
    with pytest.raises(ValueError, match="two parties"):
        services.adhere(
            cast.union,
            cast.structure,
            timezone.localdate(),
            by=cast.rival,
            declared_by=cast.other_structure,
        )
    with pytest.raises(ValueError, match="two parties"):
        services.end_adhesion(adhesion, timezone.localdate(), by=cast.rival, declared_by=cast.other_structure)


def test_an_adhesion_ends_once_at_a_true_date(cast):
    adhesion, today = cast.structure.adhesions.get(), timezone.localdate()
    for wrong in (adhesion.since - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(Refused, match="se place entre"):
            services.end_adhesion(adhesion, wrong, by=cast.signatory, declared_by=cast.structure)
    services.end_adhesion(adhesion, today, by=cast.delegate, declared_by=cast.union)
    with pytest.raises(Refused, match="déjà terminée"):
        services.end_adhesion(again(adhesion), today, by=cast.signatory, declared_by=cast.structure)
    services.adhere(cast.union, cast.structure, today, by=cast.signatory, declared_by=cast.structure)
    assert Organisation.objects.get(pk=cast.structure.pk).adhesions.count() == 2
