"""The acts of the applicant and of the union that are measured: small here, each does what it says."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Attachment, Look
from applications.queries import tasks
from demo import bench_file
from demo.bench_pages import answered, page, signed_in
from demo.build import people
from demo.build.people import Cast


@pytest.fixture
def small(db, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    for name, size in {"MEMBERS": 30, "CALLS_OPEN": 3, "MEGABYTES": 1, "PAGES": 2}.items():
        monkeypatch.setattr(bench_file, name, size)
    people.write_people()


def measured(acts) -> list[str]:
    """Each act once for nothing, then once, as it is made."""
    said = []
    for what, runs, act in acts:
        assert runs > 0
        act(0)
        act(1)
        said.append(what.strip())
    return said


def again(walk) -> Application:
    return Application.objects.get(pk=walk.pk)


def test_the_measured_file_lacks_nothing(small):
    walk = bench_file.full_file(Cast())
    assert [missing for task in tasks(walk.file) for missing in task.missing] == []


def test_the_measured_save_writes_what_was_typed(small):
    walk = bench_file.full_file(Cast())
    before = again(walk)
    assert measured(bench_file.filling(walk))[-1] == "une vue Django vide, mêmes intergiciels"
    saved = again(walk)
    assert saved.edits == before.edits + 2
    changed = {key for key in saved.answers if saved.answers[key] != before.answers[key]}
    assert [saved.answers[key][-2:] for key in changed] == [" 1"]


def test_the_measured_pieces_go_through_the_whole_door(small):
    walk = bench_file.full_file(Cast())
    measured(bench_file.sending(walk))
    sent = Attachment.objects.filter(application=walk.pk, name="mesure.pdf")
    assert len({piece.received_sha256 for piece in sent}) == 2
    assert all(piece.pages == 2 and piece.size > 1024**2 for piece in sent)


def test_the_measured_workbook_replaces_the_budget(small):
    walk = bench_file.full_file(Cast())
    act = next(iter(bench_file.importing(walk)))[2]
    act(0)
    assert set(walk.file.posts.values_list("title", flat=True)) == {"Autre"}
    act(1)
    assert set(walk.file.posts.values_list("title", flat=True)) == {""}


def test_the_measured_table_has_its_members_and_calls(small):
    cast = Cast()
    walk = bench_file.full_file(cast)
    said = measured(bench_file.accompanying(cast, walk))
    assert said[0] == "Tableau de l’union, 30 adhérents × 3 appels"
    table = page(signed_in(cast.delegate), reverse("applications:list")).content.decode()
    assert all(f"Appel de mesure {rank}" in table for rank in (1, 2, 3))
    assert "30 adhérents" in table
    assert Look.objects.filter(person=cast.delegate).exists()


def test_a_page_that_refuses_is_no_measure(small):
    with pytest.raises(RuntimeError, match="/dossiers/ : 302"):
        answered(Client().get("/dossiers/"))
