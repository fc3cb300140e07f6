"""Severities found again, no harm among alike readers, ranks as sure as they say, names and order without effect."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calibration import Agreement, Placed, Reading, Severity, calibrate
from engine.calibration.agreement import STATISTIC, alpha
from engine.calibration.order import order
from engine.errors import Unlawful
from engine.reading_calibrate import run
from engine.scoring import mean
from tests.engine.simulation import call, gain


def readings(table):
    """{"a": "70 60.5 -"} : the points of file a by the readers x, y and z; a dash where there are none."""
    return [
        Reading(file, reader, Decimal(points))
        for file, row in table.items()
        for reader, points in zip("xyzuvw", row.split(), strict=False)
        if points != "-"
    ]


@st.composite
def reviews(draw):
    chance = draw(st.randoms(use_true_random=False))
    chosen, highest = chance.choice([0.4, 0.7, 1]), chance.choice([0, 1, 3, 100])
    shift = chance.choice([0, -(10**9), Decimal("1e-12")])
    return [
        Reading(file, reader, Decimal(chance.randint(0, highest)) + shift)
        for file in "abcdefgh"[: chance.randint(1, 8)]
        for reader in "uvwxyz"[: chance.randint(1, 6)]
        if chance.random() < chosen
    ]


def by_reader(found, part, given):
    return [found.readers[name].severity for name in {r.reader for r in given if r.file in part}]


@settings(max_examples=40)
@given(reviews(), st.integers(0, 9))
def test_what_always_holds(given, seats):
    found = calibrate(given, seats)
    marks = {}
    for reading in given:
        marks.setdefault(reading.file, []).append(reading.points)
    assert {id: placed.raw for id, placed in found.files.items()} == {id: mean(m) for id, m in marks.items()}
    assert all(1 <= placed.low <= placed.high <= len(marks) for placed in found.files.values())
    assert list(found.files) == sorted(marks)
    assert sum(severity.reviews for severity in found.readers.values()) == len(given)
    chances = [placed.probability for placed in found.files.values()]
    assert abs(sum(chances) - min(seats, len(marks))) <= Decimal("0.005") * len(marks)
    assert sorted(file for part in found.components for file in part) == sorted(marks)
    for part in found.components:
        assert sum(by_reader(found, part, given)) == 0
    if (
        not any(severity.severity for severity in found.readers.values())
        and "aucune correction" in found.method
    ):
        assert all(placed.calibrated == placed.raw for placed in found.files.values())
    assert found.method.endswith(".")


@settings(max_examples=30)
@given(reviews(), st.randoms(use_true_random=False))
def test_neither_order_nor_names_change_anything(given, chance):
    found = calibrate(given, 2)
    assert calibrate(chance.sample(given, len(given)), 2) == found
    files = dict(zip("abcdefgh", chance.sample(["é", "10", "9", "Z", "z", "α", "00", "a"], 8), strict=True))
    readers = dict(zip("uvwxyz", chance.sample(["1", "02", "u", "b", "c", "ß"], 6), strict=True))
    renamed = calibrate([Reading(files[r.file], readers[r.reader], r.points) for r in given], 2)
    assert {files[id]: placed for id, placed in found.files.items()} == renamed.files
    assert found.agreement == renamed.agreement
    for id, severity in found.readers.items():
        # Among readers that nothing tells apart, rounding to a sum of zero may fall on one or the other.
        assert abs(severity.severity - renamed.readers[readers[id]].severity) <= Decimal("0.01")


@pytest.mark.parametrize("noise", [0, 0.01, 0.5])
def test_severities_are_found_again_as_noise_goes_away(noise):
    quality, severities, given = call(np.random.default_rng(3), 40, 8, 3, 6, noise)
    found = calibrate(given, 10)
    centred = severities - severities.mean()
    errors = [abs(float(found.readers[str(i)].severity) - s) for i, s in enumerate(centred)]
    assert max(errors) < 0.02 + noise
    order = sorted(found.files, key=lambda id: -found.files[id].calibrated)
    if noise < 0.1:
        assert order == sorted(found.files, key=lambda id: -quality[int(id)])
        assert [found.files[id].probability for id in order[:9]] == [1] * 9
        assert [found.files[id].low for id in order[:5]] == [1, 2, 3, 4, 5]


def test_points_of_any_range_give_the_same_severities():
    _, _, given = call(np.random.default_rng(4), 12, 4, 2, 6)
    plain = calibrate(given, 3)
    moved = calibrate([Reading(r.file, r.reader, r.points * 1000 - 10**9) for r in given], 3)
    for id, severity in plain.readers.items():
        assert abs(moved.readers[id].severity - severity.severity * 1000) <= 10
    for id, placed in plain.files.items():
        other = moved.files[id]
        assert (other.low, other.high, other.probability) == (placed.low, placed.high, placed.probability)


def test_readers_who_agree_are_left_alone():
    found = calibrate(readings({"a": "70 70 -", "b": "- 60.005 60.005", "c": "50 - 50"}), 1)
    assert {placed.calibrated for placed in found.files.values()} == {
        Decimal("70.00"),
        Decimal("60.01"),
        Decimal("50.00"),
    }
    assert [placed.low for placed in found.files.values()] == [1, 2, 3]
    assert [placed.probability for placed in found.files.values()] == [1, 0, 0]
    assert {s.severity for s in found.readers.values()} == {0}
    assert found.agreement == Agreement(STATISTIC, Decimal("1.00"))


def test_calibration_helps_when_severities_differ_and_harms_little_when_they_do_not():
    differing, alike = gain(40, 8, 3, 10, calls=10), gain(40, 8, 3, 0, calls=10)
    assert differing.recall[1] > differing.recall[0] + 0.03
    assert differing.error[1] < 0.8 * differing.error[0]
    assert alike.error[1] < 1.03 * alike.error[0]
    assert alike.recall[1] > alike.recall[0] - 0.03
    assert min(differing.coverage, alike.coverage) > 0.87


@pytest.mark.parametrize(
    ("table", "seats", "placed"),
    [
        ({"a": "5"}, 0, {"a": ("5", 1, 1, "0")}),
        ({"a": "5"}, 1, {"a": ("5", 1, 1, "1")}),
        ({"a": "5 7"}, 3, {"a": ("6", 1, 1, "1")}),
        # One reader, or one reading each: nothing measures the noise, all ranks are possible.
        ({"a": "5", "b": "7"}, 1, {"a": ("5", 1, 2, "0.5"), "b": ("7", 1, 2, "0.5")}),
        ({"a": "5", "b": "- 7", "c": "- - 1"}, 1, {"a": ("5", 1, 3, "0.33"), "b": ("7", 1, 3, "0.33"), "c": ("1", 1, 3, "0.33")}),
        ({"a": "5 5", "b": "5 5"}, 2, {"a": ("5", 1, 2, "1"), "b": ("5", 1, 2, "1")}),
        ({"a": "-5.005 -5.005", "b": "-9 -9"}, 1, {"a": ("-5.01", 1, 1, "1"), "b": ("-9", 2, 2, "0")}),
    ],
)  # fmt: skip
def test_small_cases(table, seats, placed):
    found = calibrate(readings(table), seats)
    assert found.files == {
        id: Placed(Decimal(points), Decimal(points), low, high, Decimal(chance))
        for id, (points, low, high, chance) in placed.items()
    }
    assert {severity.severity for severity in found.readers.values()} == {0}


def test_files_that_nothing_tells_apart_share_the_chances():
    found = calibrate(readings({"a": "5 5 5", "b": "5 5 5", "c": "5 5 5"}), 1)
    assert set(found.files.values()) == {Placed(Decimal(5), Decimal(5), 1, 3, Decimal("0.33"))}


def test_parts_without_common_reader_have_their_own_zero():
    table = {"a": "70 64", "b": "50 44", "c": "60 54", "d": "- - 40 42", "e": "- - 67 69", "f": "- - 20 22"}
    found = calibrate(readings(table), 2)
    assert {id: s.severity for id, s in found.readers.items()} == {
        "x": Decimal(-3), "y": Decimal(3), "z": Decimal(1), "u": Decimal(-1)
    }  # fmt: skip
    assert found.components == (frozenset("abc"), frozenset("def"))
    # Without noise, what stays unknown is how severe each part is as a whole: 67 may be worth more than 68.
    assert [(found.files[id].low, found.files[id].high) for id in "ae"] == [(1, 2), (1, 2)]
    assert (found.files["f"].low, found.files["f"].high) == (6, 6)


def test_a_tree_of_readings_is_not_enough_to_correct():
    found = calibrate(readings({"a": "70 60 -", "b": "- 55 65"}), 1)
    assert {severity.severity for severity in found.readers.values()} == {0}
    assert found.method.startswith("Trop peu de lectures se recoupent")


def test_nothing_to_calibrate():
    found = calibrate([], 3)
    assert (found.files, found.readers, found.components) == ({}, {}, ())
    assert found.agreement.value is None


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(-5, 5), max_size=4), max_size=5))
def test_agreement_is_krippendorffs_definition(files):
    """By the coincidence matrix: each pair of values of a file counts for 1 / (readings − 1)."""
    coincidences, marks = {}, {}
    for points in (points for points in files if len(points) > 1):
        for i, one in enumerate(points):
            marks[one] = marks.get(one, 0) + 1
            for j, other in enumerate(points):
                if i != j:
                    key = (one, other)
                    coincidences[key] = coincidences.get(key, 0) + Fraction(1, len(points) - 1)
    size = sum(marks.values())
    observed = sum(count * (a - b) ** 2 for (a, b), count in coincidences.items())
    expected = sum(m * n * (a - b) ** 2 for a, m in marks.items() for b, n in marks.items())
    assert alpha(files) == (None if not expected else 1 - (size - 1) * observed / expected)


def test_a_ring_of_equal_readings_is_ordered_the_same_from_anywhere():
    """Six readings in a ring look alike to colours; setting one apart tells the others."""
    ring = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0)]
    shapes = set()
    for turn in range(3):
        file = np.array([(f + turn) % 3 for f, _ in ring])
        reader = np.array([(2 * r + turn) % 3 for _, r in ring])
        found = order(file, reader, np.zeros(6, np.int64))
        assert set(found.file_colours) == set(found.reader_colours) == {0}
        shapes.add(
            frozenset(zip(np.argsort(found.files)[file], np.argsort(found.readers)[reader], strict=True))
        )
    assert len(shapes) == 1


def test_the_command_answers_in_json():
    rows = [
        {"file": r.file, "reader": r.reader, "points": r.points} for r in readings({"a": "3 1", "b": "6 4"})
    ]
    assert run({"reviews": rows, "seats": 1}) == {
        "files": {
            "a": {"raw": 2, "calibrated": 2, "low": 2, "high": 2, "probability": 0},
            "b": {"raw": 5, "calibrated": 5, "low": 1, "high": 1, "probability": 1},
        },
        "readers": {"x": {"severity": -1, "reviews": 2}, "y": {"severity": 1, "reviews": 2}},
        "agreement": {"statistic": STATISTIC, "value": 0.54},
    }
    assert run({"reviews": [], "seats": 0})["agreement"] == {"statistic": STATISTIC, "value": None}
    assert calibrate([Reading("a", "x", Decimal(1))], 0).readers == {"x": Severity(Decimal(0), 1)}


@pytest.mark.parametrize(
    "data",
    [
        {"reviews": [], "seats": -1},
        {"reviews": [], "seats": True},
        {"reviews": []},
        {"reviews": {}, "seats": 1},
        {"reviews": [{"file": "a", "reader": "x"}], "seats": 1},
        {"reviews": [{"file": "a", "reader": "x", "points": "12"}], "seats": 1},
        {"reviews": [{"file": "a", "reader": "", "points": 12}], "seats": 1},
        {"reviews": [{"file": "a", "reader": "x", "points": 12}] * 2, "seats": 1},
        [],
    ],
)
def test_what_cannot_be_lawful_is_refused_in_french(data):
    with pytest.raises(Unlawful) as refusal:
        run(data)
    assert str(refusal.value).endswith(".")


def test_points_that_are_no_number_are_refused():
    with pytest.raises(Unlawful):
        calibrate([Reading("a", "x", Decimal("NaN"))], 1)
