"""The pages: download, progress, and the public verification which tells four facts and nothing more."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents import codes, services
from documents.models import Document
from tests.documents.samples import sample

SECRETS = (
    "Association Le Relais",
    "AMI-2026-014",
    "72 500",
    "Équipe mobile",
    "DEC-2026-118",
    "Lot 2",
    "Directeur",
)


@pytest.fixture
def as_(cast):
    def client(name=None):
        browser = Client()
        if name:
            browser.force_login(getattr(cast, name))
        return browser

    return client


def of(document, page="download"):
    return reverse(f"documents:{page}", args=[document.code])


def check(client, **data):
    return client.post(reverse("documents:verify"), data, follow=True)


# Download


def test_the_recipient_downloads_the_very_bytes(as_, issued):
    document = issued()
    response = as_("editor").get(of(document))
    assert response.content == services.read(document)
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["ETag"] == f'"{document.file_sha256}"'
    assert response["Content-Disposition"].startswith("inline")
    kept = as_("editor").get(of(document), {"enregistrer": ""})
    assert kept["Content-Disposition"] == 'attachment; filename="favourable-DEC-2026-118.pdf"'
    again = as_("editor").get(of(document), headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["rival", "delegate", "stranger", "superuser", "expert"])
def test_it_does_not_exist_for_anyone_else(name, as_, issued):
    document = issued()
    for page in ("download", "state"):
        assert as_(name).get(of(document, page)).status_code == 404
    assert as_(name).post(of(document, "retry")).status_code == 404


def test_a_visitor_is_sent_to_the_login(as_, issued):
    response = as_().get(of(issued()))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_an_unreleased_act_is_the_authoritys_alone(as_, issued):
    document = issued(released=False)
    assert as_("signatory").get(of(document)).status_code == 404
    assert as_("director").get(of(document)).status_code == 200
    services.release([document])
    assert as_("signatory").get(of(document)).status_code == 200


def test_an_altered_file_is_refused_and_logged(as_, issued, own_files, caplog):
    document = issued()
    (own_files / document.file).write_bytes(b"%PDF-1.7 altered")
    response = as_("signatory").get(of(document))
    assert response.status_code == 500
    assert "ne peut pas être remis" in response.content.decode()
    assert b"altered" not in response.content
    assert document.code in caplog.text


# Progress


def test_the_page_waits_then_offers_the_file(as_, pending):
    from documents import production

    document, browser = pending(), as_("signatory")
    page = browser.get(of(document)).content.decode()
    assert "En préparation" in page
    assert 'hx-trigger="every 2s"' in page
    fragment = browser.get(of(document, "state"), headers={"hx-request": "true"}).content.decode()
    assert "<html" not in fragment
    production.render(document.pk)
    document = Document.objects.get(pk=document.pk)
    done = browser.get(of(document, "state"), headers={"hx-request": "true"}).content.decode()
    assert f"PDF, {document.weight}" in done
    assert "hx-trigger" not in done


def test_a_failure_is_shown_and_the_authority_may_start_again(as_, pending):
    document = pending()
    Document.objects.filter(pk=document.pk).update(status="failed", error="police illisible", attempts=5)
    theirs, ours = as_("signatory").get(of(document)), as_("instructor").get(of(document))
    assert "police illisible" not in theirs.content.decode()
    assert "police illisible" in ours.content.decode()
    assert as_("signatory").post(of(document, "retry")).status_code == 403
    assert as_("instructor").post(of(document, "retry")).status_code == 302
    assert Document.objects.get(pk=document.pk).status == "pending"


# Verification


@pytest.mark.parametrize(
    "write", [str, str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")]
)
def test_a_code_however_typed_tells_four_facts(write, as_, issued):
    document = issued()
    page = check(as_(), code=write(document.code)).content.decode().replace("\u00a0", " ")
    for fact in ("Décision favorable", "Agence de test", "24 novembre 2026", "En vigueur"):
        assert fact in page
    for secret in SECRETS:
        assert secret not in page


def test_the_file_itself_is_recognised_and_not_kept(as_, issued, own_files):
    document = issued()
    before = sorted(own_files.rglob("*"))
    upload = SimpleUploadedFile("copie.pdf", services.read(document), content_type="application/pdf")
    page = check(as_(), file=upload).content.decode()
    assert "octet pour octet" in page
    assert document.code not in page
    assert sorted(own_files.rglob("*")) == before
    altered = SimpleUploadedFile("copie.pdf", services.read(document) + b" ")
    assert check(as_(), file=altered).status_code == 404


def test_nothing_is_known_before_the_release(as_, issued, pending, cast):
    hidden = [issued(released=False), pending()]
    Document.objects.filter(pk=pending("closing").pk).update(status="failed")
    unknown = as_().get(reverse("documents:verify_code", args=[codes.draw()]))
    assert unknown.status_code == 404
    for document in [*hidden, *Document.objects.filter(status="failed")]:
        response = as_().get(of(document, "verify_code"))
        assert response.status_code == 404
        assert facts(response) == facts(unknown)
    upload = SimpleUploadedFile("a.pdf", services.read(hidden[0]))
    assert check(as_(), file=upload).status_code == 404


def facts(response) -> str:
    """The main part of the page, without the token of its form."""
    import re

    main = response.content.decode().split("<main", 1)[1]
    return re.sub(r'value="[^"]*"', "", main)


def test_a_withdrawn_act_says_so(as_, issued):
    document = issued()
    services.withdraw(document)
    assert "Retiré" in check(as_(), code=document.code).content.decode()


def test_a_demonstration_says_it_has_no_value(as_, issued):
    assert "sans valeur juridique" in check(as_(), code=issued(is_demo=True).code).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Indiquez un code ou choisissez un fichier."),
        ({"code": "K7QM"}, "n’a pas la bonne forme"),
        ({"code": "O0I1-O0I1-O0I1-O0I1"}, "n’a pas la bonne forme"),
    ],
)
def test_a_mistyped_question_is_explained(data, words, as_, db):
    response = check(as_(), **data)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_huge_file_is_refused(as_, db, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    response = check(as_(), file=SimpleUploadedFile("gros.pdf", b"x" * (1024 * 1024 + 1)))
    assert response.status_code == 422
    assert "dépasse 1 Mo" in response.content.decode()


def test_too_many_questions_are_put_off(as_, db, monkeypatch):
    from django.core.cache import cache

    cache.clear()
    monkeypatch.setattr("documents.views.VERIFICATIONS_A_MINUTE", 3)
    address = reverse("documents:verify_code", args=[codes.draw()])
    statuses = [as_().get(address).status_code for _ in range(5)]
    cache.clear()
    assert statuses[:3] == [404] * 3
    assert 429 in statuses[3:]


def test_codes_are_long_and_unambiguous():
    drawn = {codes.draw() for _ in range(2000)}
    assert len(drawn) == 2000
    assert not set("".join(drawn)) & set("01OILU")
    assert all(codes.normalise(code.lower().replace("-", " ")) == code for code in drawn)


@pytest.mark.parametrize("kind", ["receipt", "agreement", "instruction_report"])
def test_verification_leaks_nothing_of_any_kind(kind, as_, issued, cast):
    context = sample(kind, cast)
    context["letter"]["file"]["title"] = "SECRET-PLANTE"
    document = issued(kind, context=context)
    response = as_().get(of(document, "verify_code"))
    assert "SECRET-PLANTE" not in response.content.decode()
    assert cast.structure.name not in response.content.decode()
