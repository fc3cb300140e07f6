"""The vault: kept once by the structure, taken again in every file, closed to everybody else."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PieceKind
from accounts.errors import Forbidden, NotVisible, Refused
from applications.enums import ConsentLevel
from applications.keeping import KEEPING, usual_end
from applications.models import Attachment, VaultPiece, VaultVersion
from applications.queries.vault import current_versions, shelf_of, usually_missing
from applications.services import attaching, consents, vault
from calls.models import Question
from privacy.forms import VisaForm
from tests.applications.pages import HTMX, as_, hidden, sent, url, words
from tests.factories import fill, make_call, reach, started
from tests.factories.files import MINIMAL_PDF, pdf
from tests.factories.files import page as page_of

TODAY = timezone.localdate()
LAST_MONTH = TODAY - timedelta(days=30)


def at(name, structure, *more):
    return reverse(f"applications:{name}", args=[structure.pk, *more])


@pytest.fixture
def draft(cast):
    call = make_call(cast)
    Question.objects.filter(section__form__call=call, key="statuts").update(vault_kind="statutes")
    return started(call, cast)


@pytest.fixture
def statutes(cast):
    return vault.put(cast.structure, by=cast.editor, kind="statutes", upload=pdf(), dated=date(2020, 5, 4))


def put(cast, kind="tax", mark=b"x", **more):
    return vault.put(
        cast.structure, by=cast.editor, kind=kind, upload=pdf(f"{kind}.pdf", mark), dated=LAST_MONTH, **more
    )


# Keeping


def test_every_kind_says_how_long_it_is_kept():
    assert set(KEEPING) == set(PieceKind.values)


@pytest.mark.parametrize(
    ("kind", "dated", "end"),
    [
        ("statutes", date(2020, 1, 1), None),
        ("sirene", date(2026, 11, 30), date(2027, 2, 28)),
        ("tax", date(2024, 2, 29), date(2025, 2, 28)),
        ("accounts", date(2025, 12, 31), date(2027, 6, 30)),
    ],
)
def test_the_usual_end_of_a_piece(kind, dated, end):
    assert usual_end(kind, dated) == end


def test_a_piece_is_put_with_its_usual_end(cast):
    client = as_(cast.editor)
    response = client.post(
        at("vault_add", cast.structure),
        {"kind": "social", "dated": LAST_MONTH.isoformat(), "upload": sent("urssaf.pdf", MINIMAL_PDF)},
    )
    assert response.status_code == 302
    version = VaultVersion.objects.get()
    assert version.expires_on == usual_end("social", LAST_MONTH)
    assert version.put_by == cast.editor
    page = words(client.get(at("vault", cast.structure)))
    assert "Attestation de régularité sociale À jour jusqu’au" in page


def test_a_chosen_end_or_none_is_respected(cast):
    assert put(cast, expires_on=TODAY).expires_on == TODAY
    assert put(cast, mark=b"y", endless=True).expires_on is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"dated": (TODAY + timedelta(days=1)).isoformat()}, "dans l’avenir"),
        ({"expires_on": "2019-01-01"}, "La date de fin vient après la date de la pièce"),
        ({"kind": ""}, "Choisissez la nature de la pièce"),
        ({"upload": sent("statuts.pdf", b"")}, "est vide"),
        ({"upload": sent("statuts.exe", b"MZ")}, "n’est pas un fichier accepté"),
        ({"upload": ""}, "Choisissez un fichier"),
    ],
)
def test_what_cannot_be_kept_is_explained_and_nothing_is_written(cast, values, said):
    good = {"kind": "tax", "dated": LAST_MONTH.isoformat(), "upload": sent("a.pdf", MINIMAL_PDF)}
    response = as_(cast.editor).post(at("vault_add", cast.structure), good | values)
    assert response.status_code == 422
    assert said in words(response)
    assert not VaultPiece.objects.exists()


def test_a_newer_version_keeps_the_one_before(cast, statutes):
    client = as_(cast.signatory)
    address = at("vault_piece", cast.structure, statutes.piece_id)
    new = {"dated": LAST_MONTH.isoformat(), "upload": sent("statuts-2026.pdf", page_of(b"2026"))}
    assert client.post(address, new).status_code == 302
    assert [v.number for v in statutes.piece.versions.all()] == [2, 1]
    assert [v.name for v in current_versions(cast.structure)] == ["statuts-2026.pdf"]
    page = words(client.get(address))
    assert "2 (en cours)" in page
    assert "4 mai 2020" in page
    same = client.post(address, new | {"upload": sent("encore.pdf", page_of(b"2026"))})
    assert "est déjà la version en cours" in words(same)


def test_what_is_said_of_a_piece_is_corrected(cast, statutes):
    values = {"kind": "other", "title": "Anciens statuts", "dated": "2021-01-02", "expires_on": "2030-01-01"}
    address = at("vault_correct", cast.structure, statutes.piece_id)
    assert as_(cast.editor).post(address, values).status_code == 302
    version = VaultVersion.objects.select_related("piece").get()
    assert (str(version.piece), version.expires_on) == ("Autre pièce – Anciens statuts", date(2030, 1, 1))


def test_states_are_said_in_words(cast):
    def said(days):
        version = VaultVersion(dated=LAST_MONTH, expires_on=days and TODAY + timedelta(days=days))
        return version.state(), version.state_words.split(" ")[0]

    assert said(None) == ("current", "À")
    assert said(31) == ("current", "À")
    assert said(30) == ("soon", "Expire")
    assert said(-1) == ("expired", "Expirée")


def test_what_calls_usually_ask_is_said_to_be_missing(cast, statutes):
    missing = usually_missing(cast.structure, current_versions(cast.structure))
    assert PieceKind.STATUTES not in missing
    assert {PieceKind.BANK, PieceKind.CER, PieceKind.ACCOUNTS} <= set(missing)
    cast.structure.legal_form = "eps"
    assert PieceKind.CER not in usually_missing(cast.structure, [])


# Who


def test_the_vault_does_not_exist_for_anybody_else(cast, draft, statutes):
    consents.give(draft.pk, cast.union, ConsentLevel.COMMENT, by=cast.signatory)
    pages = [
        at("vault", cast.structure),
        at("vault_add", cast.structure),
        at("vault_piece", cast.structure, statutes.piece_id),
        at("vault_correct", cast.structure, statutes.piece_id),
        at("vault_remove", cast.structure, statutes.piece_id),
        at("vault_file", cast.structure, statutes.pk),
    ]
    for person in (cast.rival, cast.delegate, cast.manager, cast.instructor, cast.stranger, cast.superuser):
        assert {as_(person).get(page).status_code for page in pages} == {404}, person
    for person in (cast.editor, cast.signatory):
        assert {as_(person).get(page).status_code for page in pages} == {200}, person


def test_a_piece_is_not_reached_through_another_structure(cast, statutes):
    client = as_(cast.rival)
    for name, key in (("vault_piece", statutes.piece_id), ("vault_file", statutes.pk)):
        assert client.get(at(name, cast.other_structure, key)).status_code == 404
    assert client.post(at("vault_remove", cast.other_structure, statutes.piece_id)).status_code == 404
    assert client.get(at("vault", cast.union)).status_code == 404


@pytest.mark.parametrize("name", ["rival", "delegate", "manager", "superuser", "stranger"])
def test_no_service_opens_to_them(cast, draft, statutes, name):
    who = getattr(cast, name)
    attempts = [
        lambda: vault.put(cast.structure, by=who, kind="tax", upload=pdf(), dated=LAST_MONTH),
        lambda: vault.renew(statutes.piece_id, by=who, upload=pdf(mark=b"n"), dated=LAST_MONTH),
        lambda: vault.remove(statutes.piece_id, by=who),
        lambda: vault.take(draft.pk, statutes.pk, by=who, question_key="statuts"),
    ]
    for attempt in attempts:
        with pytest.raises((NotVisible, Forbidden)):
            attempt()
    assert current_versions(cast.structure) == [statutes]


def test_a_file_is_served_as_an_attachment_and_hashed_again(cast, statutes):
    client, address = as_(cast.editor), at("vault_file", cast.structure, statutes.pk)
    response = client.get(address)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    with default_storage.open(statutes.path, "wb") as file:
        file.write(b"autre chose")
    try:
        assert client.get(address).status_code == 500
    finally:
        default_storage.delete(statutes.path)


# In a file


def test_a_piece_of_the_kind_asked_is_offered_and_taken_without_a_second_copy(cast, draft, statutes):
    client = as_(cast.editor)
    other = put(cast)
    page = client.get(url("section", draft, "candidature"))
    said = words(page)
    assert "Dans le coffre de votre structure Statuts signés statuts.pdf, du 4 mai 2020" in said
    assert "Choisir une autre pièce du coffre" in said
    typed = hidden(page) | {"take": f"statuts:{statutes.pk}"}
    assert client.post(url("section", draft, "candidature"), typed).status_code == 302
    taken = draft.attachments.current().get()
    assert (taken.sha256, taken.path, taken.vault_version) == (statutes.sha256, statutes.path, statutes)
    assert "statuts" in draft.attached_keys()
    after = words(client.get(url("section", draft, "candidature")))
    assert "Dans le coffre de votre structure" not in after
    assert "Garder dans le coffre" not in after
    assert other.name in after


def test_taking_on_the_page_redraws_the_question(cast, draft, statutes):
    client = as_(cast.editor)
    page = hidden(client.get(url("section", draft, "candidature")))
    response = client.post(
        url("section", draft, "candidature"), page | {"take": f"statuts:{statutes.pk}"}, headers=HTMX
    )
    assert response.status_code == 200
    assert "Retirer" in words(response)


def test_a_piece_already_joined_or_gone_is_refused_with_a_sentence(cast, draft, statutes):
    client, page = as_(cast.editor), url("section", draft, "candidature")
    typed = hidden(client.get(page))
    vault.take(draft.pk, statutes.pk, by=cast.editor, question_key="statuts")
    again = client.post(page, typed | {"take": f"statuts:{statutes.pk}"})
    assert again.status_code == 422
    assert "est déjà joint" in words(again)
    vault.remove(statutes.piece_id, by=cast.editor)
    gone = client.post(page, typed | {"take": f"statuts:{statutes.pk}"})
    assert "n’est plus dans le coffre" in words(gone)
    assert client.post(page, typed | {"take": "statuts:99999999999999999999"}).status_code == 302


def test_a_piece_is_taken_where_one_is_asked_for_and_nowhere_else(cast, draft, statutes, settings):
    """Not as the piece of a message that the authority has yet to write, nor beyond what a question holds."""
    client, page = as_(cast.editor), url("section", draft, "candidature")
    for key in ("message-7", "complement-7", "besoin", "rien"):
        assert (
            client.post(page, {"page": "p", "base": "0", "take": f"{key}:{statutes.pk}"}).status_code == 404
        )
    settings.PIECES_PER_QUESTION = 0
    with pytest.raises(Refused, match="le plus possible"):
        vault.take(draft.pk, statutes.pk, by=cast.editor, question_key="statuts")
    assert not draft.attachments.exists()


def test_another_structure_s_piece_is_never_taken(cast, draft):
    theirs = vault.put(cast.other_structure, by=cast.rival, kind="statutes", upload=pdf(), dated=LAST_MONTH)
    with pytest.raises(Refused):
        vault.take(draft.pk, theirs.pk, by=cast.editor, question_key="statuts")
    assert "Reprendre du coffre" not in words(as_(cast.editor).get(url("section", draft, "candidature")))


def test_a_piece_joined_to_a_file_is_kept_in_the_vault(cast, draft):
    fill(draft, cast)
    joined = draft.attachments.get()
    client = as_(cast.editor)
    assert "Garder dans le coffre" in words(client.get(url("section", draft, "candidature")))
    page = client.get(url("vault_keep", draft, joined.pk))
    assert 'value="statutes" selected' in page.content.decode()
    response = client.post(url("vault_keep", draft, joined.pk), {"kind": "statutes", "dated": "2020-05-04"})
    assert response["Location"] == url("section", draft, "candidature") + "#q-statuts"
    version = VaultVersion.objects.get()
    assert (version.sha256, version.path) == (joined.sha256, joined.path)
    assert Attachment.objects.get(pk=joined.pk).vault_version == version
    twice = client.post(url("vault_keep", draft, joined.pk), {"kind": "statutes", "dated": "2020-05-04"})
    assert "déjà dans le coffre" in words(twice)


def test_taking_a_piece_out_of_the_vault_leaves_the_files_whole(cast, draft, statutes):
    vault.take(draft.pk, statutes.pk, by=cast.editor, question_key="statuts")
    vault.remove(statutes.piece_id, by=cast.signatory)
    taken = draft.attachments.current().get()
    assert as_(cast.editor).get(url("attachment", draft, taken.pk)).status_code == 200
    assert taken.vault_version == statutes


def test_an_agent_finds_no_shelf_in_a_file(cast, draft, statutes):
    assert not shelf_of(draft, cast.instructor).opened
    assert not shelf_of(draft, cast.delegate).versions


@pytest.mark.parametrize("count", [1, 3])
def test_a_fuller_vault_costs_no_more_queries(cast, draft, count, django_assert_num_queries):
    for rank in range(count):
        put(cast, mark=str(rank).encode(), title=f"n° {rank}")
    client = as_(cast.editor)
    for address, queries in ((at("vault", cast.structure), 9), (url("section", draft, "candidature"), 24)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


def test_a_vault_grown_meanwhile_never_has_two_current_versions(cast, statutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        VaultVersion.objects.create(
            piece=statutes.piece, number=2, name="b.pdf", size=1, sha256="0", path="p", dated=TODAY
        )


def test_attaching_the_same_bytes_by_hand_is_still_refused(cast, draft, statutes):
    vault.take(draft.pk, statutes.pk, by=cast.editor, question_key="statuts")
    with pytest.raises(Refused, match="déjà joint"):
        attaching.attach(draft.pk, by=cast.editor, question_key="statuts", upload=pdf())


# Answering a complement


@pytest.fixture
def asked(cast):
    call = make_call(cast, closes_in=-3)
    Question.objects.filter(section__form__call=call, key="statuts").update(vault_kind="statutes")
    return reach("incomplete", call, cast)


def test_a_complement_is_answered_from_the_vault(cast, asked, statutes):
    client, item = as_(cast.editor), asked.complements.get().items.get()
    item.question_key = "statuts"
    item.save(update_fields=["question_key"])
    other, page = put(cast), url("complements", asked)
    said = words(client.get(page))
    assert "Dans le coffre de votre structure Statuts signés statuts.pdf, du 4 mai 2020" in said
    assert "Choisir une autre pièce du coffre" in said
    assert client.post(url("answer_item", asked, item.pk), {"take": other.pk}).status_code == 302
    taken = {"take": str(statutes.pk), "reply": "Les voici."}
    assert client.post(url("answer_item", asked, item.pk), taken).status_code == 302
    item = asked.complements.get().items.get()
    assert item.reply == "Les voici."
    assert (item.attachment.vault_version, item.attachment.path) == (statutes, statutes.path)
    assert "Dans le coffre de votre structure" not in words(client.get(page))


def test_a_complement_takes_nothing_gone_or_from_another_vault(cast, asked):
    theirs = vault.put(cast.other_structure, by=cast.rival, kind="statutes", upload=pdf(), dated=LAST_MONTH)
    answer = url("answer_item", asked, asked.complements.get().items.get().pk)
    for version in (theirs.pk, 999_999):
        refused = as_(cast.editor).post(answer, {"take": version})
        assert refused.status_code == 422
        assert "n’est plus dans le coffre" in words(refused)
    assert asked.complements.get().items.get().attachment is None
    assert "Dans le coffre" not in words(as_(cast.instructor).get(url("complements", asked)))


def test_the_size_told_before_choosing_is_that_of_the_setting(cast, settings):
    settings.UPLOAD_MAX_BYTES = 7 * 1024 * 1024
    page = as_(cast.editor).get(at("vault_add", cast.structure))
    assert "7 Mo au plus" in words(page)
    assert "7\u00a0Mo au plus" in str(VisaForm().fields["upload"].help_text)
