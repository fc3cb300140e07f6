"""Every kind, rendered for real: tagged, titled, sealed, the same bytes twice, and nothing fetched."""

import io
import json
import re
from datetime import UTC, datetime
from functools import cache

import pikepdf
import pypdf
import pytest
from django.conf import settings

from accounts.errors import Refused
from accounts.models import Organisation
from documents import contexts, marks, rendering
from documents.contexts import common
from documents.kinds import KINDS
from documents.models import Document
from engine import digest
from tests.documents.samples import ARGUMENTS, AT, LINES, UNSAVED, letter, sample


def unsaved(kind: str, context=None, **changes) -> Document:
    """A document that no database knows, frozen as `issue` freezes it."""
    frozen = json.loads(digest.canonical(context or sample(kind)))
    fields = {"reference": "DEC-2026-118", "code": "K7QM-2XPA-9RVT-4HCD", "dated": AT}
    return Document(kind=kind, context=frozen, context_sha256=digest.sha256(frozen), **fields | changes)


@cache
def drawn(kind: str) -> rendering.Rendered:
    """The act of this kind with every optional part, drawn once for all tests."""
    return rendering.pdf(unsaved(kind))


def words_of(kind: str) -> str:
    return flat(text_of(drawn(kind).content))


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def tags(node):
    """Every structure element under a node."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from tags(kid)


def test_every_kind_has_its_builder_its_sample_and_its_template():
    assert set(contexts.BUILDERS) == set(KINDS) == set(ARGUMENTS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_tagged_titled_and_sealed(kind):
    document, pages = unsaved(kind), drawn(kind).pages
    pdf = pikepdf.open(io.BytesIO(drawn(kind).content))
    elements = list(tags(pdf.Root.StructTreeRoot))
    names = [str(element.S) for element in elements]
    assert str(pdf.Root.Lang) == "fr"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo.Title).startswith("Convention" if kind == "agreement" else KINDS[kind].label)
    assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
    assert names.count("/H1") == 1
    lists = [element for element in elements if element.S == "/L"]
    assert lists
    assert {str(kid.S) for element in lists for kid in element.K} <= {"/LI", "/L"}
    links = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
    assert names.count("/Link") == len(links)
    assert all("/Contents" in link for link in links)
    text = words_of(kind)
    assert document.code in text
    assert document.context_sha256 in text
    assert f"1/{pages}" in text
    assert f"{pages}/{pages}" in text
    assert "{{" not in text
    assert "None" not in text


@pytest.mark.parametrize(
    "kind", ["receipt", "draft", "instruction_report", "agreement", "funding_decision", "evaluation"]
)
def test_table_headers_say_what_they_head(kind):
    pdf = pikepdf.open(io.BytesIO(drawn(kind).content))
    headers = [element for element in tags(pdf.Root.StructTreeRoot) if element.S == "/TH"]
    scopes = {str(header.A.Scope) for header in headers}
    assert headers
    assert scopes == {"/Column", "/Row"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_context_gives_the_same_bytes(kind):
    assert rendering.pdf(unsaved(kind)).sha256 == drawn(kind).sha256


def test_only_our_fonts_are_embedded():
    pdf = pikepdf.open(io.BytesIO(drawn("agreement").content))
    fonts = {
        str(o.BaseFont)
        for o in pdf.objects
        if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"
    }
    assert fonts
    assert all("Jalon" in font or "Source" in font for font in fonts), fonts


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://localhost/secret.png",
        "https://exemple.fr/a.css",
        "ftp://exemple.fr/a",
        "file://" + str(settings.FONTS[0]) + "/../../../etc/passwd",
        "file://ailleurs" + str(settings.FONTS[0]) + "/a.ttf",
    ],
)
def test_nothing_else_is_fetched(url):
    assert not rendering.is_allowed(url)
    for page in (
        f'<img src="{url}" alt="x">',
        f'<link rel="stylesheet" href="{url}">',
        f'<link rel="attachment" href="{url}">',
    ):
        with pytest.raises(ValueError, match="refused"):
            rendering.to_pdf(f'<html lang="fr"><title>t</title><body>{page}')


def test_what_people_typed_is_text_never_markup():
    hostile = '<img src="file:///etc/passwd"><script>x</script>{{ act.code }}'
    context = sample("unfavourable") | {"motive": [hostile]}
    text = flat(text_of(rendering.pdf(unsaved("unfavourable", context)).content))
    assert "<script>x</script>{{ act.code }}" in text


def test_a_context_changed_behind_our_back_is_not_rendered():
    document = unsaved("closing")
    document.context["scope"] = "autre chose"
    with pytest.raises(ValueError, match="empreinte"):
        rendering.pdf(document)


@pytest.mark.parametrize(
    "kind", ["inadmissibility", "unfavourable", "favourable", "lapse", "closing", "funding_decision"]
)
def test_decisions_state_the_remedies_in_full(kind):
    text = words_of(kind)
    for words in (
        "deux mois à compter de sa notification",
        "recours gracieux",
        "recours hiérarchique",
        "tribunal administratif de Lyon, 184 rue Duguesclin",
        "https://www.telerecours.fr",
        "interrompt le délai",
        "un mois pour les personnes qui demeurent outre-mer",
        "Signé électroniquement dans Jalon",
        "Validation électronique simple, sans certificat",
    ):
        assert words in text, words


def test_the_receipt_gives_both_clocks_and_every_hash():
    text = words_of("receipt")
    assert "11 h 59 min 58 s (heure de Paris), soit à 14 h 59 min 58 s (heure de La Réunion)" in text
    assert "c" * 64 in text.replace(" ", "")
    assert "Tel que reçu : " + "d" * 64 in text
    assert "Il ne préjuge pas de la recevabilité" in text


def test_the_receipt_shows_the_seconds_in_every_zone_whose_clock_differs():
    at, bare = datetime(2026, 11, 24, 11, 0, 0, tzinfo=UTC), {"zone": "America/Cayenne"}
    said = contexts.receipt(
        bare, received_at=at, structure_zone="Indian/Reunion", pieces=[], snapshot_sha256=""
    )
    assert said["received_at"].replace("\u00a0", " ") == (
        "mardi 24 novembre 2026 à 8 h 00 min 00 s (heure de la Guyane), soit à 15 h 00 min 00 s (heure de La Réunion)"
        " et à 12 h 00 min 00 s (heure de Paris)"
    )


def test_the_receipt_carries_a_mark_that_leads_to_its_verification():
    page = rendering.html(unsaved("receipt"))
    drawn = re.search(r'<img class="proof__mark" src="([^"]+)" alt="[^"]+">', page)
    assert drawn[1] == marks.qr(f"{settings.SITE_URL}/verifier/K7QM-2XPA-9RVT-4HCD/")
    assert "/verifier/K7QM-2XPA-9RVT-4HCD/" in words_of("receipt").replace(" ", "")
    assert "proof__mark" not in rendering.html(unsaved("favourable"))


def test_amounts_are_written_in_words_and_figures():
    text = words_of("favourable")
    assert "soixante-douze mille cinq cents euros (72 500 €)" in text


def test_readers_have_no_name_in_the_report():
    text = words_of("instruction_report")
    assert "Lecteur 1 (4)" in text
    assert "Lecteur 2 – avis : Favorable avec réserves" in text


def test_a_demonstration_says_so_on_every_page():
    shown = rendering.pdf(unsaved("favourable", is_demo=True))
    text = text_of(shown.content)
    assert text.count("DOCUMENT DE DÉMONSTRATION") == shown.pages
    assert "données fictives, sans valeur juridique" in flat(text)
    assert "DOCUMENT DE DÉMONSTRATION" not in words_of("favourable")


def test_a_draft_says_it_is_not_deposited():
    assert words_of("draft").count("PROJET – NON DÉPOSÉ") > drawn("draft").pages


def test_bare_contexts_render_too():
    """The least each builder accepts: no signatory, no stakes, no optional part."""
    bare = letter(signatory=None, stakes=(), contact="", copies=())
    remedies = contexts.remedies(UNSAVED.authority)
    least = {
        "receipt": contexts.receipt(bare, received_at=AT, structure_zone="Europe/Paris", pieces=[], snapshot_sha256="d" * 64),
        "favourable": contexts.favourable(bare, remedies=remedies),
        "unfavourable": contexts.unfavourable(bare, motive="Motif.", remedies=remedies),
        "waiting_list": contexts.waiting_list(bare, rank=3),
    }  # fmt: skip
    for kind, context in least.items():
        text = flat(text_of(rendering.pdf(unsaved(kind, context)).content))
        assert "None" not in text
        assert " ," not in text


# The words of contexts, without any PDF


def test_a_context_survives_the_database_unchanged(pending):
    document = pending("agreement")
    again = Document.objects.get(pk=document.pk)
    assert json.dumps(again.context, sort_keys=True) == json.dumps(document.context, sort_keys=True)


def test_the_budget_adds_each_side_up():
    table = contexts.budget(LINES, years=["2026"])
    assert table["charges"]["total"] == table["products"]["total"] == "90\u202f000\u00a0€"
    assert table["in_kind_used"]["total"] == table["in_kind_given"]["total"] == "3\u202f000\u00a0€"


def test_without_a_court_no_remedies():
    with pytest.raises(Refused, match="tribunal"):
        contexts.remedies(Organisation(name="Agence de test"))


@pytest.mark.parametrize(
    ("capacity", "authority", "expected"),
    [
        ("Directeur général", "Agence régionale de santé Corse", "Le directeur général de l’Agence régionale de santé Corse"),
        ("Directrice générale", "Ministère de la santé", "La directrice générale du Ministère de la santé"),
        ("Ministre de la santé", "Bureau des appels", "Le ministre de la santé"),
        ("Pour la directrice, le chef de service", "Agence X", "Pour la directrice, le chef de service de l’Agence X"),
    ],
)  # fmt: skip
def test_who_acts_is_named_in_french(capacity, authority, expected):
    assert common.author(capacity, authority) == expected


@pytest.mark.parametrize(
    ("address", "town"),
    [
        (["241 rue Garibaldi", "69418 LYON CEDEX 03"], "Lyon"),
        (["2 place de l’Hôtel", "97400 Saint-Denis"], "Saint-Denis"),
        (["sans code postal"], ""),
    ],
)
def test_the_place_is_read_from_the_address(address, town):
    assert common.town(address) == town


def test_visas_come_with_or_without_their_opening():
    lines = common.visas_of(letter(), ["Vu le code A ;", "le code B"])
    assert lines[0] == "Vu le code A\u00a0;"
    assert lines[1] == "Vu le code B\u00a0;"
    assert "AMI-2026-014" in lines[2]
    assert lines[3].startswith("Vu le dossier n° AMI-2026-014-0007 présenté par l’Association")


def test_a_budget_of_several_years_has_a_column_each_and_their_total():
    lines = [{"label": "60 – Achats", "side": "charge", "amounts": [1_000, 2_000]}]
    lines += [{"label": "21 – Matériel", "side": "charge", "section": "investment", "amounts": [0, 500]}]
    table = contexts.budget(lines, years=["2027", "2028"])
    assert table["columns"] == ["2027", "2028", "Total"]
    assert table["charges"]["lines"][0]["amounts"] == [
        "1\u202f000\u00a0€",
        "2\u202f000\u00a0€",
        "3\u202f000\u00a0€",
    ]
    assert table["charges"]["totals"] == table["charges"]["lines"][0]["amounts"]
    assert table["invested"]["total"] == "500\u00a0€"
