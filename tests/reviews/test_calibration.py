"""Readings that diverge, and the marks of a lot harmonised: what the page says, and what it keeps from whom."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from calls.models import Appointment
from engine import calibration
from reviews.models import Conflict, Nomination
from reviews.queries import ranking_of
from reviews.queries.calibration import calibrated, letters
from reviews.queries.divergence import third_reading
from reviews.views import plots
from tests.factories import make_call, person
from tests.reviews.marked import files, opened, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast):
    return opened(make_call(cast, closes_in=-3, envelope=180_000))


@pytest.fixture
def lot(call):
    return call.lots.get()


@pytest.fixture
def third(cast, call):
    who = person("expert3@ailleurs.test", "Tom", "Troisième")
    Appointment.objects.create(call=call, person=who, role=Role.EXPERT, appointed_by=cast.manager)
    return who


def marked(cast, call, third):
    """Five files in a ring of readers; the second reader gives a mark less than the others."""
    readers = [cast.expert, cast.second_expert, third]
    found = files(call, cast, 5)
    for rank, file in enumerate(found):
        for reader in (readers[rank % 3], readers[(rank + 1) % 3]):
            worth = 5 - rank // 2
            read(file, reader, worth - (reader == cast.second_expert), by=cast.manager)
    return found


def page_of(client, who, lot):
    client.force_login(who)
    return client.get(reverse("reviews:calibration", args=[lot.pk])).content.decode()


def test_the_page_says_what_the_engine_finds_and_to_whom(client, cast, call, lot, third):
    for appointment in call.appointments.all():
        Nomination.objects.get_or_create(appointment=appointment)
    assert "Aucune note rendue" in page_of(client, cast.manager, lot)
    found = marked(cast, call, third)
    page = calibrated(lot, cast.manager, named=True)
    readings = [
        calibration.Reading(row.application.number, str(each.reader_id), each.review.points)
        for row in ranking_of(lot)
        for each in row.application.readings
    ]
    expected = calibration.calibrate(readings, 2)
    assert page.seats == 2
    for row in page.files:
        placed = expected.files[row.application.number]
        assert (row.raw, row.calibrated, row.low, row.high) == (
            placed.raw,
            placed.calibrated,
            placed.low,
            placed.high,
        )
        assert row.percent == round(100 * placed.probability)
    assert page.files[0].application == found[0]
    assert page.readers[0].label == "Emile Second"
    assert page.readers[0].severity > 0
    assert "au-dessous des autres" in page.readers[0].words
    assert page.parts == 1

    manager, president = (page_of(client, who, lot) for who in (cast.manager, cast.president))
    assert "Emile Second" in manager
    assert "Emile Second" not in president
    assert "Lecteur A" in president
    for shown in (manager, president):
        assert "Les notes brutes restent celles qui classent" in shown
        assert 'role="img" aria-labelledby="forest-title forest-desc"' in shown
        assert "ne relient pas" not in shown
        assert "style=" not in shown
    Conflict.objects.create(application=found[0], person=cast.director, has_conflict=True, motive="Lien")
    closed = page_of(client, cast.director, lot)
    assert found[0].number not in closed
    assert "rang 1 à 5" not in closed.replace("\u00a0", " ")
    client.force_login(cast.expert)
    assert client.get(reverse("reviews:calibration", args=[lot.pk])).status_code == 403
    assert "neuf chances sur dix" in client.get(reverse("reviews:calibration_help")).content.decode()


def test_readings_that_share_nothing_are_said_apart_and_own_marks_come_first(client, cast, call, lot, third):
    one, two, three = files(call, cast, 3)
    read(one, cast.expert, 4, by=cast.manager)
    read(two, third, 2, by=cast.manager)
    page = page_of(client, cast.manager, lot)
    assert "Les lectures ne relient pas tous les dossiers" in page
    assert "ne se mesure pas encore" in page
    three.assignments.create(reader=cast.instructor, assigned_by=cast.manager)
    hidden = page_of(client, cast.instructor, lot)
    assert "Rendez d’abord vos expertises" in hidden
    assert one.number not in hidden


def test_a_third_reading_is_advised_where_it_can_change_the_selection(
    client, cast, call, lot, django_assert_max_num_queries
):
    """Two files of 90 000 € fit: the second and third are close, the fifth is far behind."""
    values = ((5, 5), (4, 4), (5, 2), (4, 2), (2, 0))
    found = files(call, cast, 5)
    for file, (first, second) in zip(found[:3], values, strict=False):
        read(file, cast.expert, first, by=cast.manager)
        read(file, cast.second_expert, second, by=cast.manager)
    rows = ranking_of(lot, person=cast.manager)
    with django_assert_max_num_queries(20) as before:
        advised = third_reading(lot, rows)
    assert list(advised) == [found[2].number]
    assert "À 100 points, sa lecture la plus haute, le règlement le retiendrait" in advised[
        found[2].number
    ].replace("\u00a0", " ")
    for file, (first, second) in list(zip(found, values, strict=True))[3:]:
        read(file, cast.expert, first, by=cast.manager)
        read(file, cast.second_expert, second, by=cast.manager)
    rows = ranking_of(lot, person=cast.manager)
    with django_assert_max_num_queries(len(before)):
        advised = third_reading(lot, rows)
    assert [file.number for file in found if advised.get(file.number)] == [found[2].number]
    client.force_login(cast.manager)
    page = client.get(reverse("reviews:ranking", args=[lot.pk])).content.decode()
    assert page.count("Lectures divergentes") == 3
    assert page.count("Troisième lecture conseillée") == 1
    assert page.count("Une lecture de plus ne changerait pas la sélection") == 2
    assert f"{reverse('reviews:assignments', args=[call.slug])}?lot=1" in page
    call.minimum_points = Decimal(50)
    call.save()
    fresh = call.lots.get()
    again = third_reading(fresh, ranking_of(fresh, person=cast.manager))
    assert [number for number, why in again.items() if why] == [found[2].number]
    call.lots.update(envelope=None)
    fresh = call.lots.get()
    assert third_reading(fresh, ranking_of(fresh)) is None
    assert calibrated(fresh, cast.manager, named=False).seats is None


def test_plots_stay_within_their_drawing(cast, call, lot, third):
    marked(cast, call, third)
    page = calibrated(lot, cast.manager, named=False)
    forest, bars = plots.forest(page), plots.severities(page)
    assert [tick.label for tick in forest.ticks] == ["1", "2", "3", "4", "5"]
    for row in forest.rows:
        assert 0 < row.left <= row.right < forest.width
        assert row.left <= row.at <= row.right
        assert row.y < forest.height
    assert all(bar.x > 0 and bar.x + bar.width < bars.width for bar in bars.rows)
    assert [letters(rank) for rank in (0, 25, 26, 52)] == ["A", "Z", "AA", "BA"]


def test_a_policy_that_weighs_sets_is_tried_on_the_widest_divergences(cast, call, lot, monkeypatch):
    call.policy = "optimal"
    call.save()
    for file, (first, second) in zip(files(call, cast, 4), ((5, 3), (5, 2), (4, 0), (4, 1)), strict=True):
        read(file, cast.expert, first, by=cast.manager)
        read(file, cast.second_expert, second, by=cast.manager)
    fresh = call.lots.get()
    rows = ranking_of(fresh, person=cast.manager)
    assert len(third_reading(fresh, rows)) == 4
    monkeypatch.setattr("reviews.queries.divergence.WORK", 0)
    kept = third_reading(fresh, rows)
    assert (
        sorted(kept)
        == [row.application.number for row in sorted(rows, key=lambda row: row.application.number)][1:]
    )
