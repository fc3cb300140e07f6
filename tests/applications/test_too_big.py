"""Two gigabytes sent to a real server: answered before they are read, whatever the sender then does."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.applications.pages import as_
from tests.factories import make_cast
from tests.worker import wait_for

TWO_GIGABYTES = 2 * 1024**3
BLOCK = bytes(1024 * 1024)


@pytest.fixture
def server(tmp_path):
    """Gunicorn as it runs in production, on the test's database; its temporary files are counted."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "tmp").mkdir()
    options = ["--worker-class=gthread", "--workers=1", "--threads=2", "--log-level=warning"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", *options],
        env=os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "JALON_TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "TMPDIR": str(tmp_path / "tmp"),
        },
        cwd=settings.BASE_DIR,
    )  # fmt: skip
    try:
        wait_for(lambda: answers(port), 40)
        yield port, process.pid, tmp_path / "tmp"
    finally:
        process.terminate()
        process.wait(timeout=20)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def peak_kilobytes(pid: int) -> int:
    """The most memory the server's processes ever held."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True
    )
    pids = [str(pid), *found.stdout.split()]
    lines = [line for p in pids for line in Path(f"/proc/{p}/status").read_text().splitlines()]
    return max(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def post(port: int, cookie: str, length: int, kind: str):
    client = socket.create_connection(("127.0.0.1", port), 30)
    head = (
        f"POST /verifier/ HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {length}\r\n\r\n"
    )
    client.sendall(head.encode())
    return client


def flood(client, total: int) -> None:
    sent = 0
    try:
        while sent < total:
            client.sendall(BLOCK)
            sent += len(BLOCK)
    except OSError:
        return  # the server hung up


@pytest.mark.django_db(transaction=True)
def test_two_gigabytes_cost_neither_memory_nor_disk(server):
    port, pid, temporary = server
    cookie = as_(make_cast().editor).cookies["jalon_session"].OutputString()
    with post(port, cookie, 0, "text/plain") as client:  # the first answer loads everything
        assert client.recv(100).startswith(b"HTTP/1.1 ")
    before = peak_kilobytes(pid)
    for kind in ("multipart/form-data; boundary=x", "application/octet-stream", "text/plain"):
        with post(port, cookie, TWO_GIGABYTES, kind) as client:
            sender = threading.Thread(target=flood, args=(client, TWO_GIGABYTES), daemon=True)
            sender.start()
            answer = client.recv(65536).decode("utf-8", "replace")
            assert answer.startswith("HTTP/1.1 413")
            sender.join(60)
            assert not sender.is_alive()
        spilled = sum(file.stat().st_size for file in temporary.rglob("*") if file.is_file())
        assert spilled < 1_000_000
    assert peak_kilobytes(pid) - before < 30_000
