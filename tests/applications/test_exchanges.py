"""Messages on a file: between its structure and those who handle it, once it is opened, and nobody else's."""

import pytest

from accounts.errors import Forbidden, NotVisible, Refused
from applications.models import Exchange
from applications.queries.content import snapshot_content
from applications.queries.exchanges import thread
from applications.services import deposit, exchanges
from notifications.models import Message
from notifications.services import tell
from tests.applications.pages import as_, sent, url, words
from tests.factories import fill, make_call, reach, started
from tests.factories.files import MINIMAL_PDF, pdf

SECRET = "SECRETMESSAGE"


@pytest.fixture
def file(cast):
    return reach("admissible", make_call(cast, closes_in=-3), cast)


def test_both_sides_write_and_read(cast, file):
    client = as_(cast.editor)
    answer = client.post(url("messages", file), {"body": "Qui signe la convention ?"})
    assert answer.status_code == 302
    seen = words(as_(cast.instructor).get(url("messages", file)))
    assert "Qui signe la convention ?" in seen
    assert cast.structure.name in seen
    as_(cast.instructor).post(
        url("messages", file), {"body": "La présidente.", "uploads": sent("modele.pdf", MINIMAL_PDF)}
    )
    seen = words(client.get(url("messages", file)))
    assert "La présidente." in seen
    assert "modele.pdf" in seen
    piece = thread(file)[0]["pieces"][0]
    assert client.get(url("attachment", file, piece.pk)).status_code == 200
    assert as_(cast.commissioner).get(url("attachment", file, piece.pk)).status_code in {302, 404}


def test_nothing_is_written_before_the_opening(cast):
    sealed = fill(started(make_call(cast), cast), cast)
    deposit.submit(sealed.pk, by=cast.signatory)
    for draft in (started(make_call(cast), cast), sealed):
        with pytest.raises(Refused, match="Posez votre question"):
            exchanges.write(draft.pk, by=cast.editor, body="Une question")
        with pytest.raises(NotVisible):
            exchanges.write(draft.pk, by=cast.manager, body="Un conseil")
    page = as_(cast.editor).get(url("messages", sealed))
    assert "Les messages s’ouvrent avec les dossiers" in words(page)


def test_who_neither_reads_nor_writes(cast, file):
    exchanges.write(file.pk, by=cast.editor, body=SECRET)
    for who in (cast.rival, cast.delegate, cast.stranger, cast.superuser):
        assert as_(who).get(url("messages", file)).status_code == 404
    for who in (cast.commissioner, cast.president):
        assert as_(who).get(url("messages", file)).status_code == 403
    with pytest.raises(Forbidden):
        exchanges.write(file.pk, by=cast.director, body="Lu seulement")
    assert SECRET in words(as_(cast.director).get(url("messages", file)))


def test_an_empty_a_long_and_a_bad_message_are_told(cast, file):
    client = as_(cast.editor)
    assert "Écrivez votre message." in words(client.post(url("messages", file), {"body": " "}))
    assert client.post(url("messages", file), {"body": "x" * 5001}).status_code == 422
    bad = client.post(url("messages", file), {"body": "Voici", "uploads": sent("a.exe", b"MZ")})
    assert bad.status_code == 422
    assert "Voici" in bad.content.decode()
    assert not Exchange.objects.exists()
    many = [pdf(f"{n}.pdf", str(n).encode()) for n in range(6)]
    with pytest.raises(Refused, match="au plus 5 fichiers"):
        exchanges.write(file.pk, by=cast.editor, body="Six", uploads=many)


def test_a_double_click_sends_once(cast, file):
    first = exchanges.write(file.pk, by=cast.editor, body="Bonjour")
    assert exchanges.write(file.pk, by=cast.editor, body="Bonjour") == first
    exchanges.write(file.pk, by=cast.manager, body="Bonjour")
    assert Exchange.objects.count() == 2


def test_the_same_words_with_another_file_are_another_message(cast, file):
    for mark in (b"1", b"1", b"2"):
        exchanges.write(file.pk, by=cast.editor, body="Voici.", uploads=[pdf("a.pdf", mark)])
    assert Exchange.objects.count() == 2
    assert file.attachments.filter(question_key__startswith="message-").count() == 2


def test_the_mail_tells_and_never_contains(cast, file):
    row = exchanges.write(file.pk, by=cast.editor, body=SECRET)
    tell("exchange", row.pk)
    told = Message.objects.filter(key="message_from_structure")
    assert {message.recipient for message in told} == {cast.manager, cast.instructor}
    assert not [message for message in told if SECRET in message.body + message.subject]


def test_a_message_is_no_part_of_the_file(cast, file):
    exchanges.write(file.pk, by=cast.editor, body=SECRET, uploads=[pdf("autre.pdf", b"autre")])
    content = snapshot_content(file)
    assert SECRET not in str(content)
    assert "autre.pdf" not in str(content)


def test_the_cost_does_not_move_with_the_length(cast, file, django_assert_num_queries):
    client = as_(cast.editor)
    client.get(url("messages", file))
    for count in (1, 3):
        while Exchange.objects.count() < count:
            exchanges.write(file.pk, by=cast.editor, body=f"Message {Exchange.objects.count()}")
        with django_assert_num_queries(COST):
            client.get(url("messages", file))


COST = 14


def test_a_draft_shared_with_a_union_shows_it_no_message(cast):
    draft = fill(started(make_call(cast), cast), cast)
    assert as_(cast.delegate).get(url("messages", draft)).status_code == 404
