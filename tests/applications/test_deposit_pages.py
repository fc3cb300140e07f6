"""The acts of the structure on screen: begin, deposit, take back, answer a complement, withdraw; and its lists."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import UnionMembership
from applications.enums import ConsentLevel, State
from applications.models import Application
from applications.services import consents, deposit
from documents.models import Document
from tests.applications.pages import as_, hidden, sent, url, words
from tests.factories import fill, make_call, reach, started
from tests.factories.files import MINIMAL_PDF


@pytest.fixture
def draft(cast):
    return fill(started(make_call(cast), cast), cast)


def again(draft):
    return Application.objects.get(pk=draft.pk)


def receipts(draft):
    return Document.objects.filter(act__application=draft, kind="receipt").count()


def at(monkeypatch, instant):
    """Makes every request arrive at this instant, and the clock agree."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: instant)


# Beginning


def start_url(call):
    return reverse("applications:start", args=[call.slug])


def test_a_structure_concerned_begins_its_file(cast):
    call = make_call(cast)
    client = as_(cast.editor)
    assert "Votre projet est-il dans la région ?" in words(client.get(start_url(call)))
    response = client.post(start_url(call), {"lot": call.lots.get().pk, "q-region": "yes"})
    file = call.applications.get()
    assert response["Location"] == url("file", file)
    assert (file.structure, file.eligibility) == (cast.structure, {"region": "yes"})


def test_a_structure_not_concerned_learns_why_and_no_file_is_made(cast):
    call = make_call(cast)
    response = as_(cast.editor).post(start_url(call), {"lot": call.lots.get().pk, "q-region": "no"})
    assert response.status_code == 422
    assert "Cet appel est réservé à la région." in words(response)
    assert not call.applications.exists()


def test_an_unanswered_question_is_asked_again(cast):
    call = make_call(cast)
    response = as_(cast.editor).post(start_url(call), {"lot": call.lots.get().pk})
    assert response.status_code == 422
    assert "Répondez par oui ou par non." in words(response)


def test_a_second_file_for_the_lot_leads_to_the_first(cast, draft):
    response = as_(cast.editor).post(start_url(draft.call), {"lot": draft.lot.pk, "q-region": "yes"})
    assert response["Location"] == url("file", draft)
    assert draft.call.applications.count() == 1


def test_a_closed_call_opens_no_file(cast):
    call = make_call(cast, closes_in=-1)
    client = as_(cast.editor)
    assert "n’est pas ouvert aux dépôts" in words(client.get(start_url(call)))
    response = client.post(start_url(call), {"lot": call.lots.get().pk, "q-region": "yes"})
    assert response.status_code == 422
    assert not call.applications.exists()


def test_who_acts_for_no_structure_is_told_how(cast):
    call = make_call(cast)
    for who in (cast.stranger, cast.manager, cast.delegate):
        assert "n’agit pour aucune structure" in words(as_(who).get(start_url(call)))
        assert as_(who).post(start_url(call), {}).status_code == 422
    assert Client().get(start_url(call)).status_code == 302


# Depositing


def test_the_page_says_what_is_missing_and_offers_no_button(cast):
    empty = started(make_call(cast), cast)
    response = as_(cast.signatory).get(url("deposit", empty))
    assert "Il manque : « Statuts signés »." in words(response)
    assert "Déposer le dossier</button>" not in response.content.decode()


def test_an_editor_reads_who_can_deposit(cast, draft):
    response = as_(cast.editor).get(url("deposit", draft))
    assert "Seul un signataire dépose le dossier Claire Signataire" in words(response)
    assert "Déposer le dossier</button>" not in response.content.decode()
    assert as_(cast.editor).post(url("deposit", draft)).status_code == 403
    assert again(draft).state == State.DRAFT


def test_two_clicks_make_one_deposit_and_one_receipt(cast, draft):
    client = as_(cast.signatory)
    form = hidden(client.get(url("deposit", draft)))
    first, second = (
        client.post(url("deposit", draft), form),
        client.post(url("deposit", draft), form, follow=True),
    )
    assert first["Location"] == url("file", draft)
    assert second.status_code == 200
    assert "déjà déposé" in words(second)
    assert again(draft).transitions.filter(name="submit").count() == 1
    assert receipts(draft) == again(draft).snapshots.count() == 1


def test_a_file_changed_since_it_was_read_is_not_deposited(cast, draft):
    client = as_(cast.signatory)
    form = hidden(client.get(url("deposit", draft)))
    as_(cast.editor).post(url("identity", draft), {"title": "Un autre titre"})
    response = client.post(url("deposit", draft), form)
    assert response.status_code == 422
    assert "a été modifié depuis que vous avez ouvert cette page" in words(response)
    assert again(draft).state == State.DRAFT
    assert receipts(draft) == 0


def test_an_incomplete_file_is_refused_with_its_reasons(cast):
    empty = started(make_call(cast), cast)
    response = as_(cast.signatory).post(url("deposit", empty))
    assert response.status_code == 422
    assert "Le budget n’est pas rempli." in words(response)
    assert again(empty).state == State.DRAFT


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion"])
@pytest.mark.parametrize(("seconds", "deposited"), [(-1, True), (0, True), (0.9, True), (1, False)])
def test_a_deposit_counts_to_the_second(cast, monkeypatch, zone, seconds, deposited):
    cast.authority.time_zone = zone
    cast.authority.save()
    closing = datetime(2027, 3, 1, 12, 0, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    call = make_call(cast)
    file = fill(started(call, cast), cast)
    type(call).objects.filter(pk=call.pk).update(closes_at=closing)
    at(monkeypatch, closing + timedelta(seconds=seconds))
    response = as_(cast.signatory).post(url("deposit", file))
    assert response.status_code == (302 if deposited else 422)
    assert again(file).state == (State.SUBMITTED if deposited else State.DRAFT)
    if not deposited:
        assert "La clôture est passée" in words(response)
        assert "Votre dossier est conservé" in words(response)
        assert receipts(file) == 0


def test_the_closing_is_said_in_both_zones(cast, draft):
    type(cast.structure).objects.filter(pk=cast.structure.pk).update(time_zone="Indian/Reunion")
    text = words(as_(cast.editor).get(url("file", draft)))
    assert "Ce dossier n’est pas déposé" in text
    assert "(heure de Paris), soit" in text
    assert "(heure de La Réunion)" in text


def test_a_deposit_is_taken_back_then_made_again(cast, draft):
    client = as_(cast.signatory)
    client.post(url("deposit", draft))
    assert "Votre dossier ne sera plus déposé" in words(client.get(url("reopen", draft)))
    response = client.post(url("reopen", draft), follow=True)
    assert "n’est plus déposé" in words(response)
    client.post(url("deposit", draft))
    assert again(draft).snapshots.count() == receipts(draft) == 2
    kept = Document.objects.filter(act__application=draft, kind="receipt").order_by("pk")
    assert [row.standing for row in kept] == ["withdrawn", "in_force"]


def test_it_is_not_taken_back_after_the_closing(cast, monkeypatch, draft):
    as_(cast.signatory).post(url("deposit", draft))
    at(monkeypatch, draft.call.closes_at + timedelta(seconds=1))
    response = as_(cast.signatory).post(url("reopen", draft))
    assert response.status_code == 422
    assert "ne peut plus être repris" in words(response)
    assert again(draft).state == State.SUBMITTED


def test_a_withdrawal_asks_first_and_keeps_the_file(cast, draft):
    client = as_(cast.signatory)
    assert "ne pourrez pas revenir" in words(client.get(url("withdraw", draft)))
    response = client.post(url("withdraw", draft), {"reason": "Un autre projet"}, follow=True)
    assert "Le dossier est retiré" in words(response)
    assert again(draft).transitions.get(name="withdraw").reason == "Un autre projet"
    assert "Un autre projet" in words(client.get(url("history", draft)))
    again_withdrawn = client.post(url("withdraw", draft), {"reason": ""})
    assert again_withdrawn.status_code == 422


# Complements


@pytest.fixture
def incomplete(cast):
    return reach(State.INCOMPLETE, make_call(cast, closes_in=-5), cast)


def asked(file):
    return file.complements.get().items.get()


def soon(monkeypatch, file, seconds=-60):
    at(monkeypatch, file.complements.get().due_at + timedelta(seconds=seconds))


def test_a_complement_is_answered_then_sent(cast, incomplete, monkeypatch):
    soon(monkeypatch, incomplete)
    client, item = as_(cast.editor), asked(incomplete)
    assert "Statuts à jour" in words(client.get(url("complements", incomplete)))
    assert client.post(url("send_complements", incomplete)).status_code == 422
    client.post(
        url("answer_item", incomplete, item.pk), {"reply": "Les voici.", "upload": sent("s.pdf", MINIMAL_PDF)}
    )
    assert "pas encore transmises" in words(client.get(url("complements", incomplete)))
    first = client.post(url("send_complements", incomplete), follow=True)
    second = client.post(url("send_complements", incomplete), follow=True)
    assert "Les compléments sont transmis" in words(first)
    assert "déjà transmis" in words(second)
    assert again(incomplete).state == State.SUBMITTED


def test_the_authority_reads_an_answer_once_it_is_sent(cast, incomplete, monkeypatch):
    soon(monkeypatch, incomplete)
    client, item = as_(cast.editor), asked(incomplete)
    client.post(
        url("answer_item", incomplete, item.pk),
        {"reply": "Réponse secrète", "upload": sent("s.pdf", MINIMAL_PDF)},
    )
    item.refresh_from_db()
    agent, download = as_(cast.instructor), url("attachment", incomplete, item.attachment_id)
    waiting = words(agent.get(url("complements", incomplete)))
    assert "Réponse secrète" not in waiting
    assert f"Ce qui est demandé {item.label}" in waiting
    assert agent.get(download).status_code == 404
    client.post(url("send_complements", incomplete))
    assert "Réponse secrète" in words(agent.get(url("complements", incomplete)))
    assert agent.get(download).status_code == 200


def test_a_wrong_file_keeps_the_words_of_the_answer(cast, incomplete, monkeypatch):
    soon(monkeypatch, incomplete)
    typed = {"reply": "Mes explications", "upload": sent("x.pdf", b"MZ programme")}
    response = as_(cast.editor).post(url("answer_item", incomplete, asked(incomplete).pk), typed)
    assert response.status_code == 422
    assert "n’est pas un fichier accepté" in words(response)
    assert "Mes explications" in words(response)


def test_a_complement_has_its_own_clock(cast, incomplete, monkeypatch):
    soon(monkeypatch, incomplete, seconds=1)
    response = as_(cast.editor).post(
        url("answer_item", incomplete, asked(incomplete).pk), {"reply": "Trop tard"}
    )
    assert response.status_code == 422
    assert "Le délai est passé" in words(response)


def test_an_item_of_another_file_is_not_answered_through_mine(cast, incomplete, draft):
    assert (
        as_(cast.editor).post(url("answer_item", draft, asked(incomplete).pk), {"reply": "x"}).status_code
        == 404
    )


# Paper


def test_the_board_reads_the_draft_on_paper_and_in_one_pdf(cast, draft):
    client = as_(cast.editor)
    printed = words(client.get(url("print", draft)))
    assert "Projet de dossier, non déposé" in printed
    assert "Des personnes sans suivi." in printed
    for _ in range(2):
        assert client.post(url("board_pdf", draft))["Location"] == url("documents", draft)
    documents = Document.objects.filter(act__application=draft, kind="draft")
    assert documents.count() == 1
    assert "en cours de production" in words(client.get(url("documents", draft)))


def test_no_draft_is_printed_for_the_board_after_the_deposit(cast, draft):
    as_(cast.signatory).post(url("deposit", draft))
    response = as_(cast.editor).post(url("board_pdf", draft), follow=True)
    assert "ne peut plus être modifié" in words(response)


# Lists


def test_the_list_shows_ours_and_filters_them(cast, draft):
    other = started(make_call(cast), cast, structure=cast.other_structure, by=cast.rival)
    client = as_(cast.editor)
    response = client.get(reverse("applications:list"))
    assert draft.number in words(response)
    assert other.number not in words(response)
    assert "Aucun dossier ne répond" not in words(
        client.get(reverse("applications:list"), {"state": "draft"})
    )
    assert "1 dossier" in words(client.get(reverse("applications:list"), {"call": draft.call.number}))


def test_an_unknown_filter_filters_nothing(cast, draft):
    response = as_(cast.editor).get(reverse("applications:list"), {"state": "n’importe quoi", "page": "-3"})
    assert draft.number in words(response)


def test_an_empty_list_says_how_to_begin(cast):
    assert "Pas encore de dossier" in words(as_(cast.editor).get(reverse("applications:list")))


LIST_QUERIES = 13


@pytest.mark.parametrize("files", [1, 3])
def test_the_list_asks_as_much_for_three_files_as_for_one(cast, files, django_assert_num_queries):
    for _ in range(files):
        started(make_call(cast), cast)
    client = as_(cast.editor)
    client.get(reverse("applications:list"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("applications:list"))


FOLLOWED_QUERIES = 27


@pytest.mark.parametrize("files", [1, 3])
def test_the_union_s_list_asks_as_much_for_three_files_as_for_one(cast, files, django_assert_num_queries):
    for _ in range(files):
        file = started(make_call(cast), cast)
        consents.give(file.pk, cast.union, ConsentLevel.PROGRESS, by=cast.signatory)
    client = as_(cast.delegate)
    client.get(reverse("applications:list"))
    with django_assert_num_queries(FOLLOWED_QUERIES):
        client.get(reverse("applications:list"))


def test_the_union_s_list_says_no_more_than_its_consents(cast, draft):
    consents.give(draft.pk, cast.union, ConsentLevel.EXISTENCE, by=cast.signatory)
    client = as_(cast.delegate)
    text = words(client.get(reverse("applications:list")))
    assert draft.number in text
    assert "Brouillon" not in text
    UnionMembership.objects.update(until=datetime.now(UTC).date() - timedelta(days=1))
    assert draft.number not in words(client.get(reverse("applications:list")))
    assert client.get(url("file", draft)).status_code == 404


def test_the_service_itself_refuses_an_editor(cast, draft):
    with pytest.raises(PermissionDenied):
        deposit.submit(draft.pk, by=cast.editor)
