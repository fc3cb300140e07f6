"""A mail server of one page: it accepts, refuses, hangs, or dies after its "250"."""

import socketserver
import threading
from contextlib import contextmanager


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        mood = self.server.moods.pop(0) if self.server.moods else "accept"
        if mood == "hang":
            self.server.woken.wait(10)
            return
        if mood == "refuse":
            self.say("554 revenez plus tard")
            return
        self.say("220 test")
        for raw in self.rfile:
            verb = raw.decode().split()[0].upper() if raw.strip() else ""
            if verb == "DATA":
                self.say("354 allez-y")
                self.server.mails.append(self.data())
                self.say("250 reçu")
            elif verb == "QUIT":
                self.say("221 au revoir")
                return
            else:
                self.say("250 oui")

    def data(self) -> bytes:
        lines = []
        for raw in self.rfile:
            if raw.strip() == b".":
                break
            lines.append(raw)
        return b"".join(lines)

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def smtp(*moods):
    """Serves one connection in each of these moods, then accepts; yields the server with its `mails`."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.moods, server.mails, server.woken = list(moods), [], threading.Event()
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.woken.set()
            server.shutdown()
