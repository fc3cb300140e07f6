"""The broker is dead, the worker is killed: the site works, nothing is lost, nothing leaves twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes

import pytest
from celery import current_app
from django.conf import settings
from django.core import mail

from accounts.nudge import nudge, quiet
from applications.enums import State as S
from applications.models import Application
from applications.services import deposit
from notifications import services
from notifications.models import Message
from tests.factories import make_call, make_cast
from tests.notifications.conftest import issue_all, shared_draft
from tests.notifications.smtp import smtp


@pytest.fixture(params=["redis", "files"])
def dead_broker(request, tmp_path, monkeypatch):
    """A Redis that answers nothing; a broker folder that is no folder."""
    wall = tmp_path / "wall"
    wall.write_text("")
    folders = dict.fromkeys(("data_folder_in", "data_folder_out", "control_folder"), str(wall / "broker"))
    url, options = {
        "redis": ("redis://127.0.0.1:1/0", {"socket_connect_timeout": 1, "max_retries": 1}),
        "files": ("filesystem://", folders),
    }[request.param]
    monkeypatch.setenv("CELERY_BROKER_URL", url)
    monkeypatch.setitem(quiet, "until", 0.0)
    before = current_app.conf.broker_transport_options
    current_app.conf.broker_transport_options = options
    current_app._after_fork()
    yield url
    current_app.conf.broker_transport_options = before
    monkeypatch.undo()
    current_app._after_fork()


@pytest.mark.django_db(transaction=True)
def test_with_a_dead_broker_the_deposit_works_and_its_messages_leave_later(dead_broker, caplog):
    cast = make_cast()
    draft = shared_draft(make_call(cast), cast)
    begun = time.monotonic()
    deposit.submit(draft.pk, by=cast.signatory)
    assert time.monotonic() - begun < 15
    assert "broker unreachable" in caplog.text
    assert Application.objects.get(pk=draft.pk).state == S.SUBMITTED
    assert not Message.objects.exists()
    services.sweep()  # the beat, in a process of its own, reaches the database if not the broker
    issue_all()
    services.sweep()
    told = Message.objects.filter(transition__isnull=False)
    assert Counter(told.values_list("mail", flat=True)) == {"sent": 3}
    assert Counter(sent.to[0] for sent in mail.outbox if draft.number in sent.subject) == {
        cast.signatory.email: 1,
        cast.editor.email: 1,
        cast.delegate.email: 1,
    }


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_is_not_asked_for_each_letter(dead_broker, caplog):
    begun = time.monotonic()
    for document in range(100):
        nudge("documents.tasks.render", document)
    assert time.monotonic() - begun < 10
    assert caplog.text.count("broker unreachable, documents.tasks.render") == 1


class World:
    """A folder with its database and broker, and the processes that work in it."""

    def __init__(self, folder, server, **environment):
        host, port = server.server_address
        clean = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        self.environment = clean | {
            "JALON_LOCAL": "1",
            "JALON_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "EMAIL_HOST": host,
            "EMAIL_PORT": str(port),
            **environment,
        }
        for name in ("broker", "broker-control"):
            (folder / name).mkdir()

    def run(self, command) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.notifications.world", command],
            cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def worker(self):
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "--pool",
            "solo",
            "--loglevel",
            "error",
        ]
        return subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"],
            cwd=settings.BASE_DIR, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def messages(self) -> list[dict]:
        return json.loads(self.run("state"))


def until(condition, seconds=90):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.1)


def broker() -> dict[str, str]:
    """Redis when there is one, in a database apart from the other tests; else folders."""
    url = os.environ.get("REDIS_URL", "")
    return {"REDIS_URL": url.rpartition("/")[0] + "/13"} if url else {}


@pytest.mark.servers
def test_a_worker_killed_in_the_middle_of_a_mail(tmp_path):
    with smtp("hang") as server:
        world = World(tmp_path, server, **broker())
        world.run("build")
        worker = world.worker()
        try:
            until(lambda: not server.moods)  # it holds the lease and talks to a server that does not answer
            worker.send_signal(signal.SIGKILL)
        finally:
            worker.kill()
            worker.wait()
        cut = [message for message in world.messages() if message["attempts"] == 1]
        assert [message["mail"] for message in cut] == ["waiting"]
        assert server.mails == []
        world.run("recover")
        world.run("recover")
        # The call was published weeks ago: its union reads it here, and gets no mail.
        told = [message for message in world.messages() if message["key"] != "call_for_members"]
        assert {message["mail"] for message in told} == {"sent"}
        assert len(told) == 8  # receipts, what the union learns, the four people appointed
    ids = Counter(message_from_bytes(content)["Message-ID"] for content in server.mails)
    assert set(ids.values()) == {1}
