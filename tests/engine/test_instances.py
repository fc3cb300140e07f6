import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from engine.__main__ import COMMANDS, main
from engine.allocation import File, Instance, Policy, select
from engine.errors import Unlawful
from engine.instances import SECONDS, answer, as_data, instance_of, run
from engine.loading import parse
from tests.engine.choices import random_instance, seeded

ROOT = Path(__file__).resolve().parents[2]


def lawful(**changes):
    """Three files, given as JSON would be read."""
    data = {
        "envelope": 100,
        "places": None,
        "policy": "equitable",
        "files": [
            {"id": "007", "points": 12.5, "rank": 1, "requested": 60, "minimum": 50, "territory": "69"},
            {"id": "é", "points": -1, "rank": 2, "requested": 0, "places": 2, "category": "CAARUD"},
            {"id": "C", "points": 0.25, "rank": 3, "requested": 70, "priority": "haute"},
        ],
        "floors": {"territory": {"69": 1}, "category": {}},
        "ceilings": {"category": {"CAARUD": 2}},
        "required": ["é"],
        "forbidden": [],
        "time_limit": 5,
    }
    return data | changes


def without(data, key):
    return {name: value for name, value in data.items() if name != key}


def with_file(**changes):
    return lawful(files=[lawful()["files"][0] | changes, *lawful()["files"][1:]])


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_everything_asked_for_is_answered():
    answered = run(lawful())
    assert {
        key: answered[key] for key in ("status", "selected", "waiting", "points", "left", "gap", "cause")
    } == {
        "status": "optimal",
        "selected": [{"id": "007", "amount": 60}, {"id": "é", "amount": 0}],
        "waiting": ["C"],
        "points": 11.5,
        "left": 40,
        "gap": 0,
        "cause": "",
    }
    assert set(answered["reasons"]) == {"007", "é", "C"}
    assert len(answered["digest"]) == 64


def test_the_worked_example_in_its_three_lawful_policies():
    requests = {"A": 420_000, "B": 350_000, "C": 300_000, "D": 90_000}
    rows = [
        {"id": id, "points": 90 - rank, "rank": rank, "requested": asked, "minimum": min(asked, 200_000)}
        for rank, (id, asked) in enumerate(requests.items(), 1)
    ]
    given = {}
    for policy in ("strict", "partial", "jump"):
        answered = run({"envelope": 1_000_000, "policy": policy, "files": rows})
        given[policy] = (
            {row["id"]: row["amount"] for row in answered["selected"]},
            answered["waiting"],
            answered["left"],
        )
    assert given == {
        "strict": ({"A": 420_000, "B": 350_000}, ["C", "D"], 230_000),
        "partial": ({"A": 420_000, "B": 350_000, "C": 230_000}, ["D"], 0),
        "jump": ({"A": 420_000, "B": 350_000, "D": 90_000}, ["C"], 140_000),
    }


def test_what_is_left_unsaid_has_its_meaning():
    file = {"id": "A", "points": 1, "rank": 1, "requested": 10}
    instance = instance_of({"envelope": 10, "policy": "strict", "files": [file]})
    assert instance == Instance(10, (File("A", 1, 10, points=Decimal(1)),), Policy.STRICT, time_limit=SECONDS)
    said = file | {"minimum": 10, "places": 0, "territory": None, "category": ""}
    nothing = {
        "places": None,
        "floors": {},
        "ceilings": None,
        "required": [],
        "forbidden": None,
        "time_limit": SECONDS,
    }
    assert instance_of({"envelope": 10, "policy": "strict", "files": [said], **nothing}) == instance
    assert (
        instance_of({"envelope": 10, "policy": "strict", "files": [], "time_limit": None}).time_limit is None
    )


def test_points_may_be_missing_in_a_walk_down_if_it_is_said():
    file = {"id": "A", "points": None, "rank": 1, "requested": 10}
    assert run({"envelope": 10, "policy": "jump", "files": [file]})["points"] == 0
    with pytest.raises(Unlawful, match="n’a pas de points"):
        run({"envelope": 10, "policy": "optimal", "files": [file]})


def test_a_frozen_instance_is_read_back_and_replayed():
    random = seeded(1)
    for _ in range(60):
        instance = random_instance(random, random.randint(0, 7))
        stored = json.loads(json.dumps(as_data(instance)))
        again = instance_of(stored)
        assert as_data(again) == stored
        assert answer(select(again), again) == answer(select(instance), instance)


def test_the_digest_knows_no_order_and_every_value():
    data = lawful(required=["é", "C"])
    shuffled = data | {
        "files": data["files"][::-1],
        "required": ["C", "é"],
        "floors": dict(reversed(data["floors"].items())),
    }
    assert run(shuffled) == run(data)
    digests = {
        run(changed)["digest"]
        for changed in (
            lawful(),
            lawful(envelope=101),
            with_file(points=12.51),
            with_file(territory="01"),
            lawful(time_limit=6),
        )
    }
    assert len(digests) == 5


UNLAWFUL = {
    "not an object": [],
    "no envelope": without(lawful(), "envelope"),
    "no policy": without(lawful(), "policy"),
    "no files": without(lawful(), "files"),
    "unknown key": lawful(ceiling={}),
    "unknown policy": lawful(policy="lottery"),
    "policy that is no text": lawful(policy=1),
    "negative envelope": lawful(envelope=-1),
    "envelope that is no number": lawful(envelope="100"),
    "boolean envelope": lawful(envelope=True),
    "envelope with cents": lawful(envelope=100.5),
    "huge envelope": lawful(envelope=10**16),
    "boolean places": lawful(places=False),
    "negative places": lawful(places=-1),
    "files that are no list": lawful(files={}),
    "file that is no object": lawful(files=["A"]),
    "file without points": lawful(files=[without(lawful()["files"][0], "points")]),
    "file without rank": lawful(files=[without(lawful()["files"][0], "rank")]),
    "file without id": lawful(files=[without(lawful()["files"][0], "id")]),
    "file without request": lawful(files=[without(lawful()["files"][0], "requested")]),
    "file with an unknown key": with_file(minimun=3),
    "empty id": with_file(id=""),
    "numeric id": with_file(id=7),
    "duplicate id": with_file(id="C"),
    "duplicate rank": with_file(rank=3),
    "rank 0": with_file(rank=0),
    "boolean rank": with_file(rank=True),
    "boolean points": with_file(points=True),
    "points as text": with_file(points="12"),
    "points with three decimals": with_file(points=12.505),
    "points beyond measure": with_file(points=10**12),
    "points that are no number": with_file(points=float("nan")),
    "infinite points": with_file(points=float("inf")),
    "negative request": with_file(requested=-1, minimum=None),
    "minimum above the request": with_file(minimum=61),
    "negative minimum": with_file(minimum=-1),
    "territory that is no text": with_file(territory=69),
    "unknown axis": lawful(floors={"region": {"84": 1}}),
    "axis that is no object": lawful(floors={"territory": 1}),
    "negative floor": lawful(floors={"territory": {"69": -1}}),
    "boolean ceiling": lawful(ceilings={"territory": {"69": True}}),
    "required file that does not exist": lawful(required=["Z"]),
    "forbidden file that does not exist": lawful(forbidden=["Z"]),
    "required twice": lawful(required=["C", "C"]),
    "required that is no list": lawful(required="C"),
    "negative time": lawful(time_limit=-1),
    "time as text": lawful(time_limit="5"),
    "floors under a walk-down": lawful(policy="strict", required=[], ceilings={}),
    "ceilings under a walk-down": lawful(policy="jump", required=[], floors={}),
    "required under a walk-down": lawful(policy="partial", ceilings={}, floors={}),
}


@pytest.mark.parametrize("data", UNLAWFUL.values(), ids=UNLAWFUL)
def test_what_is_unlawful_is_refused_in_one_sentence(data):
    with pytest.raises(Unlawful) as refusal:
        run(data)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "pas du JSON"),
        (b"{", "pas du JSON"),
        (b"[1] 2", "pas du JSON"),
        (b'{"a": 1, "a": 2}', "deux fois"),
        (b'{"files": [{"id": "A", "id": "B"}]}', "deux fois"),
        (b"[NaN]", "NaN"),
        (b"[-Infinity]", "Infinity"),
        (b"\xff\xfe", "UTF-8"),
        (b'["\\ud800"]', "moitié d’un caractère"),
        (b'{"\\udfff": 1}', "moitié d’un caractère"),
        (b"[" * 100_000, "niveaux"),
        (b"9" * 5_000, "caractères"),
        (b"1e99999999999999999999", "hors de portée"),
    ],
)
def test_json_has_one_meaning_or_is_refused(content, says):
    with pytest.raises(Unlawful, match=says):
        parse(content)


def test_json_is_read_exactly():
    assert parse(b'\xef\xbb\xbf{"a": [0.1, 1e2, 7, "\\ud83d\\ude00", null]}') == {
        "a": [Decimal("0.1"), Decimal("1E+2"), 7, "😀", None]
    }


def written(folder, content):
    path = folder / "instance.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(path)


def test_the_command_prints_one_answer(tmp_path, capfdbinary):
    for data in (lawful(), lawful(floors={"territory": {"01": 1}})):
        assert main(["select", written(tmp_path, data)]) == 0
        out, err = capfdbinary.readouterr()
        assert json.loads(out) == run(data)
        assert err == b""
    assert json.loads(out)["status"] == "infeasible"
    assert "territoire 01" in json.loads(out)["cause"]


def test_a_group_is_told_by_its_name_when_it_has_one():
    data = lawful(floors={"territory": {"01": 1}}, names={"territory": {"01": "Ain (01)"}})
    assert "territoire Ain (01)" in run(data)["cause"]
    assert as_data(instance_of(data))["names"] == {"territory": {"01": "Ain (01)"}}
    assert "names" not in as_data(instance_of(lawful()))
    with pytest.raises(Unlawful):
        instance_of(lawful(names={"territory": {"01": 1}}))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["select"],
        ["elect", "FILE"],
        ["select", "FILE", "FILE"],
        ["select", "/nowhere.json"],
        ["select", "/"],
        ["select", "FILE"],
        ["select", "/nowhere\n\u2028.json"],
        ["select", "/\udcff.json"],
    ],
)
def test_what_the_command_cannot_take_is_one_sentence_on_the_error_output(arguments, tmp_path, capfdbinary):
    path = written(tmp_path, b'{"envelope": NaN}')
    assert main([path if word == "FILE" else word for word in arguments]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.decode().count("\n") == 1
    assert len(err.decode().strip()) > 10


@pytest.mark.parametrize(
    "content",
    [
        b'{"envelope": 1e999999999, "policy": "jump", "files": []}',
        b'{"envelope": 1, "policy": "a\\nb", "files": []}',
        b'{"envelope": 1, "policy": "jump", "files": [], "forbidden": ["a\\u2028b\\u001b"]}',
    ],
)
def test_whatever_the_file_says_the_refusal_is_one_line(content, tmp_path, capfdbinary):
    assert main(["select", written(tmp_path, content)]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert len(err.decode().splitlines()) == 1


def test_the_command_in_its_own_process(tmp_path):
    """Whatever the locale, UTF-8 comes out, and nothing of the solver."""
    path = written(tmp_path, lawful())
    call = [sys.executable, "-m", "engine", "select", path]
    done = subprocess.run(call, cwd=ROOT, env={"LC_ALL": "C"}, capture_output=True, check=True)
    assert json.loads(done.stdout.decode()) == run(lawful())
    assert done.stderr == b""


def test_each_command_has_its_module():
    assert set(COMMANDS) == {"select", "assign", "calibrate"}
