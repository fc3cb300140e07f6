"""A conflict takes the file away everywhere: every address of the site, every kind of conflict, every role.

The world is built once. What is asked comes from the URL map: a new address is covered, or fails with a sentence
saying what is missing (tests/structure/conflicted.py). Forms are those an untied colleague is shown, sent as they are.
"""

import io
import logging
import zipfile
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve
from pypdf import PdfReader

from applications.models import Application
from tests.factories import make_cast
from tests.structure.conflicted import (
    ALONE,
    CLOSED_BEFORE,
    FREE,
    KINDS,
    ON_THE_WHOLE_CALL,
    OWN,
    ROOMS,
    addresses,
    build,
)
from tests.structure.routes import routes

CLOSED = {404, 405}
TYPED_AS = {
    "numeric": "1",
    "number": "1",
    "date": "2030-01-15",
    "time": "10:00",
    "datetime-local": "2030-01-15T10:00",
}
TYPED = "Texte écrit pour le test, assez long pour être accepté."


@pytest.fixture(scope="module", autouse=True)
def spared():
    """A thousand refusals in the log, and the figure of unread messages: a third of the cost of every page."""
    logging.disable(logging.ERROR)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.context.unread_count", lambda person: 0)
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(make_cast())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def asked(world):
    return addresses(world)


@pytest.fixture(autouse=True)
def within(world, db):
    """Each test undoes what it did, inside the world's own transaction."""


def signed_in(world, kind, part) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(next(who.person for who in world.people if (who.kind, who.part) == (kind, part)))
    return client


def read(answer) -> str:
    """Everything a response carries, whatever its format."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF") and b"startxref" in body:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK\x03\x04"):
        archive = zipfile.ZipFile(io.BytesIO(body))
        return "\n".join(
            f"{name} {archive.read(name).decode('utf-8', 'ignore')}" for name in archive.namelist()
        )
    return body.decode("utf-8", "ignore")


def secrets_in(answer, world, said="") -> set[str]:
    """The planted words of a page, but for those one said oneself."""
    text = read(answer)
    return {secret for secret in world.secrets if secret in text and secret not in said}


def is_of_the_file(what: str) -> bool:
    """Whether the address names the file or a row of it: it does not exist for who is in conflict with the file."""
    return what in routes() and what not in CLOSED_BEFORE and not set(OWN).isdisjoint(routes()[what])


class Forms(HTMLParser):
    """The forms of a page that post, with what a hurried person would send: every box ticked, every field filled."""

    def __init__(self, page: str):
        super().__init__()
        self.page, self.found, self.data, self.field = page, [], None, ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and given.get("method") == "post":
            self.data = {}
            self.found.append((given.get("action") or self.page, self.data))
        elif self.data is not None:
            getattr(self, f"_{tag}", lambda given: None)(given)

    def handle_endtag(self, tag):
        self.data = None if tag == "form" else self.data

    def _input(self, given):
        kind, name = given.get("type", "text"), given.get("name")
        if not name or kind in {"file", "submit"} or name == "csrfmiddlewaretoken":
            return
        if kind == "radio":
            self.data.setdefault(name, given.get("value", "on"))
        elif kind in {"checkbox", "hidden"}:
            self.data.setdefault(name, []).append(given.get("value", "on"))
        else:
            self.data[name] = given.get("value") or TYPED_AS.get(given.get("inputmode") or kind, TYPED)

    def _button(self, given):
        if given.get("name"):
            self.data.setdefault(given["name"], given.get("value", ""))

    def _textarea(self, given):
        self.data[given.get("name")] = TYPED

    def _select(self, given):
        self.field = given.get("name")

    def _option(self, given):
        if given.get("value"):
            self.data.setdefault(self.field, given["value"])


@pytest.fixture(scope="module")
def untied(world, asked, django_db_blocker):
    """What an untied colleague who holds every role is shown: {address: (whether it tells, its forms)}."""
    found = {}
    with django_db_blocker.unblock(), transaction.atomic():
        client = signed_in(world, *FREE)
        for what, url in asked.items():
            if what.startswith("calls:"):  # what a call says of itself names no file
                continue
            answer = client.get(url)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                forms = Forms(url)
                forms.feed(answer.content.decode())
                found[what] = bool(secrets_in(answer, world, url)), forms.found
            elif answer.status_code == 200:
                found[what] = bool(secrets_in(answer, world, url)), []
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def telling(untied):
    """The addresses where planted words are."""
    return {what for what, (tells, _) in untied.items() if tells}


def crawl(client, world, addresses) -> dict:
    """What goes wrong at each of these addresses: a word that leaks, a door left open, an error of ours."""
    wrong = {}
    for what, url in addresses.items():
        answer = client.get(url)
        leaks = secrets_in(answer, world, url)
        opened = is_of_the_file(what) and answer.status_code not in CLOSED
        if leaks or opened or answer.status_code >= 500:
            wrong[what] = answer.status_code, leaks
    return wrong


def test_the_crawl_looks_where_the_words_are(telling):
    assert len(telling) >= 60, sorted(telling)


def test_a_conflict_hides_the_file_at_every_address(world, asked):
    assert crawl(signed_in(world, *KINDS[0]), world, asked) == {}


@pytest.mark.parametrize(("kind", "part"), KINDS[1:], ids=lambda value: value)
def test_so_does_every_kind_of_tie(world, asked, telling, kind, part):
    some = {what: url for what, url in asked.items() if what in telling or is_of_the_file(what)}
    assert crawl(signed_in(world, kind, part), world, some) == {}


@pytest.mark.parametrize(("kind", "part"), ALONE, ids=lambda value: value)
def test_so_it_does_for_each_role(world, asked, telling, kind, part):
    lists = {what: asked[what] for what in telling if not is_of_the_file(what)}
    assert crawl(signed_in(world, kind, part), world, lists) == {}


MADE_OF = ("applications", "reviews", "awards")
BESIDE = {"Meeting"}  # points at an item of its agenda, and is about every file of it


def rows_of(file) -> dict:
    """What a file is made of: its row, those that point at it, and those that point at these, three steps away."""
    reached, found = (
        {Application: {file.pk}},
        {"Application": list(Application.objects.filter(pk=file.pk).values())},
    )
    for _ in range(3):
        near = {}
        for model in apps.get_models():
            fields = [field for field in model._meta.fields if field.related_model in reached]
            if model._meta.app_label in MADE_OF and model.__name__ not in BESIDE:
                for field in fields:
                    rows = model._default_manager.filter(
                        **{f"{field.name}__in": reached[field.related_model]}
                    )
                    found.setdefault(f"{model.__name__}.{field.name}", []).extend(
                        rows.order_by("pk").values()
                    )
                    near.setdefault(model, set()).update(rows.values_list("pk", flat=True))
        reached = near
    return found


class Writes:
    """Whether anything was written while it was listening, sessions aside."""

    def __init__(self):
        self.any = False

    def __call__(self, execute, sql, params, many, context):
        writes = sql.startswith(("INSERT", "UPDATE", "DELETE")) and '"django_session"' not in sql
        self.any = self.any or writes
        return execute(sql, params, many, context)


def posted(client, world, url, data, before) -> tuple:
    """What came of a form sent by someone in conflict; undone whatever it was."""
    writes, point = Writes(), transaction.savepoint()
    with connection.execute_wrapper(writes):
        answer = client.post(url, data)
        leaks = secrets_in(answer, world, f"{url} {data}")
    changed = writes.any and [name for name, rows in all_rows(world).items() if rows != before[name]]
    transaction.savepoint_rollback(point)
    return answer.status_code, leaks, changed or []


def all_rows(world) -> dict:
    return {
        f"{place} {name}": rows
        for place, file in (("judged", world.file), ("decided", world.funded))
        for name, rows in rows_of(file).items()
    }


@pytest.fixture(scope="module")
def effective(world, asked, untied, django_db_blocker):
    """The forms that do change the planted files when the untied colleague sends them: {(address, form): data}."""
    forms = {(url, repr(data)): data for _, found in untied.values() for url, data in found}
    with django_db_blocker.unblock(), transaction.atomic():
        client, before = signed_in(world, *FREE), all_rows(world)
        kept = {
            key: data
            for key, data in forms.items()
            if sent_from_a_room_of_files(key[0]) and posted(client, world, key[0], data, before)[2]
        }
        transaction.set_rollback(True)
    return kept


def sent_from_a_room_of_files(url) -> bool:
    match = resolve(url.split("?")[0].split("#")[0])
    return match.namespace in ROOMS and f"{match.namespace}:{match.url_name}" not in ON_THE_WHOLE_CALL


def test_the_forms_do_something(effective):
    assert len(effective) >= 8, sorted(url for url, _ in effective)


@pytest.mark.parametrize(("kind", "part"), KINDS, ids=lambda value: value)
def test_nothing_sent_by_someone_in_conflict_changes_the_file(world, asked, effective, kind, part):
    """What the untied colleague may do, and an empty form at each address of the file."""
    client, before, wrong = signed_in(world, kind, part), all_rows(world), {}
    forms = effective | {(url, ""): {} for what, url in asked.items() if is_of_the_file(what)}
    for (url, _), data in forms.items():
        status, leaks, changed = posted(client, world, url, data, before)
        if leaks or changed or status >= 500:
            wrong[url] = status, leaks, changed
    assert wrong == {}
