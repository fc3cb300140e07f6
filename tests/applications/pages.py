"""What the tests of a file's pages share: people signed in, a form as its page sends it."""

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

HTMX = {"HX-Request": "true"}


def as_(person) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.PolicyBackend")
    return client


def url(name: str, application, *arguments) -> str:
    return reverse(f"applications:{name}", args=[application.number, *arguments])


def words(response) -> str:
    """The text of a page, its spaces made plain."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"[\s\u00a0\u202f]+", " ", unescape(text))


def hidden(response) -> dict[str, str]:
    """The hidden fields of the page's form, as the browser would send them back."""
    found = re.findall(r'<input type="hidden" name="([\w@-]+)" value="([^"]*)"', response.content.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
