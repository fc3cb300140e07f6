"""Acts of the applicant on a full file, and of the union beside its members, by the pages they use.

An iterator to be followed as it goes: the world of an act is made when the one before has been measured.
"""

import hashlib
import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from itertools import cycle, islice
from tempfile import TemporaryDirectory

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import OrganisationKind
from accounts.models import Establishment, Organisation, StructureCategory, UnionMembership
from applications.enums import ConsentLevel
from applications.forms.answers import AnswersForm
from applications.models import Application, Consent
from applications.views.workbook import current_book
from applications.workbook import write
from calls.enums import QuestionKind
from calls.models import Question
from demo.bench_pages import Act, answered, nothing, page, signed_in
from demo.build import depositing, offers
from demo.build.clock import Clock
from demo.build.people import Cast
from demo.build.walk import Walk
from demo.world import CALLS
from demo.world.shapes import FileSpec, LotSpec
from demo.world.structures import PRECARITY_AURA

MEMBERS, CALLS_OPEN, SHARED = 300, 40, 2
MEGABYTES, PAGES = 15, 30
HIDDEN = re.compile(r'<input type="hidden" name="([\w@-]+)" value="([^"]*)"')
OPEN = replace(
    CALLS["O2"], authority="84", lots=(LotSpec("Auvergne-Rhône-Alpes", envelope=900_000, ceiling=150_000),)
)


def acts() -> Iterator[Act]:
    """What is measured, how many times, and the act."""
    cast = Cast()
    walk = full_file(cast)
    yield from filling(walk)
    yield from sending(walk)
    yield from importing(walk)
    yield from accompanying(cast, walk)


def published(cast: Cast, rank: int):
    """One more open call of the region, with its clock."""
    spec = replace(OPEN, title=f"Appel de mesure {rank}")
    clock = Clock(spec, cast.authorities[spec.authority].time_zone, timezone.now())
    return spec, clock, offers.publish(spec, clock, cast)


def full_file(cast: Cast) -> Walk:
    """A draft to which nothing is missing."""
    spec, clock, call = published(cast, 1)
    walk = Walk(spec, FileSpec(PRECARITY_AURA[0][0], "", 70, 60_000), 0, call, clock, cast)
    depositing.start(walk)
    depositing.fill(walk)
    return walk


def filling(walk: Walk) -> Iterator[Act]:
    """An automatic save sends the whole section, of which one answer changed."""
    client, number = signed_in(walk.editor), walk.file.number
    home = reverse("applications:file", args=[number])
    yield "Liste des tâches d’un dossier complet", 20, lambda turn: page(client, home)
    asked = question(walk, QuestionKind.LONG_TEXT)
    url = reverse("applications:section", args=[number, asked.section.key])
    answers = AnswersForm(walk.file, asked.section.questions.all()).initial
    typed = hidden(page(client, url)) | {f"r-{key}": value for key, value in answers.items()}

    def save(turn):
        sent = typed | {f"r-{asked.key}": f"{answers[asked.key][:500]} {turn}"}
        answered(client.post(url, sent, headers={"HX-Request": "true"}))

    yield "Enregistrement automatique d’une réponse", 20, save
    yield from nothing(client)


def question(walk: Walk, kind: QuestionKind) -> Question:
    """The first question of this kind that the file answers."""
    asked = Question.objects.filter(section__form=walk.file.form, kind=kind).select_related("section")
    return asked.order_by("section__position", "position")[0]


def hidden(response) -> dict[str, str]:
    """The hidden fields of a page, as the browser sends them back."""
    return {name: unescape(value) for name, value in HIDDEN.findall(response.content.decode())}


def sending(walk: Walk) -> Iterator[Act]:
    client, key = signed_in(walk.editor), question(walk, QuestionKind.FILE).key
    sent = [heavy() for _ in range(5)]
    what = f"Un PDF de {MEGABYTES} Mo par parties, réécrit et joint"
    yield what, len(sent) - 1, lambda turn: send(client, walk, key, sent[turn])
    with TemporaryDirectory() as folder:
        yield "  les mêmes octets écrits et hachés", 10, lambda turn: kept(sent[0], f"{folder}/{turn}")


def send(client: Client, walk: Walk, key: str, content: bytes) -> None:
    """Begun, fed part after part, finished: what the browser does."""
    number = walk.file.number
    place = {
        "target": key,
        "name": "mesure.pdf",
        "size": len(content),
        "mark": hashlib.sha256(content).hexdigest(),
    }
    told = answered(client.post(reverse("applications:begin_sending", args=[number]), place), 201).json()
    for start in range(0, len(content), told["part"]):
        part = content[start : start + told["part"]]
        at = {"Upload-Offset": str(start)}
        answered(client.put(told["url"], part, content_type="application/octet-stream", headers=at))
    answered(client.post(f"{told['url']}terminer/"))


def heavy() -> bytes:
    """Pages of pictures that nothing compresses, never the same twice."""
    pdf = pikepdf.new()
    for _ in range(PAGES):
        shown = pdf.add_blank_page()
        shown.Contents = pdf.make_stream(b"q Q")
        shown.Piece = pdf.make_stream(os.urandom(MEGABYTES * 1024 * 1024 // PAGES))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def kept(content: bytes, path: str) -> str:
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(content).hexdigest()


def importing(walk: Walk) -> Iterator[Act]:
    """Two workbooks in turn, so that each import changes something."""
    client = signed_in(walk.editor)
    url = reverse("applications:budget_import", args=[walk.file.number])
    book = current_book(walk.file)
    named = {year: [post | {"title": "Autre"} for post in posts] for year, posts in book.posts.items()}
    books = [write(book), write(replace(book, posts=named))]

    def bring(turn):
        compared = client.post(url, {"workbook": SimpleUploadedFile("budget.xlsx", books[(turn + 1) % 2])})
        answered(client.post(url, {"payload": hidden(answered(compared))["payload"]}), 302)

    yield "Un classeur de budget importé, comparé puis confirmé", 10, bring
    yield "  openpyxl seul ouvre ce classeur", 10, lambda turn: load_workbook(io.BytesIO(books[0]))


def accompanying(cast: Cast, walk: Walk) -> Iterator[Act]:
    calls = [walk.call, *(published(cast, rank)[2] for rank in range(2, CALLS_OPEN + 1))]
    members = adherents(cast)
    share(cast, walk, calls, members)
    client, url = signed_in(cast.delegate), reverse("applications:list")
    size = f"{MEMBERS} adhérents × {CALLS_OPEN} appels"
    yield f"Tableau de l’union, {size}", 5, lambda turn: page(client, url)
    yield from nothing(client)


def adherents(cast: Cast) -> list[Organisation]:
    """Rows for the table alone, in a throw-away database: as many members as wanted, one site each."""
    have = UnionMembership.objects.current().filter(union=cast.union).count()
    places, categories = list(cast.territories.values()), list(StructureCategory.objects.all())
    found = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.APPLICANT, name=f"Adhérent de mesure {rank}", territory=place, is_fictitious=True
        )
        for rank, place in enumerate(islice(cycle(places), have, MEMBERS))
    )  # fmt: skip
    Establishment.objects.bulk_create(
        Establishment(organisation=member, name="Site", category=category, departement=member.territory)
        for member, category in zip(found, cycle(categories))
    )
    UnionMembership.objects.bulk_create(
        UnionMembership(union=cast.union, member=member, since=date(2020, 1, 1)) for member in found
    )
    return found


def share(cast: Cast, walk: Walk, calls, members) -> None:
    """Files half filled, each shown to the union as far as one level goes."""
    levels, by, at = (
        cycle(level for level in ConsentLevel if level),
        walk.editor,
        timezone.now() - timedelta(days=1),
    )
    forms = {call.pk: (call.current_form(), call.lots.get()) for call in calls}
    files = Application.objects.bulk_create(
        Application(
            number=f"{call.number}-{rank + 10:04d}", call=call, form=forms[call.pk][0], lot=forms[call.pk][1],
            structure=member, with_money=True, title=f"Projet de mesure {rank}", answers=walk.file.answers,
            created_by=by, created_at=at, edited_at=at,
        )
        for rank, member in enumerate(members)
        for call in (calls[(rank + step * 17) % len(calls)] for step in range(SHARED))
    )  # fmt: skip
    Consent.objects.bulk_create(
        Consent(application=file, union=cast.union, level=level, given_by=by, given_at=at)
        for file, level in zip(files, levels, strict=False)
    )
