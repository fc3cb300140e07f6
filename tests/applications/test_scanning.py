"""The antivirus: a piece is its structure's alone until it is found clean, and closed to all when it is not."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.errors import Refused
from applications.checks import antivirus_address, no_antivirus
from applications.enums import Scan, State
from applications.models import Blob
from applications.queries.pieces import scanned_word, standing
from applications.services import attaching, gathering, scanning
from applications.uploads import antivirus
from notifications import services as notifications
from notifications.models import Message
from tests.applications import clamd, hostile
from tests.applications.pages import as_, sent, url, words
from tests.factories import fill, make_call, reach, started
from tests.factories.files import pdf


def infected():
    """A document in which only an antivirus finds something: the signature is stored as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name in ("[Content_Types].xml", "word/document.xml"):
            made.writestr(zipfile.ZipInfo(name), b"<x/>")  # undated: the same bytes each time
        made.writestr(zipfile.ZipInfo("word/media/image1.png"), hostile.EICAR)
    return sent("compte-rendu.docx", out.getvalue())


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def scanner(settings):
    with clamd.running() as server:
        settings.CLAMAV = clamd.address(server)
        yield server


@pytest.fixture
def silent(settings):
    """An antivirus that is configured and does not answer."""
    with clamd.running() as server:
        settings.CLAMAV = clamd.address(server)


def piece_of(file):
    return file.attachments.get()


def test_the_antivirus_says_what_it_finds(scanner):
    assert antivirus.scan(b"rien de mal" * 100_000) == ""
    assert antivirus.scan(b"x" * 70_000 + hostile.EICAR) == "Eicar-Signature"
    assert len(scanner.seen[0]) == 1_100_000


def test_the_antivirus_also_answers_on_a_unix_socket(settings, tmp_path):
    with clamd.running(clamd.UnixServer(str(tmp_path / "clamd.ctl"), clamd.Handler)):
        settings.CLAMAV = f"unix://{tmp_path}/clamd.ctl"
        assert antivirus.scan(hostile.EICAR) == "Eicar-Signature"


def test_no_verdict_is_never_taken_for_a_clean_one(settings, silent):
    with pytest.raises(antivirus.Unavailable):
        antivirus.scan(b"x")
    with clamd.running(stream_max=1000) as small:
        settings.CLAMAV = clamd.address(small)
        with pytest.raises(antivirus.Unavailable):
            antivirus.scan(b"x" * 5_000_000)
    for answer in ("", "stream: ", "OK", "stream: Access denied. ERROR"):
        with pytest.raises(antivirus.Unavailable):
            antivirus.verdict(answer)
    settings.CLAMAV = "clamav:3310"
    with pytest.raises(antivirus.Unavailable):
        antivirus.scan(b"x")


def test_others_wait_until_a_piece_is_found_clean(cast, scanner):
    file = reach(State.SUBMITTED, make_call(cast, closes_in=-3), cast)
    piece, own, agent = piece_of(file), as_(cast.editor), as_(cast.instructor)
    download = url("attachment", file, piece.pk)
    assert own.get(download).status_code == 200
    assert agent.get(download).status_code == 403
    assert "Analyse antivirus en cours" in words(agent.get(download))
    assert scanning.sweep() == 1
    assert agent.get(download).status_code == 200
    assert scanning.sweep() == 0
    assert len(scanner.seen) == 1


def test_what_waits_is_left_out_of_the_whole_file_and_comes_back_once_clean(cast, scanner):
    file = reach(State.SUBMITTED, make_call(cast, closes_in=-3), cast)
    before = gathering.gather(file.pk, by=cast.instructor)
    assert before.context["left_out"] == ["statuts.pdf"]
    assert before.context["appendices"] == [] or all(
        "attachments" not in a["path"] for a in before.context["appendices"]
    )
    names = archive_of(cast, file).namelist()
    assert f"{file.number}/pieces/01-statuts.pdf.txt" in names
    scanning.sweep()
    after = gathering.gather(file.pk, by=cast.instructor)
    assert after.pk != before.pk
    assert after.context["left_out"] == []
    assert f"{file.number}/pieces/01-statuts.pdf" in archive_of(cast, file).namelist()


def archive_of(cast, file) -> zipfile.ZipFile:
    response = as_(cast.instructor).get(url("archive", file))
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_a_silent_antivirus_holds_back_nobody_and_is_asked_again(cast, silent, settings):
    file = fill(started(make_call(cast), cast), cast)
    assert scanning.sweep() == 0
    blob = piece_of(file).blob
    assert (blob.scan, blob.attempts) == (Scan.WAITING, 1)
    assert scanning.sweep() == 0  # not asked again at once
    assert Blob.objects.get().attempts == 1
    Blob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    scanning.sweep()
    shown = words(as_(cast.editor).get(url("section", file, "candidature")))
    assert "L’antivirus n’a pas encore pu analyser cette pièce" in shown
    assert "Cela n’empêche pas de déposer" in shown
    as_(cast.signatory).post(url("deposit", file), {"edits": type(file).objects.get().edits})
    assert type(file).objects.get().state == State.SUBMITTED
    with clamd.running() as back:
        settings.CLAMAV = clamd.address(back)
        Blob.objects.update(lease_until=None)
        assert scanning.sweep() == 1


def test_a_verdict_already_known_is_not_told_at_once(cast, scanner):
    """Its haste would tell a competitor that somebody else sent the same document."""
    theirs = started(make_call(cast), cast, structure=cast.other_structure, by=cast.rival)
    attaching.attach(theirs.pk, by=cast.rival, question_key="statuts", upload=pdf())
    scanning.sweep()
    mine = started(make_call(cast), cast)
    attaching.attach(mine.pk, by=cast.editor, question_key="statuts", upload=pdf())
    piece = piece_of(mine)
    assert (piece.blob.scan, scanned_word(piece)) == ("clean", "En attente")
    assert "en cours" in standing(piece)["words"]
    mine.attachments.update(uploaded_at=timezone.now() - timedelta(minutes=2))
    assert scanned_word(piece_of(mine)) == "Rien de suspect"


def test_an_infected_piece_of_a_draft_closes_and_answers_nothing(cast, scanner):
    file = started(make_call(cast), cast)
    attaching.attach(file.pk, by=cast.editor, question_key="statuts", upload=infected())
    assert file.attached_keys() == {"statuts"}
    scanning.sweep()
    assert file.attached_keys() == set()
    client, piece = as_(cast.editor), piece_of(file)
    assert client.get(url("attachment", file, piece.pk)).status_code == 403
    page = words(client.get(url("section", file, "candidature")))
    assert "programme malveillant (Eicar-Signature)" in page
    assert "Retirer compte-rendu.docx" in page
    with pytest.raises(Refused, match="Eicar-Signature"):
        attaching.attach(file.pk, by=cast.editor, question_key="statuts", upload=infected())


def test_a_piece_found_infected_after_the_deposit_closes_to_all_and_both_sides_are_told(cast, scanner):
    call = make_call(cast, closes_in=-3)
    draft = fill(started(call, cast), cast)
    attaching.attach(draft.pk, by=cast.editor, question_key="statuts", upload=infected(), at=draft.edited_at)
    file = reach(State.SUBMITTED, call, cast, application=draft)
    piece = file.attachments.get(name="compte-rendu.docx")
    scanning.sweep()
    for person in (cast.editor, cast.signatory, cast.instructor, cast.manager):
        assert as_(person).get(url("attachment", file, piece.pk)).status_code == 403
    notifications.sweep()
    told = set(Message.objects.filter(key__startswith="piece_").values_list("recipient__email", "key"))
    assert {key for _, key in told} == {"piece_closed", "piece_closed_file"}
    assert (cast.editor.email, "piece_closed") in told
    assert (cast.instructor.email, "piece_closed_file") in told
    assert hostile.EICAR not in b"".join(m.body.encode() for m in Message.objects.all())
    assert file.attachments.get(name="statuts.pdf").open_to(own=False)


def test_a_closed_piece_of_a_sealed_file_is_told_to_its_structure_only(cast, scanner):
    file = started(make_call(cast), cast)
    attaching.attach(file.pk, by=cast.editor, question_key="statuts", upload=infected())
    scanning.sweep()
    notifications.sweep()
    keys = Message.objects.filter(key__startswith="piece_").values_list("key", flat=True)
    assert set(keys) == {"piece_closed"}


def test_two_workers_ask_once(cast, scanner):
    fill(started(make_call(cast), cast), cast)
    sha = Blob.objects.get().pk
    Blob.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    assert scanning.scan(sha) is False
    assert scanner.seen == []


def test_without_antivirus_pieces_are_read_and_said_not_to_be_scanned(cast):
    file = reach(State.SUBMITTED, make_call(cast, closes_in=-3), cast)
    assert scanning.sweep() == 0
    agent = as_(cast.instructor)
    assert agent.get(url("attachment", file, piece_of(file).pk)).status_code == 200
    assert "Non analysée" in words(agent.get(url("attachments", file)))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "applications.I001"),
        ("clamav:3310", "applications.E001"),
        ("tcp://clamav:3310", None),
        ("unix:///run/c", None),
    ],
)
def test_the_settings_say_whether_pieces_are_scanned(settings, value, said):
    settings.CLAMAV = value
    assert [found.id for check in (no_antivirus, antivirus_address) for found in check(None)] == (
        [said] if said else []
    )


def test_the_checks_still_pass_without_antivirus():
    call_command("check", fail_level="WARNING")
