"""One mail under its lease, through a mail server that refuses, hangs, dies and comes back."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.errors import Refused
from applications.enums import ConsentLevel
from applications.services import consents, deposit
from notifications import services
from notifications.enums import MailStatus
from notifications.models import Message
from notifications.services import sending
from tests.notifications.conftest import deliver_last
from tests.notifications.smtp import smtp
from tests.notifications.test_who import walk


@pytest.fixture
def message(cast, draft) -> Message:
    """A mail to the union that waits to leave, the only one."""
    services.sweep()
    deposit.submit(draft.pk, by=cast.signatory)
    deliver_last(draft)
    return Message.objects.get(key="progress")


@pytest.fixture
def through(settings):
    def use(server):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 0.5
        return server

    return use


def lapse(message) -> None:
    """The lease or the wait is over."""
    Message.objects.filter(pk=message.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def now(message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_refused_then_hung_then_sent_once(message, through):
    with smtp("refuse", "hang") as server:
        through(server)
        assert services.send(message.pk) is False
        assert "554" in now(message).error
        assert services.send(message.pk) is False  # not before its wait is over
        assert now(message).attempts == 1
        lapse(message)
        assert services.send(message.pk) is False
        assert "timed out" in now(message).error
        lapse(message)
        assert services.sweep()["sent"] == 1
        assert services.send(message.pk) is False
    assert len(server.mails) == 1
    sent = now(message)
    assert (sent.mail, sent.attempts, sent.error) == (MailStatus.SENT, 3, "")
    assert sent.mailed_at


def test_the_mail_as_it_travels(message, through):
    with smtp() as server:
        services.send(through(server) and message.pk)
    mail = message_from_bytes(server.mails[0], policy=policy.default)
    assert mail["Subject"].strip() == message.subject
    assert mail["To"] == message.recipient.email
    assert mail["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<jalon\.\d+\.\d+@jalon\.example>", mail["Message-ID"])
    assert message.body in mail.get_content().replace("\r\n", "\n")


def test_killed_between_the_250_and_the_commit_sends_again_under_the_same_id(message, through, monkeypatch):
    with smtp() as server:
        through(server)
        with monkeypatch.context() as dying:
            dying.setattr(sending, "settle", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
            with pytest.raises(SystemExit):
                services.send(message.pk)
        assert services.sweep()["sent"] == 0  # its lease runs
        lapse(message)
        assert services.sweep()["sent"] == 1
    ids = {message_from_bytes(text)["Message-ID"] for text in server.mails}
    assert (len(server.mails), len(ids)) == (2, 1)


def test_the_waits_grow_and_the_sixth_failure_is_final(message, through, caplog):
    waits = []
    with smtp(*["refuse"] * 6) as server:
        through(server)
        for _ in range(6):
            before = timezone.now()
            services.send(message.pk)
            row = now(message)
            waits.append(row.lease_until and round((row.lease_until - before).total_seconds() / 60))
            if row.lease_until:
                lapse(message)
    assert waits == [1, 5, 25, 125, 625, None]
    assert now(message).mail == MailStatus.FAILED
    assert "554" in now(message).error
    assert services.sweep()["failed"] == 1
    assert "failed for good" in caplog.text


def test_a_worker_killed_at_each_attempt_ends_in_failure(message):
    Message.objects.filter(pk=message.pk).update(attempts=sending.ATTEMPTS)
    assert services.send(message.pk) is False
    assert now(message).mail == MailStatus.FAILED
    assert "interrompu" in now(message).error


def test_a_worker_that_outlived_its_lease_changes_nothing(message):
    mine = sending.claim(message.pk)
    lapse(message)
    other = sending.claim(message.pk)
    assert sending.put_off(mine, "trop tard") is False
    assert now(message).error == ""
    assert sending.settle(other, mail=MailStatus.SENT, mailed_at=timezone.now()) is True
    assert sending.settle(mine, mail=MailStatus.FAILED, error="trop tard") is False
    assert now(message).mail == MailStatus.SENT


def test_a_consent_taken_back_while_the_mail_waits_stops_it(cast, message, mailoutbox):
    mailoutbox.clear()
    consents.give(message.application_id, cast.union, ConsentLevel.NONE, by=cast.signatory)
    assert services.send(message.pk) is False
    assert now(message).mail == MailStatus.NONE
    assert mailoutbox == []
    assert not Message.objects.visible_to(cast.delegate).filter(pk=message.pk).exists()


def test_an_account_closed_while_the_mail_waits_stops_it(message, mailoutbox):
    mailoutbox.clear()
    message.recipient.is_active = False
    message.recipient.save()
    assert services.send(message.pk) is False
    assert mailoutbox == []


@pytest.fixture
def failed(cast) -> Message:
    story = walk(cast, "submitted opened admissible")
    deliver_last(story.file)
    message = Message.objects.get(key="admitted", recipient=cast.editor)
    Message.objects.filter(pk=message.pk).update(mail=MailStatus.FAILED, attempts=6, error="554")
    return now(message)


def test_an_officer_sends_a_failed_mail_again(cast, failed, mailoutbox):
    for other in (cast.editor, cast.finance, cast.stranger):
        with pytest.raises(PermissionDenied):
            services.retry(failed, by=other)
    services.retry(failed, by=cast.instructor)
    assert now(failed).attempts == 0
    assert services.send(failed.pk) is True
    assert len(mailoutbox) == 1
    with pytest.raises(Refused):
        services.retry(failed, by=cast.instructor)


def test_after_an_outage_an_officer_sends_them_all_again(cast, failed):
    assert services.retry_all(cast.finance) == 0
    assert services.retry_all(cast.manager) == 1
    assert now(failed).mail == MailStatus.WAITING
