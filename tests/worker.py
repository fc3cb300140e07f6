"""A real Celery worker with its beat, in a process of its own, on the test's database and broker."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

START_SECONDS = 40


@contextmanager
def running_worker(beat: bool = False):
    """Starts the worker, waits until it answers, and stops it at the end, however the test ends."""
    for folder in ("broker", "broker-control"):
        shutil.rmtree(settings.DATA_DIR / folder, ignore_errors=True)
        (settings.DATA_DIR / folder).mkdir(parents=True)
    log = settings.DATA_DIR / "worker.log"
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "config",
        "worker",
        "--concurrency",
        "1",
        "--loglevel",
        "INFO",
    ]
    with log.open("w") as output:
        process = subprocess.Popen(
            command + (["-B"] if beat else []),
            env=os.environ | {
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "JALON_TEST_DATABASE": str(connection.settings_dict["NAME"]),
            },
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=settings.BASE_DIR,
        )  # fmt: skip
        try:
            wait_for(lambda: " ready." in log.read_text() or process.poll() is not None, START_SECONDS)
            assert process.poll() is None, log.read_text()
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)


def wait_for(condition, seconds: float = 30):
    """What the condition finally gives, asked every tenth of a second; fails when it never gives anything."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("what was waited for never came")
