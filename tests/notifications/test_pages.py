"""Messages on screen: one's own to everyone, the state of the authority's to its people, nothing more."""

from email.message import EmailMessage

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.enums import State as S
from applications.services import deposit
from awards import services as awards
from notifications import queries, services
from notifications.enums import MailStatus
from notifications.models import Message
from tests.factories import make_call, reach
from tests.notifications.conftest import issue_all, shared_draft
from tests.notifications.test_who import Story

INBOX, OUTBOX = "/messages/", "/messages/envois/"


@pytest.fixture
def told(cast):
    """A file brought to its admission, everything told."""
    call = make_call(cast, closes_in=-3)
    file = reach(S.ADMISSIBLE, call, cast, application=shared_draft(call, cast))
    services.sweep()
    issue_all()
    services.sweep()
    return file


def write(person, count, **fields):
    now = timezone.now()
    Message.objects.bulk_create(
        Message(
            recipient=person,
            key="k",
            cause=f"t:{n}",
            subject=f"Objet {n}",
            body="Corps.",
            at=now,
            shown_at=now,
            **fields,
        )
        for n in range(count)
    )


def get(client, person, path, status=200) -> str:
    client.force_login(person)
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_the_inbox_shows_unread_first_and_opening_reads(cast, told, client):
    page = get(client, cast.editor, INBOX)
    assert "il est recevable" in page
    first = Message.objects.visible_to(cast.editor).get(key="admitted")
    assert queries.unread_count(cast.editor) == 2
    body = get(client, cast.editor, reverse("notifications:message", args=[first.pk]))
    assert f"Ouvrir le dossier {told.number}" in body
    assert queries.unread_count(cast.editor) == 1
    assert [m.key for m in queries.inbox(cast.editor)] == ["receipt", "admitted"]
    assert "il est recevable" not in get(client, cast.editor, INBOX + "?etat=non-lus")
    assert "Aucun message" in get(client, cast.editor, INBOX + "?dossier=AUTRE")


def test_everything_is_marked_read_at_once(cast, told, client):
    client.force_login(cast.editor)
    assert client.get("/messages/tout-lu/").status_code == 405
    assert client.post("/messages/tout-lu/").url == INBOX
    assert queries.unread_count(cast.editor) == 0
    assert queries.unread_count(cast.signatory) == 2


def test_a_message_is_its_recipients_alone(cast, told, client):
    message = Message.objects.filter(recipient=cast.editor).first()
    for other in (cast.signatory, cast.manager, cast.superuser, cast.rival):
        get(client, other, reverse("notifications:message", args=[message.pk]), 404)


@pytest.mark.parametrize("path", [INBOX, OUTBOX, "/messages/1/"])
def test_one_signs_in_first(client, db, path):
    assert client.get(path).status_code == 302


def test_the_outbox_is_the_authoritys(cast, told, client):
    for person in (cast.manager, cast.instructor, cast.finance, cast.director):
        page = get(client, person, OUTBOX)
        assert told.number in page
    for person in (cast.editor, cast.delegate, cast.expert, cast.president, cast.stranger, cast.superuser):
        get(client, person, OUTBOX, 403)


def test_the_outbox_says_nothing_of_the_union_nor_of_sealed_days(cast, told):
    services.remind(told.call.closes_at)
    Message.objects.create(
        recipient=cast.editor, side="structure", key="reminder_draft", cause="r", application=told,
        subject="Il n’est pas déposé", body="B", at=told.call.opens_at, shown_at=timezone.now(),
    )  # fmt: skip
    listed = set(queries.outbox(cast.manager).values_list("key", flat=True))
    assert "receipt" in listed
    assert not listed & {"progress", "consent_given", "reminder_draft"}


def test_the_outbox_shows_no_body(cast, told, client):
    Message.objects.update(body="CORPS-SECRET-991")
    assert "CORPS-SECRET-991" not in get(client, cast.manager, OUTBOX)


def test_a_sealed_file_is_not_in_the_outbox(cast, draft, client):
    deposit.submit(draft.pk, by=cast.signatory)
    services.sweep()
    assert draft.number not in get(client, cast.manager, OUTBOX)


def test_a_failure_is_shown_with_its_retry(cast, told, client):
    message = Message.objects.filter(key="admitted").first()
    Message.objects.filter(pk=message.pk).update(
        mail=MailStatus.FAILED, error="Connexion refusée", attempts=6
    )
    page = get(client, cast.manager, OUTBOX + "?etat=failed")
    assert "1 courriel en échec" in page
    assert "Connexion refusée" in page
    path = reverse("notifications:retry", args=[message.pk])
    assert client.get(path).status_code == 405
    assert client.post(path).url == OUTBOX
    assert Message.objects.get(pk=message.pk).mail == MailStatus.WAITING
    assert "remis dans la file" in client.get(OUTBOX).content.decode()
    client.post(path)
    assert "n’est pas en échec" in client.get(OUTBOX).content.decode()
    client.force_login(cast.finance)
    assert client.post(path).status_code == 403
    client.force_login(cast.stranger)
    assert client.post(path).status_code == 403


def test_a_stopped_worker_shows(cast, client):
    call = make_call(cast, closes_in=-3)
    reach(S.ADMISSIBLE, call, cast)
    later = timezone.now() + queries.LATE * 2
    assert queries.late_moves(cast.manager, later) == 2
    services.sweep()
    assert queries.late_moves(cast.manager, later) == 0


def cost(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries_made:
        assert client.get(path).status_code == 200
    return len(queries_made)


@pytest.mark.parametrize("path", [INBOX, OUTBOX])
def test_a_list_costs_the_same_at_one_and_three_rows(cast, told, client, path):
    client.force_login(cast.manager)
    costs = []
    for rows in (1, 3):
        Message.objects.all().delete()
        write(cast.manager, rows, side="authority", application=told)
        costs.append(cost(client, path))
        assert client.get(path).content.decode().count(">Objet ") == rows
    assert costs[0] == costs[1] <= 20


def test_pages_of_twenty_five(cast, client):
    write(cast.editor, 30)
    assert "Page 1 sur 2" in get(client, cast.editor, INBOX)
    assert "Page 2 sur 2" in get(client, cast.editor, INBOX + "?page=99")


STORY = "submitted opened incomplete completed admissible reviewed selected agreed signed paid evaluated"


class Told(Story):
    """The walk, one call of a service after the other, so that each message is opened when it comes."""

    def signed(self):
        awards.sign_agreement(self.pk, by=self.cast.signatory, capacity="Présidente", at=self.now())
        self.look()
        awards.sign_agreement(self.pk, by=self.cast.director, capacity="Directeur", at=self.now())

    def paid(self):
        instalment = self.file.agreement.instalments.first()
        awards.pay(instalment.pk, by=self.cast.finance, paid_on=self.at.date(), reference="VIR 1")

    def look(self):
        services.sweep()
        issue_all()
        services.sweep()


def test_each_link_opens_for_whom_it_is_sent_to(cast, client):
    call = make_call(cast, closes_in=-3)
    story, opened = Told(call, cast, shared_draft(call, cast)), set()
    for step in STORY.split():
        getattr(story, step)()
        story.look()
        for message in Message.objects.exclude(pk__in=opened).exclude(path="").select_related("recipient"):
            client.force_login(message.recipient)
            response = client.get(message.path, follow=True)
            assert response.status_code == 200, (step, message.key, message.recipient, message.path)
            opened.add(message.pk)
    assert len(opened) > 40


def test_the_demonstration_shows_its_mails(cast, client, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    settings.DEMO, settings.LOCAL = False, True
    assert client.get("/messages/courriels/").status_code == 404
    settings.DEMO, settings.LOCAL = True, False
    assert client.get("/messages/courriels/").status_code == 404
    settings.LOCAL = True
    assert "Aucun courriel" in client.get("/messages/courriels/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    write(cast.editor, 2)
    for message in Message.objects.all():
        services.send(message.pk)
    page = client.get("/messages/courriels/").content.decode()
    assert page.count("À redacteur@structure.test") == 2
    assert "Objet 1" in page


def test_a_folder_with_a_foreign_file_still_opens(client, db, settings, tmp_path):
    settings.EMAIL_FILE_PATH, settings.DEMO, settings.LOCAL = tmp_path, True, True
    (tmp_path / "a.log").write_bytes(b"\xff\xfe rien d'un courriel")
    (tmp_path / "b.log").write_bytes(EmailMessage().as_bytes())
    assert client.get("/messages/courriels/").status_code == 200
