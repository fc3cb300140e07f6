from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Level
from accounts.models import StructureCategory
from calls import services
from calls.models import Answer, Call, Programme
from tests.factories import make_call
from tests.factories.cast import territory

PLANTED = "BROUILLON-SECRET-4217"


def url(name, call):
    return reverse(f"calls:{name}", args=[call.slug])


def titles(response):
    return [card.call.title for card in response.context["cards"]]


@pytest.fixture
def calls(cast):
    """One open, one to come, one closed, one abandoned."""
    now = timezone.now()
    make_call(cast, closes_in=-10, title="Clos")
    make_call(cast, closes_in=40, title="À venir", opens_at=now + timedelta(days=5), published=False)
    Call.objects.filter(title="À venir").update(status="published", published_at=now)
    make_call(cast, closes_in=30, title="Ouvert tard")
    make_call(cast, closes_in=3, title="Ouvert tôt")
    gone = make_call(cast, closes_in=20, title="Abandonné")
    Call.objects.filter(pk=gone.pk).update(
        status="abandoned", abandoned_at=now, abandon_reason="Crédits annulés"
    )


def test_the_list_puts_the_nearest_closing_first(client, calls):
    response = client.get("/appels/")
    assert titles(response) == ["Ouvert tôt", "Ouvert tard", "À venir", "Clos", "Abandonné"]
    assert "5 appels" in response.content.decode()
    assert "Il reste 2 jours" in response.content.decode() or "Il reste 3 jours" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phase=open", {"Ouvert tôt", "Ouvert tard"}),
        ("phase=upcoming", {"À venir"}),
        ("phase=closed", {"Clos"}),
        ("phase=abandoned", {"Abandonné"}),
        ("q=ouvert+t", {"Ouvert tôt", "Ouvert tard"}),
        ("kind=label", set()),
        ("kind=ami&q=Clos", {"Clos"}),
        ("phase=nonsense", {"Ouvert tôt", "Ouvert tard", "À venir", "Clos", "Abandonné"}),
        ("page=99", {"Ouvert tôt", "Ouvert tard", "À venir", "Clos", "Abandonné"}),
    ],
)
def test_the_list_is_filtered(client, calls, query, found):
    assert set(titles(client.get(f"/appels/?{query}"))) == found


def test_a_region_finds_its_calls_and_those_of_the_country(client, cast):
    here = make_call(cast, title="D’ici")
    elsewhere = make_call(cast, title="D’ailleurs")
    brittany = territory(Level.REGION, "53", "Bretagne")
    elsewhere.authority = type(cast.authority).objects.create(
        kind="authority", name="Autre", verified_at=timezone.now(), territory=brittany
    )
    elsewhere.save()
    elsewhere.lots.get().territories.set([brittany])
    assert titles(client.get("/appels/?region=84")) == ["D’ici"]
    assert titles(client.get("/appels/?region=53")) == ["D’ailleurs"]
    here.lots.get().territories.set([territory(Level.COUNTRY, "FR", "France entière")])
    assert set(titles(client.get("/appels/?region=53"))) == {"D’ici", "D’ailleurs"}


def test_a_category_finds_the_calls_that_name_it(client, cast):
    category, _ = StructureCategory.objects.get_or_create(
        code="197", defaults={"short": "CSAPA", "label": "Centre"}
    )
    make_call(cast, title="Pour eux").categories.add(category)
    make_call(cast, title="Pour d’autres")
    assert titles(client.get("/appels/?category=197")) == ["Pour eux"]


def test_an_empty_list_says_so(client, db):
    assert "Aucun appel n’est publié" in client.get("/appels/").content.decode()
    assert "Aucun appel ne répond à ces filtres" in client.get("/appels/?q=zzz").content.decode()


def test_no_public_page_shows_a_draft(client, as_, ready, cast):
    Call.objects.filter(pk=ready.pk).update(title=PLANTED, summary=PLANTED, object=PLANTED)
    programme = Programme.objects.create(name="P", slug="p", authority=cast.authority, summary="s")
    Call.objects.filter(pk=ready.pk).update(programme=programme)
    pages = [url(name, ready) for name in ("detail", "notice", "specification")]
    for who in (None, cast.stranger, cast.signatory, cast.superuser, cast.manager):
        browser = as_(who) if who else client
        for page in ("/appels/", "/appels/?q=BROUILLON", "/programmes/p/"):
            assert PLANTED not in browser.get(page).content.decode()
        for page in pages:
            assert browser.get(page).status_code == 404
    assert as_(cast.signatory).post(url("ask", ready), {"text": "?"}).status_code == 404


def test_a_call_says_everything_a_candidate_needs(client, published):
    page = client.get(url("detail", published)).content.decode()
    for said in (
        "Équipes mobiles",
        "Lundi 11 mai 2026 à 13\u00a0h\u00a000 (heure de Paris)",
        "Dernier jour des questions",
        "CRPA, art. L. 231-4 (à vérifier)",
        "500\u202f000\u00a0€",
        "Composition mobile et pluriprofessionnelle",
        "Relevé d’identité bancaire",
        "cahier des charges.pdf",
        "Marc Responsable",
    ):
        assert said in page


def test_the_notice_has_the_six_headings_of_the_code(client, published):
    page = client.get(url("notice", published)).content.decode()
    for rank in range(1, 7):
        assert f"<h2>{rank}. " in page


def test_the_specification_is_handed_to_anybody(client, published):
    response = client.get(url("specification", published))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_an_overseas_call_says_both_hours(client, cast):
    call = make_call(cast, time_zone="Indian/Reunion")
    page = client.get(url("detail", call)).content.decode()
    assert "heure de La Réunion" in page
    assert "heure de Paris" in page


def test_the_chain_of_calls_is_shown_both_ways_and_never_a_draft(client, published, cast):
    following = services.clone(published, by=cast.manager, title=PLANTED)
    assert PLANTED not in client.get(url("detail", published)).content.decode()
    Call.objects.filter(pk=following.pk).update(
        status="published", published_at=timezone.now(), opens_at=timezone.now(), is_permanent=True
    )
    assert PLANTED in client.get(url("detail", published)).content.decode()
    assert "Y avoir été retenu ne donne aucun droit" in client.get(url("detail", following)).content.decode()


def test_invented_data_is_said_to_be(client, cast):
    call = make_call(cast, is_demo=True, fictitious_note="Les montants sont inventés.")
    page = client.get(url("detail", call)).content.decode()
    assert "Données fictives" in page
    assert "Les montants sont inventés." in page


def test_questions_are_asked_signed_in_and_published_without_a_name(client, as_, cast):
    call = make_call(cast)
    assert client.post(url("ask", call), {"text": "?"}).status_code == 302  # to the login page
    assert not Answer.objects.exists()
    browser = as_(cast.signatory)
    assert browser.post(url("ask", call), {"text": "  "}).status_code == 422
    browser.post(url("ask", call), {"text": "Le véhicule est-il admis ?"})
    row = Answer.objects.get()
    assert "Le véhicule" not in client.get(url("detail", call)).content.decode()
    services.answer(row, "Oui, dans la limite du plafond.", by=cast.manager)
    client.logout()
    page = client.get(url("detail", call)).content.decode()
    assert "Oui, dans la limite du plafond." in page
    assert "Claire" not in page
    assert cast.signatory.email not in page


def test_a_late_question_is_refused_with_what_was_typed(as_, cast):
    call = make_call(cast, closes_in=4)
    response = as_(cast.signatory).post(url("ask", call), {"text": "Trop tard ?"})
    assert response.status_code == 422
    assert "Les questions étaient reçues jusqu’au" in response.content.decode()


def test_a_programme_shows_its_figures_and_its_published_calls(client, published, cast):
    programme = Programme.objects.create(
        name="Ségur", slug="segur", authority=cast.authority, summary="Un plan.", amount=12_700_000
    )
    Call.objects.filter(pk=published.pk).update(programme=programme)
    page = client.get("/programmes/segur/").content.decode()
    assert "12\u202f700\u202f000\u00a0€" in page
    assert "Équipes mobiles" in page


LIST_QUERIES, DETAIL_QUERIES = 5, 11


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_however_long(client, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        make_call(cast)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/appels/")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_call_takes_the_same_queries_however_rich(client, published, cast, rows, django_assert_num_queries):
    from calls.models import Criterion, Lot, Question

    section = published.form_questions()[0].section
    for rank in range(rows):
        lot = Lot.objects.create(call=published, code=f"L{rank}", title="Lot", envelope=1)
        lot.territories.add(cast.region)
        Criterion.objects.create(call=published, key=f"c{rank}", label="Critère")
        Question.objects.create(section=section, key=f"q{rank}", kind="text", label="Question")
        Answer.objects.create(call=published, question="?", answer="!", answered_at=timezone.now())
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(url("detail", published))
