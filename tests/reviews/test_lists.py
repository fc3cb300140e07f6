"""The list of a call's files: filters, order, constant cost, exports that carry text only."""

import csv
import io
import time
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.enums import State
from applications.models import Application
from applications.services import deposit
from reviews.services import reading
from tests.factories import fill, make_call, reach, started
from tests.factories.files import Walk

pytestmark = pytest.mark.django_db

FORMULAS = ("=1+1", "+33 1", "-2", "@SUM(A1)")


def several(call, cast, count, *, first=1):
    """Deposited files of as many structures, written directly: the machine is not what is tested here."""
    structures = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.APPLICANT, name=f"Structure {rank:04d}", territory=cast.departement
        )
        for rank in range(first, first + count)
    )
    at, form, lot = call.opens_at + timedelta(hours=1), call.forms.first(), call.lots.first()
    return Application.objects.bulk_create(
        Application(
            number=f"{call.number}-{rank:04d}",
            call=call,
            lot=lot,
            structure=structure,
            form=form,
            title=f"Projet {rank}",
            with_money=True,
            requested_amount=1000 * rank,
            state=State.SUBMITTED,
            submitted_at=at,
            submitted_by=cast.signatory,
            received_at=at,
        )
        for rank, structure in enumerate(structures, start=first)
    )


@pytest.fixture
def call(cast):
    call = make_call(cast, closes_in=-3)
    call.opened_at = call.closes_at + timedelta(hours=1)
    call.save()
    return call


def text(client, call, **filters):
    return client.get(reverse("applications:call_files", args=[call.slug]), filters).content.decode()


def test_the_cost_of_the_list_does_not_move_with_its_length(client, cast, call, django_assert_num_queries):
    client.force_login(cast.manager)
    several(call, cast, 1)
    with django_assert_num_queries(19):
        assert "1 dossier<" in text(client, call)
    several(call, cast, 2, first=2)
    with django_assert_num_queries(19):
        assert "3 dossiers<" in text(client, call)


def test_two_thousand_files_are_listed_quickly(client, cast, call):
    several(call, cast, 2000)
    client.force_login(cast.manager)
    text(client, call)
    began = time.perf_counter()
    page = text(client, call, sort="-requested", q="Projet")
    assert time.perf_counter() - began < 3
    assert f"{call.number}-2000" in page
    assert "Page 1 sur 40" in page


def test_filters_and_order(client, cast, call):
    several(call, cast, 3)
    client.force_login(cast.instructor)
    assert "1 dossier<" in text(client, call, q="Structure 0002")
    assert "1 dossier<" in text(client, call, q=f"{call.number}-0003")
    assert "Aucun dossier ne répond" in text(client, call, q="Structure 9999")
    assert "3 dossiers<" in text(client, call, state="submitted", departement=str(cast.departement.pk))
    assert "3 dossiers<" in text(client, call, state="n’importe quoi", lot="zzz", special="non")
    Application.objects.filter(number=f"{call.number}-0002").update(
        received_at=call.closes_at + timedelta(seconds=1)
    )
    late = text(client, call, special="late")
    assert "1 dossier<" in late
    assert "Après la clôture" in late
    page = text(client, call, sort="-requested")
    assert page.index(f"{call.number}-0003") < page.index(f"{call.number}-0001")


def test_a_reader_filters_the_list(client, cast):
    call = make_call(cast, closes_in=-3)
    file = reach(State.ADMISSIBLE, call, cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    client.force_login(cast.manager)
    assert "1 dossier<" in text(client, call, reader=str(cast.expert.pk))
    assert "0 sur 1" in text(client, call)


def test_an_export_carries_text_never_formulas(client, cast, call):
    files = several(call, cast, len(FORMULAS))
    for file, formula in zip(files, FORMULAS, strict=True):
        Application.objects.filter(pk=file.pk).update(title=formula)
    client.force_login(cast.finance)
    answer = client.get(reverse("applications:call_export", args=[call.slug, "csv"]))
    content = b"".join(answer.streaming_content).decode()
    assert content.startswith("\ufeffNuméro;Structure;")
    lines = list(csv.reader(io.StringIO(content[1:]), delimiter=";"))
    assert [line[5] for line in lines[1:]] == [f"'{formula}" for formula in FORMULAS]
    answer = client.get(reverse("applications:call_export", args=[call.slug, "xlsx"]))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = [row[5] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == list(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["K2"].value == 1000


def test_an_export_follows_the_filters(client, cast, call):
    several(call, cast, 3)
    client.force_login(cast.manager)
    url = reverse("applications:call_export", args=[call.slug, "csv"]) + "?q=Structure+0002"
    content = b"".join(client.get(url).streaming_content).decode()
    assert content.count("\r\n") == 2
    assert f"{call.number}-0002" in content
    client.force_login(cast.president)
    assert client.get(url).status_code == 403
    assert client.get(reverse("applications:call_export", args=[call.slug, "pdf"])).status_code in {403, 404}


def test_the_archive_holds_answers_pieces_and_fingerprints(client, cast):
    file = reach(State.REVIEWED, make_call(cast, closes_in=-3), cast)
    client.force_login(cast.instructor)
    answer = client.get(reverse("applications:archive", args=[file.number]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    names = archive.namelist()
    assert f"{file.number}/reponses.html" in names
    assert f"{file.number}/pieces/01-statuts.pdf" in names
    assert b"Des personnes sans suivi." in archive.read(f"{file.number}/reponses.json")
    piece = file.attachments.get()
    assert piece.sha256.encode() in archive.read(f"{file.number}/empreintes-sha256.txt")


def test_the_archive_of_a_structure_has_no_internal_document(client, cast):
    from documents.models import Document
    from documents.production import render

    file = reach(State.REVIEWED, make_call(cast, closes_in=-3), cast)
    for document in Document.objects.filter(act__application=file):
        render(document.pk)
    for who, internal in ((cast.signatory, False), (cast.instructor, True)):
        client.force_login(who)
        answer = client.get(reverse("applications:archive", args=[file.number]))
        names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
        assert any("receipt" in name for name in names)
        assert any("instruction-report" in name for name in names) is internal


def test_the_whole_file_is_one_pdf_made_once(client, cast):
    import pikepdf

    from documents import services
    from documents.models import Document
    from documents.production import render

    file = reach(State.ADMISSIBLE, make_call(cast, closes_in=-3), cast)
    for document in Document.objects.filter(act__application=file):
        render(document.pk)
    client.force_login(cast.instructor)
    url = reverse("applications:whole_pdf", args=[file.number])
    first, again = client.post(url), client.post(url)
    document = Document.objects.get(kind="whole_file")
    assert first.url == again.url == reverse("documents:download", args=[document.code])
    assert render(document.pk)
    document.refresh_from_db()
    whole = pikepdf.open(io.BytesIO(services.read(document)))
    receipt = Document.objects.get(kind="receipt")
    assert len(whole.pages) == document.pages > receipt.pages
    client.force_login(cast.signatory)
    assert client.get(first.url).status_code == 404
    assert client.post(url).status_code == 403


def test_a_file_received_on_paper_is_entered_with_its_instant(client, cast):
    from tests.factories.files import pdf

    call = make_call(cast, closes_in=-3)
    walk = Walk(call, cast, fill(started(call, cast), cast))
    walk.submitted()
    walk.opened()
    client.force_login(cast.manager)
    url = reverse("applications:outside", args=[call.slug])
    fields = {
        "lot": call.lots.get().pk,
        "siret": "552 100 554 00013",
        "day": "2026-01-05",
        "hour": "10:30",
        "title": "Reçu par la poste",
    }
    unknown = client.post(url, fields)
    assert unknown.status_code == 422
    assert "indiquez le nom de la structure" in unknown.content.decode()
    call.refresh_from_db()
    after = call.closes_at + timedelta(days=1)
    fields |= {
        "name": "Association du Courrier",
        "day": after.date().isoformat(),
        "files": [pdf("dossier.pdf")],
    }
    done = client.post(url, fields)
    assert done.status_code == 302
    file = Application.objects.get(title="Reçu par la poste")
    assert (file.state, file.channel, file.structure.siret) == (State.SUBMITTED, "outside", "55210055400013")
    assert file.received_at.date() == after.date()
    page = client.get(done.url).content.decode()
    assert "Reçu après la clôture" in page
    assert "dossier.pdf" in page
    early = {
        **fields,
        "siret": cast.other_structure.siret,
        "day": (after + timedelta(days=900)).date().isoformat(),
        "files": [],
    }
    assert "dans le futur" in client.post(url, early).content.decode()


def test_a_deposit_before_the_opening_is_not_counted_as_a_draft(client, cast):
    call = make_call(cast)
    started(call, cast, structure=cast.other_structure, by=cast.rival)
    deposit.submit(fill(started(call, cast), cast).pk, by=cast.signatory)
    client.force_login(cast.manager)
    assert "<dd>1</dd>" in text(client, call)
