"""A clamd of our own: the real protocol over a real socket, and one signature, EICAR's."""

import socketserver
import struct
import threading
from contextlib import contextmanager

from tests.applications.hostile import EICAR

STREAM_MAX = 30 * 1024 * 1024


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        if self.exactly(len(b"zINSTREAM\0")) != b"zINSTREAM\0":
            return self.request.sendall(b"UNKNOWN COMMAND\0")
        got = b""
        while size := struct.unpack(">I", self.exactly(4))[0]:
            got += self.exactly(size)
            if len(got) > self.server.stream_max:
                return self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        self.server.seen.append(got)
        found = b"stream: Eicar-Signature FOUND\0" if EICAR in got else b"stream: OK\0"
        return self.request.sendall(found)

    def exactly(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            part = self.request.recv(size - len(got))
            if not part:
                raise ConnectionError
            got += part
        return got


class Server(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True

    def handle_error(self, request, client_address):
        """A client that hangs up is no news."""


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def running(server=None, stream_max=STREAM_MAX):
    """Answers on a free port of this machine, or on the server given; what it saw is in `seen`."""
    clamd = server or Server(("127.0.0.1", 0), Handler)
    clamd.seen, clamd.stream_max = [], stream_max
    thread = threading.Thread(target=clamd.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield clamd
    finally:
        clamd.shutdown()
        clamd.server_close()
        thread.join()


def address(clamd) -> str:
    return f"tcp://127.0.0.1:{clamd.server_address[1]}"
