"""Several people on one draft: they see each other, and nothing anyone wrote is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from applications.models import AnswerVersion, Application, Presence
from applications.services import drafting, presence
from engine.changes import passages
from tests.applications.pages import HTMX, as_, hidden, url, words
from tests.factories import fill, make_call, reach, started


@pytest.fixture
def draft(cast):
    return started(make_call(cast), cast)


def write(draft, by, text, page="p1", at=None):
    drafting.save_answers(draft.pk, by=by, values={"besoin": text}, base=10**6, page=page, at=at)


def kept(draft) -> list:
    return list(draft.versions.filter(key="besoin").order_by("at", "id").values_list("value", flat=True))


def test_what_one_writes_in_one_go_is_one_version(cast, draft):
    for text in ("Un", "Un deux", "Un deux trois"):
        write(draft, cast.editor, text)
    assert kept(draft) == ["Un deux trois"]


def test_what_is_cut_is_kept(cast, draft):
    write(draft, cast.editor, "Un long besoin bien décrit")
    write(draft, cast.editor, "Un")
    write(draft, cast.editor, "")
    assert kept(draft) == ["Un long besoin bien décrit", "Un", ""]


def test_another_page_or_a_later_hour_begins_a_version(cast, draft):
    now = timezone.now()
    write(draft, cast.editor, "Un", at=now)
    write(draft, cast.signatory, "Un deux", page="p2", at=now)
    write(draft, cast.signatory, "Un deux trois", page="p2", at=now + timedelta(hours=1))
    assert kept(draft) == ["Un", "Un deux", "Un deux trois"]


def test_an_earlier_version_is_read_and_put_back(cast, draft):
    now = timezone.now() - timedelta(hours=3)
    write(draft, cast.editor, "Une équipe à Lyon", at=now)
    write(draft, cast.signatory, "Une équipe à Vénissieux", page="p2", at=now + timedelta(hours=1))
    client = as_(cast.editor)
    page = client.get(url("section", draft, "projet"))
    assert "2 versions de cette réponse" in words(page)
    history = client.get(url("versions", draft, "projet", "besoin"))
    assert "<del>" in history.content.decode()
    assert "Réponse actuelle" in words(history)
    first = draft.versions.get(value="Une équipe à Lyon")
    answer = client.post(url("versions", draft, "projet", "besoin"), {"version": first.pk})
    assert answer["Location"].endswith("#q-besoin")
    assert Application.objects.get(pk=draft.pk).answers["besoin"] == "Une équipe à Lyon"
    assert kept(draft) == ["Une équipe à Lyon", "Une équipe à Vénissieux", "Une équipe à Lyon"]


def test_a_version_of_another_answer_or_file_is_not_put_back(cast, draft):
    write(draft, cast.editor, "Un besoin")
    client = as_(cast.editor)
    assert client.post(url("versions", draft, "projet", "besoin"), {"version": "999"}).status_code == 404
    assert client.get(url("versions", draft, "projet", "inconnue")).status_code == 404


def test_a_deposited_file_puts_nothing_back(cast):
    file = fill(started(make_call(cast), cast), cast)
    version = file.versions.filter(key="besoin").get()
    file = reach("submitted", file.call, cast, application=file)
    answer = as_(cast.signatory).post(url("versions", file, "projet", "besoin"), {"version": version.pk})
    assert answer.status_code in {302, 422}
    assert AnswerVersion.objects.filter(application=file, key="besoin").count() == 1


def test_versions_are_nobody_elses(cast, draft):
    write(draft, cast.editor, "Un")
    for who in (cast.manager, cast.delegate, cast.rival, cast.superuser):
        assert as_(who).get(url("versions", draft, "projet", "besoin")).status_code == 404


def beat(client, draft, **fields):
    sent = {"part": "projet", "page": "page-a", "base": "0"} | fields
    return client.post(url("here", draft), sent, headers=HTMX)


def test_two_editors_see_each_other(cast, draft):
    one, two = as_(cast.editor), as_(cast.signatory)
    assert "data-presence" in beat(one, draft).content.decode()
    seen = words(beat(two, draft, page="page-b", focus="besoin"))
    assert f"{cast.editor} a aussi ouvert cette rubrique." in seen
    seen = words(beat(one, draft))
    assert f"{cast.signatory} est dans la question" in seen
    assert beat(two, draft, page="page-c", part="budget").status_code == 200
    assert f"{cast.signatory} est dans la rubrique « Budget prévisionnel »." in words(beat(one, draft))


def test_one_is_not_told_of_oneself(cast, draft):
    client = as_(cast.editor)
    beat(client, draft)
    for page in ({"page": "page-b"}, {"page": "page-c", "part": "budget"}):  # reloaded, then another part
        assert str(cast.editor) not in words(beat(client, draft, **page))


def test_nothing_new_is_not_said_again(cast, draft):
    client = as_(cast.editor)
    shown = hidden(beat(client, draft))["shown"]
    assert beat(client, draft, shown=shown).status_code == 204


def test_who_left_is_forgotten(cast, draft):
    gone = timezone.now() - timedelta(minutes=2)
    presence.note(draft, by=cast.signatory, page="page-b", part="projet", at=gone)
    assert str(cast.signatory) not in words(beat(as_(cast.editor), draft))
    presence.note(draft, by=cast.editor, page="later", part="projet", at=gone + timedelta(hours=2))
    assert not Presence.objects.filter(page="page-b").exists()


def test_what_another_changed_is_told(cast, draft):
    client = as_(cast.editor)
    page = hidden(client.get(url("section", draft, "projet")))
    drafting.save_answers(draft.pk, by=cast.signatory, values={"besoin": "Le sien"}, base=0, page="autre")
    seen = words(beat(client, draft, page=page["page"], base=page["base"]))
    assert "Réponses modifiées depuis que vous avez ouvert cette page" in seen
    assert str(cast.signatory) in seen


def test_a_stranger_has_no_heartbeat(cast, draft):
    for who in (cast.manager, cast.delegate, cast.rival):
        assert beat(as_(who), draft).status_code == 404
    assert not Presence.objects.exists()


@given(st.text(max_size=60), st.text(max_size=60))
def test_changes_spell_both_texts(before, after):
    found = passages(before, after)
    assert "".join(p.text for p in found if p.kind != "added") == before
    assert "".join(p.text for p in found if p.kind != "removed") == after
