"""From the transition to the message: once, to those alone, and not before the act."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from applications.enums import State as S
from applications.models import Delivery, Snapshot
from applications.services import calendar, deposit, drafting
from documents.services import release
from notifications import services
from notifications.enums import MailStatus
from notifications.models import Message, Told
from reviews.enums import DecisionKind
from reviews.models import Decision
from reviews.services import deciding, reading
from tests.factories import fill, make_call, make_cast, reach, started
from tests.factories.files import ANSWERS, TEXT, Walk
from tests.notifications.conftest import deliver_last, issue, issue_all, last_move, messages_of, shared_draft


def submitted(draft, cast):
    deposit.submit(draft.pk, by=cast.signatory)
    return last_move(draft)


def send_all() -> int:
    return sum(services.send(message.pk) for message in Message.objects.all())


def test_delivery_run_twice_writes_and_sends_once(cast, draft):
    row = submitted(draft, cast)
    assert services.deliver(row.pk) == 3
    assert services.deliver(row.pk) == 0
    issue_all()
    assert services.released(row.acts.get().document_id) == 2
    assert services.released(row.acts.get().document_id) == 0
    assert [send_all(), send_all()] == [3, 0]
    assert sorted(address for sent in mail.outbox for address in sent.to) == sorted(
        [cast.signatory.email, cast.editor.email, cast.delegate.email]
    )


def test_the_marker_and_the_messages_are_written_together(cast, draft, monkeypatch):
    row = submitted(draft, cast)
    monkeypatch.setattr("notifications.services.telling.render", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.deliver(row.pk)
    assert not Delivery.objects.filter(transition=row).exists()
    assert not Message.objects.exists()


def test_what_waits_for_an_act_is_neither_shown_nor_mailed_before_it(cast, draft):
    row = submitted(draft, cast)
    services.deliver(row.pk)
    receipt = Message.objects.get(key="receipt", recipient=cast.signatory)
    assert receipt.shown_at is None
    assert services.send(receipt.pk) is False
    assert services.sweep()["shown"] == 0
    assert not Message.objects.visible_to(cast.signatory).exists()
    issue(receipt.waits_for)
    assert services.released(receipt.waits_for_id) == 2
    assert services.send(receipt.pk) is True
    assert Message.objects.visible_to(cast.signatory).get() == receipt


def test_an_act_established_but_not_communicated_holds_its_message(cast, closed):
    story = Walk(closed, cast, fill(started(closed, cast), cast))
    for step in ("submitted", "opened", "admissible", "reviewed"):
        getattr(story, step)()
    decision = deciding.propose(story.pk, DecisionKind.REJECT, by=cast.manager, motive=TEXT, at=story.now())
    deciding.sign([decision.pk], by=cast.director, capacity="Directrice", at=story.now())
    document = Decision.objects.get(pk=decision.pk).document
    Message.objects.create(
        recipient=cast.editor, key="rejected", cause="test", subject="S", body="B", waits_for=document
    )
    issue(document)
    assert services.released(document.pk) == 0
    release([document])
    assert services.released(document.pk) == 1


def test_the_union_learns_of_a_decision_only_with_its_act(cast, closed):
    file = reach(S.REJECTED, closed, cast, application=shared_draft(closed, cast))
    row = deliver_last(file)
    assert not messages_of(row).shown().exists()
    issue_all()
    services.sweep()
    assert set(messages_of(row).shown().values_list("key", flat=True)) == {"rejected", "progress"}


def test_as_many_receipts_as_deposits(cast, call):
    drafts = [
        fill(started(call, cast), cast),
        fill(started(call, cast, structure=cast.other_structure, by=cast.rival), cast, by=cast.rival),
    ]
    deposits = 0
    for application, by in zip(drafts, (cast.signatory, cast.rival), strict=True):
        for again in range(2):
            deposit.submit(application.pk, by=by)
            deposits += 1
            if not again:
                deposit.reopen(application.pk, by=by)
    for _ in range(2):
        services.sweep()
    receipts = Message.objects.filter(key="receipt")
    assert receipts.values("cause").distinct().count() == deposits == 4 == Snapshot.objects.count()
    assert receipts.filter(recipient=cast.rival).count() == 2


def test_what_happened_long_ago_is_shown_but_not_mailed(cast, closed):
    reach(S.EXPIRED, make_call(cast, closes_in=-60), cast)
    services.sweep()
    message = Message.objects.get(key="expired", recipient=cast.editor)
    assert message.get_mail_display() == "Non envoyé : événement passé"
    assert message.shown_at
    assert services.send(message.pk) is False


def test_who_wants_no_mail_reads_on_screen(cast, draft):
    cast.editor.wants_mail = False
    cast.editor.save()
    row = submitted(draft, cast)
    services.deliver(row.pk)
    assert Message.objects.get(key="receipt", recipient=cast.editor).mail == MailStatus.NONE
    assert Message.objects.get(key="receipt", recipient=cast.signatory).mail == MailStatus.WAITING


SECRETS = ("SECRET-BESOIN-7719", "SECRET-TITRE-4420", "SECRET-PARTENAIRE-5512")


def test_nothing_of_a_sealed_file_reaches_the_authority(cast, call):
    draft = fill(
        started(call, cast),
        cast,
        answers={**ANSWERS, "besoin": SECRETS[0], "partenaires": "yes", "lesquels": SECRETS[2]},
    )
    drafting.save_identity(draft.pk, by=cast.signatory, title=SECRETS[1])
    deposit.submit(draft.pk, by=cast.signatory)
    deposit.reopen(draft.pk, by=cast.signatory)
    deposit.submit(draft.pk, by=cast.signatory)
    services.sweep()
    services.remind(call.closes_at - timedelta(hours=20))
    issue_all()
    services.sweep()
    own = {cast.signatory.pk, cast.editor.pk}
    about_file = Message.objects.filter(application=draft)
    assert set(about_file.values_list("recipient", flat=True)) == own
    written = [f"{m.subject} {m.body} {m.path}" for m in Message.objects.all()]
    written += [f"{m.subject} {m.body}" for m in mail.outbox]
    assert not [text for text in written for secret in SECRETS if secret in text]
    others = Message.objects.exclude(recipient__in=own)
    assert not others.filter(body__contains=draft.number).exists()
    assert not others.filter(body__contains=str(cast.structure)).exists()
    assert not [
        m for m in mail.outbox if draft.number in m.body + m.subject and m.to[0].endswith("@ars.test")
    ]


def test_after_the_opening_the_texts_still_carry_no_content(cast):
    call = make_call(cast, closes_in=-3)
    draft = fill(started(call, cast), cast, answers={**ANSWERS, "besoin": SECRETS[0]})
    reach(S.EVALUATED, call, cast, application=draft)
    services.sweep()
    texts = [f"{m.subject} {m.body}" for m in Message.objects.all()]
    assert len(texts) > 20
    assert not [text for text in texts if SECRETS[0] in text or "80 000" in text or "80\u202f000" in text]


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_set_of_messages():
    cast = make_cast()
    draft = shared_draft(make_call(cast), cast)
    row = submitted(draft, cast)
    start = Barrier(4)

    def work(_):
        start.wait()
        try:
            return services.deliver(row.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, range(4))) == [0, 0, 0, 3]
    assert messages_of(row).count() == 3


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail():
    cast = make_cast()
    draft = shared_draft(make_call(cast), cast)
    services.deliver(submitted(draft, cast).pk)
    message = Message.objects.get(key="progress")
    start = Barrier(4)

    def work(_):
        start.wait()
        try:
            return services.send(message.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, range(4))) == [False, False, False, True]
    assert len(mail.outbox) == 1


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_each_row_once():
    cast = make_cast()
    call = make_call(cast, closes_in=-3)
    file = reach(S.ADMISSIBLE, call, cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    start = Barrier(3)

    def work(_):
        start.wait()
        try:
            return services.sweep()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert Message.objects.filter(key="assignment").count() == 1
    assert Told.objects.filter(kind="assignment").count() == 1
    sent = [(m.to[0], m.subject) for m in mail.outbox]
    assert len(sent) == len(set(sent))


def test_the_sweep_tells_rows_whose_nudge_was_lost(cast, closed):
    reach(S.ADMISSIBLE, closed, cast)
    assert not Message.objects.exists()
    done = services.sweep()
    assert done["delivered"] == 2
    assert Message.objects.filter(key="opening").count() == 1  # the manager opened the files himself
    assert services.sweep()["delivered"] == 0


def test_one_broken_row_does_not_stop_the_sweep(cast, draft, monkeypatch, caplog):
    row = submitted(draft, cast)
    monkeypatch.setattr("notifications.services.telling.act_of", lambda _: 1 / 0)
    services.sweep()
    assert "ZeroDivisionError" in caplog.text
    assert not Delivery.objects.filter(transition=row).exists()
    assert Told.objects.exists()


def test_an_automatic_opening_is_told_to_all_who_handle_the_call(cast):
    call = make_call(cast, closes_in=-1)
    calendar.tick(timezone.now())
    services.sweep()
    told = Message.objects.filter(key="opening", cause__startswith="opening:")
    assert {m.recipient for m in told} == {cast.manager, cast.instructor}
    assert call.number in told.first().subject
