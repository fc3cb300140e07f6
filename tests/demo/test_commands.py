"""The commands, as someone types them."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException

import pytest
from django.core.management import CommandError

from demo.management.commands.journey import Command as Journey
from demo.running.children import Child, stop

PATIENCE = 120


def manage(*arguments, folder, **environment):
    """Runs a command of its own, without the servers of this run unless asked."""
    clean = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "manage.py", *arguments]
    environment = {**clean, "JALON_LOCAL": "1", "JALON_DATA": str(folder), **environment}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@pytest.fixture
def taken():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_busy_port_is_said_in_one_sentence(taken, tmp_path):
    process = manage("run", folder=tmp_path, PORT=str(taken))
    said = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 1
    assert f"Le port {taken} est déjà pris" in said
    assert "Traceback" not in said


def answers(port) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/sante/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False


def children_of(pid) -> set[int]:
    rows = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, row.split())) for row in rows.splitlines()]
    found, wave = set(), {pid}
    while wave := {child for child, parent in parents if parent in wave}:
        found |= wave
    return found


def alive(pid) -> bool:
    """Running, and not a zombie that the machine's first process has yet to bury."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_run_serves_then_stops_without_an_orphan(tmp_path):
    port = free_port()
    process = manage("run", folder=tmp_path, PORT=str(port), JALON_DEMO="0")
    limit = time.monotonic() + PATIENCE
    while not answers(port) and time.monotonic() < limit:
        time.sleep(0.3)
    served, family = answers(port), children_of(process.pid)
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=PATIENCE)[0]
    assert served, said
    assert len(family) >= 3  # gunicorn and its process, the worker
    assert f"http://localhost:{port}/" in said
    assert not [pid for pid in family if alive(pid)]


def test_run_is_refused_in_one_sentence_off_one_s_own_machine(tmp_path):
    process = manage("run", folder=tmp_path, JALON_LOCAL="0", SECRET_KEY="x" * 60, PORT=str(free_port()))
    said = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 1
    assert "JALON_LOCAL=1" in said
    assert "Traceback" not in said
    assert "Jalon répond" not in said


@pytest.mark.servers
def test_the_journey_goes_from_draft_to_evaluated(tmp_path):
    process = manage("journey", "--keep", str(tmp_path / "acts"), folder=tmp_path)
    said = process.communicate(timeout=400)[0]
    assert process.returncode == 0, said
    moves = [line.split()[1] for line in said.splitlines() if line.startswith("→")]
    assert moves == [
        *("submitted", "incomplete", "submitted", "admissible"),
        *("reviewed", "selected", "funded", "evaluated"),
    ]
    assert len(list((tmp_path / "acts").glob("*.pdf"))) == 6


def test_the_journey_fails_in_one_sentence_when_the_worker_has_no_broker(tmp_path):
    process = manage("journey", folder=tmp_path, REDIS_URL="redis://127.0.0.1:1/0")
    said = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 1
    assert "Redis ne répond pas" in said
    assert "Traceback" not in said


def test_the_journey_stops_when_its_worker_dies():
    command = Journey()
    command.worker = Child("le worker", ["false"]).start()
    command.worker.process.wait()
    with pytest.raises(CommandError, match="Le worker s’est arrêté"):
        command.refuse_dead_worker()


def test_a_child_that_will_not_stop_is_killed_with_its_own():
    child = Child("l’entêté", ["sh", "-c", "trap '' TERM; sleep 60 & wait; sleep 60"]).start()
    time.sleep(0.3)
    family = children_of(child.process.pid)
    child.ask_to_stop()
    child.make_stop(time.monotonic() + 0.5)
    assert child.code is not None
    assert not [pid for pid in family if alive(pid)]
    stop([child])
