"""Files sent in parts: what arrived is kept whatever is cut, nobody else reaches it, nothing is left behind."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from applications import uploads
from applications.enums import State
from applications.models import Blob, ComplementItem, Sending, VaultVersion
from applications.services import deposit, keeping, sending, vault
from tests.applications import hostile
from tests.applications.pages import as_, sent, url, words
from tests.factories import fill, make_call, reach, started
from tests.factories.files import MINIMAL_PDF, page, pdf

BIG = hostile.saved(hostile.blank(40))


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(cast):
    return started(make_call(cast), cast)


@pytest.fixture
def short_parts(settings):
    settings.CHUNK_BYTES = 1000


def begin(client, file, content=BIG, name="rapport.pdf", target="statuts", mark="1", **more):
    data = {"target": target, "name": name, "size": len(content), "mark": mark} | more
    return client.post(url("begin_sending", file), data)


def feed(client, told, content=BIG, offset=None):
    offset = told["arrived"] if offset is None else offset
    return client.put(
        told["url"],
        content[offset : offset + told["part"]],
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def feed_all(client, told, content=BIG):
    while told["arrived"] < told["size"]:
        told = feed(client, told, content).json()
    return told


def kept_parts() -> list[str]:
    try:
        folders = default_storage.listdir("sendings")[0]
    except FileNotFoundError:
        return []
    return [name for folder in folders for name in default_storage.listdir(f"sendings/{folder}")[1]]


def test_a_file_arrives_in_parts_and_is_joined_like_any_other(cast, draft, short_parts):
    client = as_(cast.editor)
    told = begin(client, draft)
    assert told.status_code == 201
    told = feed_all(client, told.json())
    assert len(kept_parts()) == -(-len(BIG) // 1000)
    response = client.post(told["url"] + "terminer/")
    assert response.status_code == 200
    assert "rapport.pdf" in words(response)
    assert 'hx-swap-oob="outerHTML"' in response.content.decode()
    assert f'hx-post="{url("section", draft, "candidature")}"' in response.content.decode()
    piece = draft.attachments.get()
    assert (piece.name, piece.pages, piece.received_sha256) == (
        "rapport.pdf",
        40,
        keeping.uploads.sha256_bytes(BIG),
    )
    assert (Sending.objects.count(), kept_parts()) == (0, [])


def test_a_cut_connection_and_a_new_page_go_on_where_it_stopped(cast, draft, short_parts):
    client = as_(cast.editor)
    told = feed(client, begin(client, draft).json()).json()
    shown = words(client.get(url("section", draft, "candidature")))
    assert "Envoi interrompu : « rapport.pdf », 1 ko arrivés" in shown
    assert feed(client, told, offset=0).status_code == 409  # sent again because its answer was lost
    assert client.get(told["url"]).json()["arrived"] == 1000
    assert client.head(told["url"])["Upload-Offset"] == "1000"
    again = begin(client, draft).json()
    assert (again["url"], again["arrived"]) == (told["url"], 1000)
    assert begin(client, draft, mark="2").json()["arrived"] == 0  # a namesake is another file
    told = feed_all(client, again)
    assert client.post(told["url"] + "terminer/").status_code == 200
    assert (
        client.post(told["url"] + "terminer/").status_code == 404
    )  # its answer was lost: the page is loaded again
    assert draft.attachments.count() == 1


def test_parts_that_overlap_overflow_or_arrive_short_change_nothing(cast, draft, short_parts):
    client = as_(cast.editor)
    told = begin(client, draft, b"x" * 1500).json()
    feed(client, told, b"x" * 1000)
    assert feed(client, told, b"y" * 3000, offset=500).status_code == 409
    assert feed(client, told, b"y" * 9000, offset=1000).status_code == 422
    too_long = client.put(
        told["url"], b"z" * 1001, content_type="application/octet-stream", headers={"Upload-Offset": "1000"}
    )
    assert too_long.status_code == 413
    for offset in ("", "-1", "1e3", "9" * 30):
        odd = client.put(
            told["url"], b"z", content_type="application/octet-stream", headers={"Upload-Offset": offset}
        )
        assert odd.status_code == 413
    assert client.post(told["url"] + "terminer/").status_code == 409
    assert Sending.objects.get().arrived == 1000
    assert len(kept_parts()) == 1


def test_what_can_never_be_accepted_is_refused_before_a_byte_is_sent(cast, draft, settings):
    settings.UPLOAD_MAX_BYTES = 1_000_000
    client = as_(cast.editor)
    for more, said in (
        ({"size": "2000000000"}, "dépasse la taille permise"),
        ({"size": "0"}, "est vide"),
        ({"size": "beaucoup"}, "est vide"),
        ({"name": "../../virus.exe"}, "« virus.exe » n’est pas un fichier accepté"),
    ):
        response = begin(client, draft, **more)
        assert response.status_code == 422
        assert said in response.json()["reasons"][0]
    assert begin(client, draft, target="projet-inconnu").status_code == 404
    assert begin(client, draft, target="besoin").status_code == 404  # a question that asks for no file
    assert begin(client, draft, target="complement-1").status_code == 404
    assert not Sending.objects.exists()


def test_a_file_whose_parts_do_not_make_what_the_browser_had_is_refused(cast, draft, short_parts):
    client = as_(cast.editor)
    told = begin(client, draft, mark=keeping.uploads.sha256_bytes(BIG)).json()
    told = feed_all(client, told, BIG[:-1] + b"?")
    response = client.post(told["url"] + "terminer/")
    assert "n’est pas arrivé entier" in words(response)
    told = feed_all(client, begin(client, draft, mark=keeping.uploads.sha256_bytes(BIG)).json())
    assert client.post(told["url"] + "terminer/").status_code == 200


def test_a_file_refused_for_what_it_is_leaves_nothing(cast, draft):
    client, locked = as_(cast.editor), hostile.locked()
    told = feed_all(client, begin(client, draft, locked).json(), locked)
    response = client.post(told["url"] + "terminer/")
    assert response.status_code == 422
    assert "protégé par un mot de passe" in words(response)
    assert (Sending.objects.count(), kept_parts(), draft.attachments.count()) == (0, [], 0)


def test_nobody_else_feeds_sees_or_finishes_it(cast, draft):
    told = begin(as_(cast.editor), draft).json()
    for who in (cast.signatory, cast.rival, cast.instructor, cast.delegate, cast.stranger, cast.superuser):
        client = as_(who)
        for response in (
            client.get(told["url"]),
            feed(client, told),
            client.post(told["url"] + "terminer/"),
            client.delete(told["url"]),
        ):
            assert response.status_code in {403, 404}
    assert Client().get(told["url"]).status_code == 302
    assert "rapport.pdf" not in words(as_(cast.signatory).get(url("section", draft, "candidature")))
    assert Sending.objects.get().arrived == 0


def test_one_person_has_so_much_under_way(cast, draft, settings):
    settings.SENDING_QUOTA_BYTES = 2 * len(BIG)
    client = as_(cast.editor)
    assert [begin(client, draft, mark=str(i)).status_code for i in range(3)] == [201, 201, 422]
    assert begin(as_(cast.signatory), draft).status_code == 201


def test_what_nobody_feeds_is_forgotten_after_a_day(cast, draft):
    client = as_(cast.editor)
    told = feed(client, begin(client, draft).json()).json()
    assert sending.expire() == 0
    assert sending.expire(at=timezone.now() + timedelta(hours=25)) == 1
    assert (kept_parts(), client.get(told["url"]).status_code) == ([], 404)


def test_it_can_be_abandoned_from_the_page(cast, draft, short_parts):
    client = as_(cast.editor)
    told = feed(client, begin(client, draft).json()).json()
    client.post(
        url("section", draft, "candidature"),
        {"page": "p", "base": "0", "abandon": told["url"].split("/")[-2]},
    )
    assert (Sending.objects.count(), kept_parts()) == (0, [])
    assert client.delete(begin(client, draft).json()["url"]).status_code == 204
    assert not Sending.objects.exists()


def test_a_deposit_meanwhile_closes_the_door(cast, draft):
    client = as_(cast.editor)
    told = feed_all(client, begin(client, draft).json())
    type(draft).objects.filter(pk=draft.pk).update(
        state=State.SUBMITTED,
        submitted_at=timezone.now(),
        received_at=timezone.now(),
        submitted_by=cast.signatory,
    )
    response = client.post(told["url"] + "terminer/")
    assert response.status_code == 422
    assert "ne peut plus être modifié" in words(response)
    assert begin(client, draft, mark="9").status_code == 422


def too_busy(content):
    raise uploads.pdf.Busy


def test_a_storage_that_fails_loses_nothing_that_arrived(cast, draft, monkeypatch):
    client = as_(cast.editor)
    told = feed_all(client, begin(client, draft).json())
    found = Sending.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr(keeping.uploads, "store", lambda content: (_ for _ in ()).throw(OSError(28, "plein")))
        with pytest.raises(OSError, match="plein"):
            sending.finish(found, by=cast.editor)
    assert kept_parts()
    with monkeypatch.context() as busy:
        busy.setitem(uploads.WRITERS, uploads.PDF, too_busy)
        assert client.post(told["url"] + "terminer/").status_code == 422
    assert kept_parts()
    assert client.post(told["url"] + "terminer/").status_code == 200
    assert (draft.attachments.get().name, kept_parts()) == ("rapport.pdf", [])


def test_the_same_bytes_at_once_are_kept_once(db, monkeypatch):
    """The second to arrive looked before the first had finished."""
    keeping.keep(MINIMAL_PDF)
    looked, exists = iter([False]), default_storage.exists
    with monkeypatch.context() as early:
        early.setattr(default_storage, "exists", lambda path: next(looked, exists(path)))
        blob = keeping.keep(MINIMAL_PDF)
    folder = blob.path.rpartition("/")[0]
    assert default_storage.listdir(folder)[1] == [blob.sha256]


def test_an_item_of_a_complement_is_answered_in_parts(cast, short_parts):
    file = reach(State.INCOMPLETE, make_call(cast, closes_in=-3), cast)
    item, client = ComplementItem.objects.get(), as_(cast.editor)
    page_shown = words(client.get(url("complements", file)))
    assert "20 Mo au plus par fichier" in page_shown
    told = feed_all(client, begin(client, file, target=f"complement-{item.pk}").json())
    response = client.post(told["url"] + "terminer/")
    assert response.status_code == 200
    assert "Répondu, à transmettre" in words(response)
    assert "Transmettre les compléments" in words(response)
    assert ComplementItem.objects.get().attachment.name == "rapport.pdf"
    assert begin(as_(cast.rival), file, target=f"complement-{item.pk}").status_code == 404


def test_the_vault_is_still_within_reach_after_a_file_arrived(cast, draft, short_parts):
    vault.put(cast.structure, by=cast.editor, kind="tax", upload=pdf("tax.pdf"), dated=timezone.localdate())
    client = as_(cast.editor)
    told = feed_all(client, begin(client, draft).json())
    again = client.post(told["url"] + "terminer/").content.decode()
    button = (
        f'value="statuts:{VaultVersion.objects.get().pk}" hx-post="{url("section", draft, "candidature")}"'
    )
    assert button in again


def test_the_number_of_queries_does_not_move_with_what_is_under_way(cast, draft, django_assert_num_queries):
    client = as_(cast.editor)
    for count in (1, 3):
        while Sending.objects.count() < count:
            begin(client, draft, mark=str(Sending.objects.count()))
        with django_assert_num_queries(QUERIES):
            client.get(url("section", draft, "candidature"))


QUERIES = 24


def test_bytes_that_nothing_cites_are_let_go_and_the_others_stay(cast, draft):
    client = as_(cast.editor)
    cited = page(b"cite")
    client.post(
        url("section", draft, "candidature"),
        {"page": "p", "base": "0", "upload-statuts": sent("a.pdf", cited)},
    )
    alone = keeping.keep(MINIMAL_PDF)
    assert keeping.release_uncited() == 0  # it may be about to be cited
    later = timezone.now() + timedelta(days=2)
    assert keeping.release_uncited(at=later) == 1
    assert not default_storage.exists(alone.path)
    piece = draft.attachments.get()
    assert keeping.release(piece.sha256, at=later) is False
    assert client.get(url("attachment", draft, piece.pk)).status_code == 200
    assert keeping.keep(MINIMAL_PDF).path == alone.path
    assert default_storage.exists(alone.path)
    assert Blob.objects.count() == 2


def test_no_file_is_sent_crumb_by_crumb_nor_many_at_once(cast, draft, short_parts, monkeypatch):
    client = as_(cast.editor)
    told = begin(client, draft).json()
    answer = client.put(told["url"], b"x", content_type="a/b", headers={"Upload-Offset": "0"})
    assert answer.status_code == 422
    assert "trop courte" in answer.json()["reasons"][0]
    assert kept_parts() == []
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    assert begin(client, draft, mark="2").status_code == 201
    assert begin(client, draft, mark="3").status_code == 422


def test_nothing_is_kept_of_what_cannot_be_joined(cast):
    """Else a file that is closed would be a place to fill the disk from."""
    file = fill(started(make_call(cast), cast), cast)
    deposit.submit(file.pk, by=cast.signatory)
    kept = Blob.objects.count()
    for name, typed in (
        ("section", {"page": "p", "base": "0", "upload-statuts": sent("a.pdf", page(b"tard"))}),
        ("messages", {"body": "Voici.", "uploads": sent("b.pdf", page(b"message"))}),
    ):
        arguments = ["candidature"] if name == "section" else []
        assert as_(cast.editor).post(url(name, file, *arguments), typed).status_code == 422
    assert Blob.objects.count() == kept
