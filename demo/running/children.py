"""Child processes: started in their own group, watched, restarted, and stopped to the last one."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

PATIENCE = 10  # seconds to finish what is being done, before the group is killed
RESTARTS, WITHIN = 3, 60.0  # more deaths than that in so many seconds is a failure


def django(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def web(host: str, port: int) -> list[str]:
    """One gunicorn process of eight threads: enough for a demonstration, and one database file."""
    options = (
        "--worker-class=gthread",
        "--workers=1",
        "--threads=8",
        "--graceful-timeout=5",
        "--log-level=warning",
    )
    return [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind={host}:{port}", *options]


def worker(concurrency: int = 2, beat: bool = True) -> list[str]:
    """One Celery worker, with the beat inside."""
    quiet = ("--loglevel=WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat")
    inside = ("--beat",) if beat else ()
    # The broker without server looks every 0.2 s: a worker that took one message at a time would wait between two.
    prefetch = ("--prefetch-multiplier=8",)
    return [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "config",
        "-q",
        "worker",
        f"--concurrency={concurrency}",
        *prefetch,
        *inside,
        *quiet,
    ]


def calm(**more: str) -> dict[str, str]:
    """The environment of a child that says only what is wrong; nobody needs to hear that a container runs as root."""
    return {**os.environ, "LOG_LEVEL": "WARNING", "PYTHONWARNINGS": "ignore:::celery.platforms", **more}


@dataclass
class Child:
    """One process and its descendants; `lasting` ones are started again when they die."""

    name: str
    command: list[str]
    environment: dict[str, str] | None = None
    lasting: bool = True
    output: object = None
    process: subprocess.Popen | None = None
    deaths: deque = field(default_factory=lambda: deque(maxlen=RESTARTS))

    def start(self) -> "Child":
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            env=self.environment,
            stdout=self.output,
            stderr=self.output,
            start_new_session=True,  # Ctrl-C reaches us alone: we stop the children in order
        )
        return self

    @property
    def code(self) -> int | None:
        return self.process.poll() if self.process else None

    def too_often(self) -> bool:
        """Counts one more death; True when they come too fast to go on."""
        now = time.monotonic()
        self.deaths.append(now)
        return len(self.deaths) == RESTARTS and now - self.deaths[0] < WITHIN

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def make_stop(self, until: float) -> None:
        """Waits until then, then kills whatever is left of the group."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):  # it had its time: the group is killed below
            self.process.wait(max(until - time.monotonic(), 0.1))
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()


def stop(children: list[Child]) -> None:
    """Stops them all, together, and waits for each."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + PATIENCE
    for child in children:
        child.make_stop(until)


class Stopped(BaseException):
    """We were asked to stop (SIGTERM), as Ctrl-C does."""


def stop_on_sigterm() -> None:
    def leave(*_):
        raise Stopped

    signal.signal(signal.SIGTERM, leave)
