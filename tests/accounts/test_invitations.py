"""An invitation's life, from the row to the mail to the membership."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts import services, tasks
from accounts.enums import INVITATION_ATTEMPTS, Role
from accounts.errors import Forbidden, Refused
from accounts.models import Invitation
from accounts.queries import invitations_for


@pytest.fixture
def invitation(cast):
    return services.invite(cast.structure, "Inconnue@nulle-part.test ", [Role.EDITOR], by=cast.signatory)


def again(invitation):
    return Invitation.objects.get(pk=invitation.pk)


def later(invitation, **fields):
    Invitation.objects.filter(pk=invitation.pk).update(**fields)


def test_the_link_opens_its_invitation_and_no_other(invitation):
    token = invitation.token
    assert Invitation.objects.with_token(token).get() == invitation
    assert again(invitation).token == token
    for forged in (token[:-1], token + "x", "1:abc", "", f"{invitation.pk}:{invitation.nonce}"):
        assert not Invitation.objects.with_token(forged).exists()


def test_the_invited_person_joins_with_the_roles(cast, invitation):
    services.accept_invitation(invitation, cast.stranger)
    assert cast.structure.roles_of(cast.stranger) == {Role.EDITOR}
    with pytest.raises(Refused, match="déjà été acceptée"):
        services.accept_invitation(invitation, cast.stranger)


def test_another_address_is_told_so(cast, invitation):
    with pytest.raises(Refused, match="adressée à inconnue@"):
        services.accept_invitation(invitation, cast.expert)


def test_a_second_proved_address_counts_and_an_unproved_one_does_not(cast, invitation):
    address = EmailAddress.objects.create(user=cast.expert, email=invitation.email, verified=False)
    EmailAddress.objects.filter(user=cast.stranger).delete()
    with pytest.raises(Refused, match="adressée à"):
        services.accept_invitation(invitation, cast.expert)
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    services.accept_invitation(invitation, cast.expert)
    assert cast.structure.roles_of(cast.expert) == {Role.EDITOR}


def test_it_lapses_after_fourteen_days(cast, invitation):
    assert timedelta(days=13, hours=23) < invitation.expires_at - timezone.now() <= timedelta(days=14)
    later(invitation, expires_at=timezone.now())
    with pytest.raises(Refused, match="plus valable"):
        services.accept_invitation(again(invitation), cast.stranger)
    assert services.invite(cast.structure, invitation.email, [Role.EDITOR], by=cast.signatory)
    assert again(invitation).revoked_at


def test_it_is_withdrawn(cast, invitation):
    with pytest.raises(Forbidden):
        services.revoke(invitation, by=cast.editor)
    services.revoke(invitation, by=cast.signatory)
    with pytest.raises(Refused, match="annulée"):
        services.accept_invitation(invitation, cast.stranger)
    with pytest.raises(Refused, match="déjà été acceptée ou annulée"):
        services.revoke(invitation, by=cast.signatory)
    with pytest.raises(Refused, match="déjà été acceptée ou annulée"):
        services.mail_again(invitation, by=cast.signatory)


def test_useless_invitations_are_refused(cast, invitation):
    with pytest.raises(Refused, match="attend déjà"):
        services.invite(cast.structure, "INCONNUE@nulle-part.test", [Role.EDITOR], by=cast.signatory)
    with pytest.raises(Refused, match="déjà membre"):
        services.invite(cast.structure, cast.editor.email, [Role.EDITOR], by=cast.signatory)
    with pytest.raises(Refused, match="au moins un rôle"):
        services.invite(cast.structure, "x@y.test", [Role.MANAGER], by=cast.signatory)
    with pytest.raises(Forbidden):
        services.invite(cast.structure, "x@y.test", [Role.EDITOR], by=cast.editor)


def test_an_organisation_cannot_flood(cast, monkeypatch):
    monkeypatch.setattr("accounts.services.invitations.WAITING_AT_MOST", 2)
    for number in range(2):
        services.invite(cast.structure, f"p{number}@y.test", [Role.EDITOR], by=cast.signatory)
    with pytest.raises(Refused, match="attendent déjà"):
        services.invite(cast.structure, "p2@y.test", [Role.EDITOR], by=cast.signatory)


def test_a_pending_request_becomes_a_membership(cast, invitation):
    asked = services.ask_to_join(cast.structure, cast.stranger)
    joined = services.accept_invitation(invitation, cast.stranger)
    assert joined.pk == asked.pk
    assert joined.status == "active"


def test_a_member_gains_the_roles_and_loses_none(cast, invitation):
    later(invitation, email=cast.signatory.email, roles=[Role.EDITOR])
    services.accept_invitation(again(invitation), cast.signatory)
    assert cast.structure.roles_of(cast.signatory) == {Role.EDITOR, Role.SIGNATORY}


def test_it_waits_on_the_persons_page(cast, invitation):
    assert list(invitations_for(cast.stranger)) == [invitation]
    assert list(invitations_for(cast.expert)) == []
    services.accept_invitation(invitation, cast.stranger)
    assert list(invitations_for(cast.stranger)) == []


@pytest.mark.servers
def test_the_mail_leaves_once(invitation, mailoutbox, settings):
    tasks.send_invitation(invitation.pk)
    tasks.send_invitation(invitation.pk)
    tasks.sweep()
    (mail,) = mailoutbox
    assert mail.to == ["inconnue@nulle-part.test"]
    assert settings.SITE_URL + invitation.get_absolute_url() in mail.body
    assert "Claire Signataire vous invite" in mail.body
    assert "&" not in mail.body
    assert again(invitation).mailed_at


def test_a_dead_mail_server_is_tried_again_then_shown(invitation, mailoutbox, monkeypatch):
    def dead(*args, **kwargs):
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    with monkeypatch.context() as patch:
        patch.setattr("accounts.tasks.send_mail", dead)
        tasks.send_invitation(invitation.pk)
        failed = again(invitation)
        assert (failed.mailed_at, failed.attempts) == (None, 1)
        assert "closed" in failed.mail_error
        for _ in range(INVITATION_ATTEMPTS):
            later(invitation, lease_until=timezone.now() - timedelta(seconds=1))
            tasks.sweep()
    assert again(invitation).attempts == INVITATION_ATTEMPTS
    tasks.sweep()
    assert mailoutbox == []
    services.mail_again(again(invitation), by=again(invitation).invited_by)
    tasks.sweep()
    assert len(mailoutbox) == 1
    assert again(invitation).mail_error == ""


@pytest.mark.servers
def test_a_taken_lease_keeps_others_away(invitation, mailoutbox):
    later(invitation, lease_until=timezone.now() + timedelta(minutes=1))
    tasks.send_invitation(invitation.pk)
    assert mailoutbox == []


@pytest.mark.parametrize("gone", ["revoked_at", "accepted_at"])
def test_nothing_leaves_for_an_invitation_that_is_over(invitation, mailoutbox, gone):
    later(invitation, **{gone: timezone.now()})
    tasks.send_invitation(invitation.pk)
    assert mailoutbox == []


def test_the_sweep_picks_up_a_lost_nudge(invitation, mailoutbox):
    tasks.sweep()
    assert len(mailoutbox) == 1
