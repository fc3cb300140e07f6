"""Joining, founding, and what the authority answers."""

import pytest

from accounts import services
from accounts.enums import MembershipStatus, Role
from accounts.errors import Forbidden, Refused
from accounts.models import Membership, Organisation
from accounts.queries import authorities_of, covered_by, to_recognise
from tests.factories import member

IDENTITY = {"name": "Association neuve", "siret": "73282932000025", "legal_form": "association"}


def ask(cast, message="Je suis la nouvelle coordinatrice."):
    return services.ask_to_join(cast.structure, cast.stranger, message)


def again(membership):
    return Membership.objects.get(pk=membership.pk)


def test_a_request_waits_and_gives_nothing(cast):
    membership = ask(cast)
    assert membership.status == MembershipStatus.PENDING
    assert cast.structure.roles_of(cast.stranger) == frozenset()


def test_one_request_at_a_time(cast):
    ask(cast)
    with pytest.raises(Refused, match="déjà membre"):
        ask(cast)
    with pytest.raises(Refused, match="déjà membre"):
        services.ask_to_join(cast.structure, cast.editor)


def test_nobody_asks_to_join_an_authority(cast):
    with pytest.raises(Refused, match="invités par son administrateur"):
        services.ask_to_join(cast.authority, cast.stranger)


def test_a_signatory_accepts_with_roles(cast):
    membership = ask(cast)
    services.accept(membership, [Role.EDITOR], by=cast.signatory)
    membership = again(membership)
    assert (membership.status, membership.answered_by) == ("active", cast.signatory)
    assert cast.structure.roles_of(cast.stranger) == {Role.EDITOR}


@pytest.mark.parametrize("roles", [[], [Role.MANAGER], [Role.EDITOR, Role.FINANCE]])
def test_only_the_roles_of_that_kind_are_given(cast, roles):
    membership = ask(cast)
    with pytest.raises(Refused, match="au moins un rôle"):
        services.accept(membership, roles, by=cast.signatory)
    assert again(membership).status == "pending"


def test_a_refusal_says_why(cast):
    membership = ask(cast)
    with pytest.raises(Refused, match="motif"):
        services.refuse(membership, by=cast.signatory, reason=" ")
    services.refuse(membership, by=cast.signatory, reason="Personne ne vous connaît ici.")
    membership = again(membership)
    assert (membership.status, membership.reason) == ("refused", "Personne ne vous connaît ici.")
    assert ask(cast).pk != membership.pk


def test_a_stale_answer_is_refused(cast):
    membership = ask(cast)
    services.refuse(membership, by=cast.signatory, reason="Non.")
    with pytest.raises(Refused, match="déjà reçu une réponse"):
        services.accept(membership, [Role.EDITOR], by=cast.signatory)


@pytest.mark.parametrize("who", ["editor", "rival", "delegate", "manager", "stranger", "superuser"])
def test_others_do_not_answer(cast, who):
    membership = ask(cast)
    with pytest.raises(Forbidden):
        services.accept(membership, [Role.EDITOR], by=getattr(cast, who))


def test_one_withdraws_only_ones_own_request(cast):
    membership = ask(cast)
    with pytest.raises(Forbidden):
        services.cancel_request(membership, by=cast.rival)
    services.cancel_request(membership, by=cast.stranger)
    assert again(membership).status == "ended"
    with pytest.raises(Refused):
        services.cancel_request(membership, by=cast.stranger)


def test_the_authority_answers_for_a_structure_nobody_represents(cast, empty, administrator):
    membership = services.ask_to_join(empty, cast.stranger)
    for who in (cast.instructor, cast.signatory):
        with pytest.raises(Forbidden):
            services.accept(membership, [Role.SIGNATORY], by=who)
    services.accept(membership, [Role.EDITOR, Role.SIGNATORY], by=administrator)
    assert empty.roles_of(cast.stranger) == {Role.EDITOR, Role.SIGNATORY}


def test_only_the_first_is_the_authoritys(cast, empty):
    first = services.ask_to_join(empty, cast.stranger)
    second = services.ask_to_join(empty, cast.expert)
    services.accept(first, [Role.SIGNATORY], by=cast.manager)
    with pytest.raises(Forbidden):
        services.accept(second, [Role.SIGNATORY], by=cast.manager)
    services.accept(second, [Role.EDITOR], by=cast.stranger)


def test_whoever_founds_a_structure_works_at_once(cast):
    founded = services.found(cast.stranger, **IDENTITY, territory=cast.departement)
    assert founded.roles_of(cast.stranger) == {Role.EDITOR, Role.SIGNATORY}
    assert (founded.siren, founded.verified_at, founded.kind) == ("732829320", None, "applicant")
    assert founded in to_recognise(cast.authority)


def test_a_siret_is_founded_once(cast):
    services.found(cast.stranger, **IDENTITY)
    with pytest.raises(Refused, match="déjà ce numéro SIRET"):
        services.found(cast.expert, **IDENTITY)


def test_nobody_piles_up_unrecognised_structures(cast):
    for number in range(5):
        services.found(cast.stranger, name=f"Association {number}")
    with pytest.raises(Refused, match="déjà inscrit 5 structures"):
        services.found(cast.stranger, name="Une de trop")


def test_the_authority_of_the_territory_recognises(cast):
    founded = services.found(cast.stranger, **IDENTITY, territory=cast.departement)
    for who in (cast.instructor, cast.signatory, cast.stranger):
        with pytest.raises(Forbidden):
            services.recognise(founded, by=who)
    services.recognise(founded, by=cast.manager)
    with pytest.raises(Refused, match="déjà reconnue"):
        services.recognise(founded, by=cast.manager)
    assert founded not in to_recognise(cast.authority)


def test_an_authority_elsewhere_recognises_nothing_here(cast):
    elsewhere = Organisation.objects.get(kind="authority", territory__code="04", territory__level="region")
    member(cast.expert, elsewhere, Role.MANAGER)
    founded = services.found(cast.stranger, **IDENTITY, territory=cast.departement)
    with pytest.raises(Forbidden):
        services.recognise(founded, by=cast.expert)


def test_an_impostor_is_set_aside_before_recognition_only(cast):
    founded = services.found(cast.stranger, **IDENTITY, territory=cast.departement)
    invitation = services.invite(founded, "complice@nulle-part.test", [Role.SIGNATORY], by=cast.stranger)
    membership = founded.memberships.get()
    with pytest.raises(Refused, match="motif"):
        services.set_aside(membership, by=cast.manager, reason="")
    with pytest.raises(Forbidden):
        services.set_aside(membership, by=cast.rival, reason="Je veux sa place.")
    services.set_aside(membership, by=cast.manager, reason="Sans mandat de l’association.")
    assert founded.roles_of(cast.stranger) == frozenset()
    invitation = type(invitation).objects.get(pk=invitation.pk)
    assert invitation.revoked_at
    with pytest.raises(Refused, match="reconnue"):
        services.set_aside(cast.structure.memberships.first(), by=cast.manager, reason="Non.")


def test_the_two_sides_of_the_watch_agree(cast):
    """`covered_by` lists exactly the organisations whose `authorities_of` hold the authority."""
    services.found(cast.stranger, name="Sans territoire")
    services.found(
        cast.stranger, name="À La Réunion", territory=cast.region.__class__.objects.get(code="974")
    )
    others = Organisation.objects.exclude(kind="authority").select_related("territory")
    for authority in Organisation.objects.filter(kind="authority").select_related("territory"):
        listed = set(covered_by(authority))
        assert listed == {one for one in others if authority in authorities_of(one)}
