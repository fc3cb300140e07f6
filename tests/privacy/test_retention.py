"""Files never deposited: announced twice, out of sight, destroyed; nothing else goes, and there is a way back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.errors import Forbidden, Refused
from applications.enums import State
from applications.models import Application, Attachment
from applications.services.deposit import submit
from applications.services.drafting import save_identity
from applications.services.gate import broken_links, move
from applications.services.reuse import take_over
from documents.models import Document
from documents.production import render
from engine.deadlines import months_after
from notifications.models import Message
from notifications.services import deliver
from notifications.services import sweep as send_mails
from privacy.enums import HIDDEN_FOR, REMINDED_BEFORE, WARNED_BEFORE
from privacy.models import Leftover, Purge, RetentionRule
from privacy.services import leftovers, retaining
from tests.factories import fill, make_call, reach, started
from tests.privacy.world import DAY, content, expired, left_aside, stored


def term_of(file):
    return months_after(file.ended_at, 12, "Europe/Paris")


def run(*moments):
    for moment in moments:
        retaining.retain(moment)


def to_hidden(file):
    """The three steps at their dates; the instant of the withdrawal."""
    term = term_of(file)
    run(term - WARNED_BEFORE + DAY, term - REMINDED_BEFORE + 2 * DAY)
    hides = Purge.objects.get(application=file, kept_at=None).hides_at
    run(hides + DAY)
    return hides + DAY


def test_nothing_moves_before_the_first_notice(cast):
    file = expired(cast)
    before = content(file)
    run(file.ended_at + DAY, term_of(file) - WARNED_BEFORE - DAY)
    assert not Purge.objects.exists()
    assert content(file) == before


def test_the_structure_is_told_twice_on_screen_and_by_mail(cast, client):
    file = expired(cast)
    run(term_of(file) - WARNED_BEFORE + DAY)
    assert set(Message.objects.filter(key="retention_warning").values_list("recipient", flat=True)) == {
        cast.signatory.pk,
        cast.editor.pk,
    }
    send_mails()
    assert {message.subject for message in mail.outbox if "détruit" in message.subject} == {
        f"Dossier {file.number} : il sera retiré puis détruit"
    }
    client.force_login(cast.signatory)
    page = client.get(f"/dossiers/{file.number}/").content.decode()
    assert "Conserver ce dossier" in page
    run(term_of(file) - REMINDED_BEFORE + DAY)
    assert Message.objects.filter(key="retention_reminder").count() == 2


def test_a_hidden_file_leaves_every_list_and_comes_back_whole(cast, client):
    file = expired(cast)
    before = content(file)
    at = to_hidden(file)
    hidden = Application.objects.get(pk=file.pk)
    assert hidden.hidden_at == at
    assert hidden.roles_of(cast.signatory) == set()
    assert not Application.objects.visible_to(cast.signatory).exists()
    assert not Document.objects.visible_to(cast.signatory).exists()
    client.force_login(cast.editor)
    assert client.get(f"/dossiers/{file.number}/").status_code == 404
    purge = Purge.objects.get(application=file)
    assert "Reprendre" in client.get(f"/organisations/{cast.structure.pk}/conservation/").content.decode()
    assert (
        client.post(f"/organisations/{cast.structure.pk}/conservation/{purge.pk}/conserver/").status_code
        == 302
    )
    assert content(file) == before
    assert client.get(f"/dossiers/{file.number}/").status_code == 200


@pytest.mark.servers
def test_after_its_window_the_content_goes_and_the_log_stays(cast):
    file = expired(cast)
    paths = list(file.attachments.values_list("path", flat=True)) + list(
        file.acts.values_list("document__file", flat=True)
    )
    log = list(file.transitions.values())
    at = to_hidden(file)
    run(at + HIDDEN_FOR - DAY)
    assert content(file)["row"]["answers"]
    run(at + HIDDEN_FOR + DAY)
    left = content(file)
    assert left["log"] == log
    assert broken_links(file) == []
    assert left["row"] == {
        "title": "",
        "answers": {},
        "marks": {},
        "edits": file.edits,
        "requested_amount": None,
    }
    assert not any(
        left[key] for key in ("budget", "partners", "versions", "snapshots", "pieces", "documents")
    )
    leftovers.clear(at + HIDDEN_FOR + 2 * DAY)
    assert paths
    assert [stored(path) for path in paths] == [None] * len(paths)
    assert not Leftover.objects.exists()


def test_a_structure_with_nobody_to_warn_keeps_its_file(cast):
    file = expired(cast)
    before = content(file)
    cast.structure.memberships.all().delete()
    run(term_of(file) - DAY, term_of(file) + 30 * DAY, term_of(file) + 400 * DAY)
    assert not Purge.objects.exists()
    assert content(file) == before


def test_bytes_that_another_file_cites_stay(cast):
    file = expired(cast)
    other = started(make_call(cast), cast)
    take_over(other.pk, file.pk, by=cast.signatory)
    path = file.attachments.first().path
    assert Attachment.objects.filter(application=other, path=path).exists()
    at = to_hidden(file)
    run(at + HIDDEN_FOR + DAY)
    leftovers.clear(at + HIDDEN_FOR + 2 * DAY)
    assert stored(path)
    assert Application.objects.get(pk=other.pk).answers


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.SUBMITTED, State.REJECTED, State.FUNDED, State.EVALUATED]
)
def test_what_was_received_or_lives_is_never_touched(cast, state):
    file = reach(state, make_call(cast, closes_in=20 if state == State.DRAFT else -60), cast)
    before, far = content(file), timezone.now() + 40 * 366 * DAY
    run(far, far + 60 * DAY, far + 120 * DAY)
    assert not Purge.objects.exists()
    assert content(file) == before


def test_a_draft_left_aside_on_a_call_without_closing_goes_the_same_way(cast):
    """Nothing else would ever end it: its time runs from its last edit."""
    file = left_aside(cast)
    before, term = content(file), months_after(file.edited_at, 12, "Europe/Paris")
    run(term - WARNED_BEFORE - DAY)
    assert not Purge.objects.exists()
    run(term - WARNED_BEFORE + DAY, term - REMINDED_BEFORE + 2 * DAY)
    told = Message.objects.filter(key="retention_warning", application=file)
    assert set(told.values_list("recipient", flat=True)) == {cast.signatory.pk, cast.editor.pk}
    assert "Le modifier ou le déposer suffit aussi à le garder." in told.first().body
    at = Purge.objects.get().hides_at + DAY
    run(at)
    assert Application.objects.get(pk=file.pk).hidden_at == at
    assert content(file) == before
    run(at + HIDDEN_FOR + DAY)
    gone = Application.objects.get(pk=file.pk)
    assert (gone.state, gone.answers, bool(gone.erased_at)) == (State.EXPIRED, {}, True)
    last = gone.transitions.latest("sequence")
    assert (last.name, last.by, last.reason) == ("expire", None, retaining.LEFT_ASIDE)
    assert broken_links(gone) == []
    deliver(last.pk)
    assert not Message.objects.filter(key="expired").exists()
    assert started(file.call, cast).pk  # its lot is free again


@pytest.mark.parametrize("use", ["edit", "deposit", "keep"])
def test_using_a_draft_announced_keeps_it(cast, use):
    file = left_aside(cast)
    notice = months_after(file.edited_at, 12, "Europe/Paris") - WARNED_BEFORE + DAY
    run(notice)
    assert Application.objects.get(pk=file.pk).hides_at
    used = notice + 10 * DAY
    if use == "edit":
        save_identity(file.pk, by=cast.editor, title="Équipe mobile, reprise", at=used)
    elif use == "deposit":
        submit(file.pk, by=cast.signatory, at=used)
    else:
        retaining.keep(Purge.objects.get().pk, by=cast.editor, at=used)
    before = content(file)
    run(used + DAY, used + WARNED_BEFORE, used + WARNED_BEFORE + HIDDEN_FOR + 10 * DAY)
    assert content(file) == before
    row = Application.objects.get(pk=file.pk)
    assert (row.hides_at, row.hidden_at) == (None, None)
    assert Purge.objects.get().kept_at


def test_a_draft_hidden_comes_back_whole(cast):
    file = left_aside(cast)
    before, term = content(file), months_after(file.edited_at, 12, "Europe/Paris")
    run(term - WARNED_BEFORE + DAY, term - REMINDED_BEFORE + 2 * DAY)
    run(Purge.objects.get().hides_at + DAY)
    assert not Application.objects.visible_to(cast.signatory).exists()
    retaining.keep(Purge.objects.get().pk, by=cast.signatory, at=term + 20 * DAY)
    run(term + 30 * DAY, term + 90 * DAY)
    assert content(file) == before
    assert Application.objects.get(pk=file.pk).roles_of(cast.signatory)


def test_a_draft_in_sight_of_a_call_without_closing_never_expires(cast):
    with pytest.raises(Refused, match="pas de date de clôture"):
        move(left_aside(cast).pk, "expire", by=None)


def test_a_shorter_rule_shortens_no_delay(cast):
    file = expired(cast)
    RetentionRule.objects.filter(kind="draft").update(months=3)
    late = file.ended_at + 200 * DAY
    run(late)
    assert timedelta(0) <= Purge.objects.get().hides_at - late - WARNED_BEFORE < DAY


def test_only_its_writers_keep_it_and_only_in_time(cast):
    file = expired(cast)
    at = to_hidden(file)
    purge = Purge.objects.get()
    for stranger in (cast.rival, cast.manager, cast.delegate, cast.stranger, cast.superuser):
        with pytest.raises(Forbidden):
            retaining.keep(purge.pk, by=stranger)
    run(at + HIDDEN_FOR + DAY)
    with pytest.raises(Refused, match="déjà détruit"):
        retaining.keep(purge.pk, by=cast.signatory)


def test_keeping_starts_the_time_again(cast):
    file = expired(cast)
    run(term_of(file) - WARNED_BEFORE + DAY)
    kept_at = term_of(file) - 10 * DAY
    retaining.keep(Purge.objects.get().pk, by=cast.editor, at=kept_at)
    run(term_of(file), term_of(file) + 60 * DAY)
    assert Purge.objects.count() == 1
    run(months_after(kept_at, 12, "Europe/Paris") - WARNED_BEFORE + DAY)
    assert Purge.objects.count() == 2


@pytest.mark.servers
def test_the_database_keeps_what_was_deposited(cast):
    file = reach(State.SUBMITTED, make_call(cast, closes_in=-60), cast)
    receipt = file.acts.get(document__kind="receipt").document
    render(receipt.pk)
    for rows in (file.snapshots.all(), file.transitions.all(), Document.objects.filter(pk=receipt.pk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete("default")
    Document.objects.filter(pk=receipt.pk).update(condemned_at=timezone.now())
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):  # a receipt is no copy: marking it changes nothing
        Document.objects.filter(pk=receipt.pk)._raw_delete("default")
    assert file.snapshots.exists()


STEPS = st.lists(
    st.tuples(st.sampled_from(["wait", "run", "twice", "keep"]), st.integers(1, 90)), min_size=4, max_size=14
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_happens_nothing_goes_without_notice_nor_delay(cast, steps):
    """Any sequence of days, runs of the worker and changes of mind."""
    point = transaction.savepoint()
    try:
        story(cast, steps)
    finally:
        transaction.savepoint_rollback(point)


def story(cast, steps):
    file, other = expired(cast), fill(started(make_call(cast), cast), cast)
    before, beside = content(file), content(other)
    now = term_of(file) - timedelta(days=80)
    for act, days in steps:
        now += days * DAY
        if act in {"run", "twice"}:
            retaining.retain(now)
            leftovers.clear(now)
        if act == "twice":
            seen = everything(file)
            retaining.retain(now)
            assert everything(file) == seen
        purge = Purge.objects.filter(application=file, kept_at=None, destroyed_at=None).first()
        if act == "keep" and purge:
            retaining.keep(purge.pk, by=cast.editor, at=now)
            assert content(file) == before
        check(file, before)
        assert content(other) == beside


def check(file, before):
    for purge in Purge.objects.filter(application=file):
        told = Message.objects.filter(cause__startswith=f"purge:{purge.pk}:")
        assert told.filter(key="retention_warning").count() == 2
        if purge.hidden_at:
            assert told.filter(key="retention_reminder").count() == 2
            assert purge.hidden_at - purge.warned_at >= WARNED_BEFORE
            assert purge.hidden_at - purge.reminded_at >= REMINDED_BEFORE
        if purge.destroyed_at:
            assert purge.destroyed_at - purge.hidden_at >= HIDDEN_FOR
    if not Purge.objects.filter(application=file, destroyed_at__isnull=False).exists():
        assert content(file) == before


def everything(file):
    return (
        content(file),
        list(Purge.objects.values()),
        list(Message.objects.order_by("pk").values_list("cause")),
    )
