"""Roles, departures, and the last one who keeps the keys."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts import services
from accounts.enums import Role
from accounts.errors import Forbidden, Refused
from accounts.models import Membership
from tests.factories import member


def of(person, organisation):
    return Membership.objects.get(person=person, organisation=organisation, status="active")


def test_a_signatory_changes_roles(cast):
    services.change_roles(of(cast.editor, cast.structure), [Role.EDITOR, Role.SIGNATORY], by=cast.signatory)
    assert cast.structure.roles_of(cast.editor) == {Role.EDITOR, Role.SIGNATORY}
    services.change_roles(of(cast.editor, cast.structure), [Role.SIGNATORY], by=cast.signatory)
    assert cast.structure.roles_of(cast.editor) == {Role.SIGNATORY}


@pytest.mark.parametrize("who", ["editor", "rival", "manager", "stranger", "superuser"])
def test_others_change_nothing(cast, who):
    membership = of(cast.editor, cast.structure)
    by = getattr(cast, who)
    with pytest.raises(Forbidden):
        services.change_roles(membership, [Role.SIGNATORY], by=by)
    with pytest.raises(Forbidden):
        services.end_membership(membership, by=by)


def test_the_last_signatory_keeps_the_role(cast):
    mine = of(cast.signatory, cast.structure)
    with pytest.raises(Refused, match="seule personne"):
        services.change_roles(mine, [Role.EDITOR], by=cast.signatory)
    with pytest.raises(Refused, match="seule personne"):
        services.end_membership(mine, by=cast.signatory)
    with pytest.raises(Refused, match="seule personne"):
        services.leave(cast.structure, cast.signatory)
    assert cast.structure.roles_of(cast.signatory) == {Role.SIGNATORY, Role.EDITOR}


def test_the_last_signatory_leaves_after_naming_another(cast):
    services.change_roles(of(cast.editor, cast.structure), [Role.SIGNATORY], by=cast.signatory)
    services.leave(cast.structure, cast.signatory)
    assert cast.structure.roles_of(cast.signatory) == frozenset()
    with pytest.raises(Refused, match="plus membre"):
        services.leave(cast.structure, cast.signatory)


@pytest.mark.parametrize(("who", "where"), [("delegate", "union"), ("administrator", "authority")])
def test_unions_and_authorities_keep_their_last_one_too(cast, administrator, who, where):
    person = administrator if who == "administrator" else getattr(cast, who)
    with pytest.raises(Refused, match="seule personne"):
        services.leave(getattr(cast, where), person)


def test_an_agent_leaves_freely(cast):
    services.leave(cast.authority, cast.instructor)
    assert cast.authority.roles_of(cast.instructor) == frozenset()


def test_who_goes_is_kept_in_the_books(cast):
    membership = of(cast.editor, cast.structure)
    services.end_membership(membership, by=cast.signatory, reason="Fin de contrat.")
    membership = Membership.objects.get(pk=membership.pk)
    assert (membership.status, membership.reason) == ("ended", "Fin de contrat.")
    assert membership.ended_at
    with pytest.raises(Refused, match="plus membre"):
        services.change_roles(membership, [Role.EDITOR], by=cast.signatory)


def test_one_comes_back_by_a_new_membership(cast):
    services.end_membership(of(cast.editor, cast.structure), by=cast.signatory)
    back = services.ask_to_join(cast.structure, cast.editor)
    services.accept(back, [Role.EDITOR], by=cast.signatory)
    assert cast.structure.memberships.filter(person=cast.editor).count() == 2
    assert cast.structure.roles_of(cast.editor) == {Role.EDITOR}


@pytest.mark.parametrize("role", list(Role))
def test_visible_to_agrees_with_the_policy(cast, role):
    """Whoever holds only this role sees the organisation in lists iff the policy lets them open its page."""
    from accounts.backends import may
    from accounts.models import Organisation

    member(cast.stranger, cast.other_structure, role)
    listed = Organisation.objects.visible_to(cast.stranger)
    assert (cast.other_structure in listed) == may(
        cast.stranger, "accounts.view_organisation", cast.other_structure
    )
    assert cast.structure not in listed


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_signatories_cannot_both_leave_at_once(request):
    """Each sees the other still there; the lock on the organisation lets only the first go."""
    if connection.vendor == "sqlite":
        pytest.skip("the in-memory database of the tests has one connection")
    cast = request.getfixturevalue("cast")
    services.change_roles(of(cast.editor, cast.structure), [Role.SIGNATORY], by=cast.signatory)
    start = Barrier(2)

    def go(who):
        start.wait()
        try:
            services.leave(cast.structure, who)
        except Refused:
            return "stayed"
        finally:
            connection.close()
        return "left"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(go, [cast.signatory, cast.editor])) == ["left", "stayed"]
