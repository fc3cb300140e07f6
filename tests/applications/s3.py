"""A small S3 of our own: one bucket, in memory, over HTTP; what django-storages and boto3 really ask of it."""

import hashlib
import threading
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        """The test tells what matters."""

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path).split("/", 2)[2]

    @property
    def asked(self) -> dict:
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        if self.server.away:
            status, body = 503, b""
        self.server.asked.append((self.command, status))
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def body(self) -> bytes:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        chunked = "aws-chunked" in self.headers.get("Content-Encoding", "")
        return unchunked(content) if chunked else content

    def do_PUT(self):
        content = self.body()
        if "Authorization" not in self.headers:
            return self.answer(403)
        if not self.server.away:
            self.server.objects[self.key] = content
        return self.answer(200, ETag=etag(content))

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        if "list-type" in self.asked or not self.key:
            return self.answer(200, self.listing())
        content = self.server.objects.get(self.key)
        if content is None:
            return self.answer(404)
        found = {"ETag": etag(content), "Last_Modified": formatdate(usegmt=True)}
        if asked := self.headers.get("Range"):
            first, last = asked.removeprefix("bytes=").split("-")
            end = min(int(last or len(content)), len(content) - 1)
            found["Content_Range"] = f"bytes {first}-{end}/{len(content)}"
            return self.answer(206, content[int(first) : end + 1], **found)
        if self.command == "HEAD":
            found["Content-Length"] = str(len(content))
        return self.answer(200, content, **found)

    def do_DELETE(self):
        self.server.objects.pop(self.key, None)
        self.answer(204)

    def do_POST(self):
        """An upload in several parts is not kept: pieces are small enough for one."""
        self.answer(501)

    def listing(self) -> bytes:
        prefix = self.asked.get("prefix", [""])[0]
        keys = sorted(key for key in self.server.objects if key.startswith(prefix))
        rows = "".join(f"<Contents><Key>{escape(key)}</Key></Contents>" for key in keys)
        return f"<ListBucketResult {NAMESPACE}>{rows}<IsTruncated>false</IsTruncated></ListBucketResult>".encode()


def etag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


def unchunked(content: bytes) -> bytes:
    """The bytes of an aws-chunked body: sizes in hexadecimal, each with its signature, then the bytes."""
    whole, rest = b"", content
    while rest:
        head, _, rest = rest.partition(b"\r\n")
        size = int(head.partition(b";")[0] or b"0", 16)
        if not size:
            break
        whole, rest = whole + rest[:size], rest[size + 2 :]
    return whole


@contextmanager
def running():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.objects, server.asked, server.away = {}, [], False
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
