"""Every night everything kept is read again; what is lost or altered is recorded and shown to the administrator."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from applications.enums import State
from applications.models import Fault, Rereading
from applications.queries.citations import citations
from applications.services import attaching, deposit, rereading
from documents import production
from documents.models import Document
from tests.applications.pages import as_, words
from tests.factories import fill, make_call, started
from tests.factories.files import pdf

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def file(cast):
    """A file deposited once, its receipt drawn."""
    made = fill(started(make_call(cast), cast), cast)
    deposit.submit(made.pk, by=cast.signatory)
    production.sweep()
    return made


def alter(path: str, content: bytes | None) -> None:
    default_storage.delete(path)
    if content is not None:
        default_storage.save(path, ContentFile(content))


def test_a_sound_storage_is_read_whole_and_nothing_is_found(file):
    done = rereading.at_once()
    assert (done.read, done.faults.count()) == (2, 0)
    assert done.finished_at is not None
    assert done.bytes_read == file.attachments.get().size + Document.objects.get(kind="receipt").size


def test_what_is_lost_or_altered_is_recorded_with_what_cites_it(cast, file, capsys):
    piece, receipt = file.attachments.get(), Document.objects.get(kind="receipt")
    alter(piece.path, b"%PDF autre chose")
    alter(receipt.file, None)
    with pytest.raises(SystemExit) as stopped:
        call_command("reread")
    assert stopped.value.code == 1
    found = {fault.path: (fault.finding, fault.cited_by) for fault in Fault.objects.all()}
    assert found == {
        piece.path: ("damaged", "1 × pièce jointe, 1 × version déposée"),
        receipt.file: ("missing", "1 × acte"),
    }
    assert "2 fichiers relus" in capsys.readouterr().out
    admin, reading = as_(cast.superuser), Rereading.objects.get()
    assert "2" in words(admin.get(reverse("admin:applications_rereading_changelist")))
    page = words(admin.get(reverse("admin:applications_rereading_change", args=[reading.pk])))
    assert "Altéré" in page
    assert "Perdu" in page
    assert file.number not in page  # a superuser sees no more of a sealed file
    assert piece.name not in page
    assert as_(cast.manager).get(reverse("admin:applications_rereading_changelist")).status_code == 302


def test_a_damaged_piece_joined_again_is_made_good(cast, file):
    piece = file.attachments.get()
    alter(piece.path, b"%PDF autre chose")
    deposit.reopen(file.pk, by=cast.signatory)
    attaching.remove(file.pk, piece.pk, by=cast.signatory)
    attaching.attach(
        file.pk, by=cast.signatory, question_key="statuts", upload=pdf(mark=file.number.encode())
    )
    assert rereading.at_once().faults.count() == 0


def test_the_command_says_when_all_is_well(file, capsys):
    call_command("reread")
    assert "0 perdus ou altérés" in capsys.readouterr().out


def test_one_reading_a_night_and_one_in_the_morning_after_a_night_without_worker(file):
    night = datetime(2026, 11, 22, 2, 0, 30, tzinfo=PARIS)
    assert rereading.nightly(now=night - timedelta(minutes=1)).finished_at  # none was ever made
    assert rereading.nightly(now=night).started_at == night
    assert rereading.nightly(now=night + timedelta(minutes=2)) is None
    assert rereading.nightly(now=night + timedelta(hours=20)) is None
    assert rereading.nightly(now=night + timedelta(hours=31)).started_at == night + timedelta(hours=31)


def test_a_reading_goes_on_where_it_stopped_and_belongs_to_one_worker(file, cast, monkeypatch):
    for rank in range(3):
        deposit.reopen(file.pk, by=cast.signatory) if rank == 0 else None
        attaching.attach(file.pk, by=cast.editor, question_key="statuts", upload=pdf(mark=str(rank).encode()))
    monkeypatch.setattr(rereading, "SLICE_SECONDS", 0)
    begun = rereading.nightly()
    assert (begun.read, begun.finished_at) == (0, None)
    Rereading.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    assert rereading.nightly() is None  # another worker holds it
    Rereading.objects.update(lease_until=None, reached=sorted(a.path for a in file.attachments.all())[1])
    monkeypatch.setattr(rereading, "SLICE_SECONDS", 50)
    done = rereading.nightly()
    assert done.pk == begun.pk
    assert done.finished_at
    assert done.read == 3  # two pieces and the receipt were left


def test_citations_count_every_version_deposited(cast, file):
    piece = file.attachments.get()
    deposit.reopen(file.pk, by=cast.signatory)
    attaching.remove(file.pk, piece.pk, by=cast.signatory)
    attaching.attach(file.pk, by=cast.signatory, question_key="statuts", upload=pdf(mark=b"b"))
    deposit.submit(file.pk, by=cast.signatory)
    assert citations(piece.sha256) == {"pièce jointe": 1, "version déposée": 1}
    assert citations("0" * 64) == {}
    assert type(file).objects.get().state == State.SUBMITTED


def test_the_beat_runs_it():
    from django.conf import settings

    assert "applications.tasks.reread" in {row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()}
