"""Marks with their meaning and their history: anchored, justified, kept, reopened; findings where nothing is scored."""

import pytest
from django.urls import reverse

from accounts.errors import Forbidden, Refused
from applications.enums import State
from calls import library, services
from calls.enums import Kind
from calls.models import Criterion
from notifications.models import Message
from notifications.services import tell
from reviews.models import Assignment, Report, Review, ScoreEntry
from reviews.queries.findings import synthesis
from reviews.queries.history import history_of
from reviews.services import reading
from reviews.services.reopening import reopen
from tests.factories import make_call, reach
from tests.factories.files import Walk
from tests.reviews.marked import WHY, files, opened, read

pytestmark = pytest.mark.django_db

OTHER = "Une autre raison, plus précise que la première."


@pytest.fixture
def file(cast):
    return reach(State.ADMISSIBLE, make_call(cast, closes_in=-3), cast)


@pytest.fixture
def given(cast, file):
    """The file in the hands of the expert, interests declared."""
    reading.assign(file.pk, cast.expert, by=cast.manager)
    reading.declare(file.pk, by=cast.expert, has_conflict=False)
    return file


def entries(review):
    return list(review.entries.values_list("criterion__key", "value", "justification"))


def test_each_model_of_a_call_says_what_its_marks_mean(cast):
    for model in library.MODELS.values():
        for weighted in model.criteria:
            anchors = library.anchors_of(weighted.key, weighted.maximum)
            assert set(anchors) in (set(), {str(mark) for mark in range(weighted.maximum + 1)})
    call = services.create_from_model(cast.authority, Kind.AAP, "csapa-caarud", "CSAPA", by=cast.manager)
    own, general = call.criteria.get(key="cost"), call.criteria.get(key="support")
    assert own.scale[5].words.startswith("Budget justifié ligne à ligne")
    assert (general.anchors, general.scale[0].words[:6]) == ({}, "Absent")
    label = services.create_from_model(
        cast.authority, Kind.LABEL, "hopital-proximite", "Label", by=cast.manager
    )
    assert [step.name for step in label.criteria.first().scale] == ["Non satisfait", "En projet", "Satisfait"]


def test_the_manager_writes_what_each_mark_means_and_everybody_reads_it(client, cast):
    draft = make_call(cast, published=False)
    criterion = draft.criteria.first()
    client.force_login(cast.manager)
    url = reverse("calls:edit_criteria", args=[draft.slug, criterion.pk])
    assert "À défaut" in client.get(url).content.decode()
    sent = {"label": "Besoin", "weight": "4", "maximum": "3", "anchor-0": "Rien.", "anchor-5": "Trop haut."}
    assert client.post(url, sent).status_code == 302
    criterion.refresh_from_db()
    assert (criterion.maximum, criterion.anchors) == (3, {"0": "Rien."})
    assert "Rien." in client.get(reverse("calls:criteria", args=[draft.slug])).content.decode()
    assert client.post(url, sent | {"maximum": "20"}).status_code == 302
    assert "anchor-0" not in client.get(url).content.decode()
    label = make_call(cast, kind=Kind.LABEL, published=False)
    add = reverse("calls:add_criteria", args=[label.slug])
    page = client.get(add).content.decode()
    assert "Coefficient" not in page
    assert client.post(add, {"label": "Médecine", "anchor-2": "Une unité ouverte."}).status_code == 302
    row = Criterion.objects.get(call=label, label="Médecine")
    assert (row.maximum, row.anchors) == (2, {"2": "Une unité ouverte."})

    call = make_call(cast, closes_in=-3)
    call.criteria.filter(key="cout").update(anchors={"4": "Un coût démontré."})
    file = reach(State.ADMISSIBLE, call, cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    reading.declare(file.pk, by=cast.expert, has_conflict=False)
    client.force_login(cast.expert)
    grid = client.get(reverse("reviews:score", args=[file.number])).content.decode()
    public = client.get(reverse("calls:notice", args=[call.slug])).content.decode()
    for page in (grid, public):
        assert "Un coût démontré." in page
        assert "Excellent : la réponse" in page.replace("\u00a0", " ")
    assert "20 caractères" in grid


def test_history_grows_with_what_changes_and_with_nothing_else(cast, given):
    first, *others = given.call.criteria.all()

    def save(value, why, **options):
        return reading.save_review(given.pk, by=cast.expert, scores={first.pk: (value, why)}, **options)

    review = save(4, "Une", typing=True)
    save(4, "Une rai", typing=True)
    assert entries(review) == [("besoin", 4, "Une")]
    save(3, "Une rai", typing=True)
    save(3, WHY)
    save(3, WHY)
    assert entries(review)[1:] == [("besoin", 3, "Une rai"), ("besoin", 3, WHY)]
    assert history_of(given) == []  # a draft is its reader's own
    rest = {criterion.pk: (5, WHY) for criterion in others}
    reading.save_review(given.pk, by=cast.expert, scores=rest, advice="reserved", typing=True)
    with pytest.raises(Refused, match="se note de 0 à 5"):
        save(6, WHY)
    assert ScoreEntry.objects.count() == 5
    reading.submit_review(given.pk, by=cast.expert)
    assert ScoreEntry.objects.count() == 5
    (story,) = history_of(given)
    assert story.changes == 1
    assert [(event.what, event.was, event.now) for event in story.events][-2:] == [
        ("Coût", "", "5"),
        ("Expertise rendue", "", "84 sur 100"),
    ]


def test_a_reopened_review_is_a_draft_again_and_its_past_stays(client, cast, file):
    Walk(file.call, cast, file).read()
    review = Review.objects.get(assignment__reader=cast.expert)
    url = reverse("reviews:reopen", args=[file.number, review.pk])
    page = reverse("reviews:file", args=[file.number])
    Report.objects.create(application=file, author=cast.instructor)
    client.force_login(cast.instructor)
    assert client.get(url).status_code == 403
    assert "Historique des notes" not in client.get(page).content.decode()
    client.force_login(cast.manager)
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "La note de l’équipe est inversée."}).status_code == 302
    assert client.post(url, {"reason": "Encore."}).status_code == 422
    row = review.reopenings.get()
    assert row.points == 68
    tell("reopening", row.pk)
    assert Message.objects.get(key="review_reopened").recipient == cast.expert
    review.refresh_from_db()
    assert (review.submitted_at, review.points) == (None, None)

    client.force_login(cast.expert)
    score = reverse("reviews:score", args=[file.number])
    assert "La note de l’équipe est inversée." in client.get(score).content.decode()
    team = file.call.criteria.get(key="equipe")
    reading.save_review(file.pk, by=cast.expert, scores={team.pk: (1, OTHER)}, advice="reserved")
    (story, _) = history_of(file)
    assert [event.what for event in story.events][-2:] == [
        "Expertise rendue",
        "Rouverte par Marc Responsable",
    ]
    reading.submit_review(file.pk, by=cast.expert)
    tell("review", review.pk)
    assert Message.objects.filter(key="review_in").exists()
    shown = client.get(score).content.decode()
    assert "Historique de mes notes" in shown
    assert OTHER in shown
    for who, seen in (("director", True), ("manager", True), ("president", False)):
        client.force_login(getattr(cast, who))
        assert ("68 sur 100" in client.get(page, follow=True).content.decode()) is seen, who
    with pytest.raises(Forbidden):
        reopen(review.pk, by=cast.director, reason="Non")
    Assignment.objects.filter(review=review).update(reader=cast.manager)
    with pytest.raises(Refused, match="Une autre personne responsable"):
        reopen(review.pk, by=cast.manager, reason="La mienne")


def test_a_concluded_file_takes_no_mark_and_reopens_nothing(cast):
    file = reach(State.REVIEWED, make_call(cast, closes_in=-3), cast)
    review = Review.objects.get(assignment__reader=cast.expert)
    with pytest.raises(Refused, match="reprenez-la d’abord"):
        reopen(review.pk, by=cast.manager, reason="Trop tard")
    Review.objects.filter(pk=review.pk).update(submitted_at=None)
    with pytest.raises(Refused, match="est close"):
        reading.save_review(file.pk, by=cast.expert, scores={})


def test_a_label_is_found_criterion_by_criterion_and_summed_up(client, cast, django_assert_num_queries):
    call = opened(make_call(cast, kind=Kind.LABEL, closes_in=-3))
    call.criteria.update(maximum=2)
    one, two, three = files(call, cast, 3)
    reading.assign(one.pk, cast.expert, by=cast.manager)
    reading.declare(one.pk, by=cast.expert, has_conflict=False)
    client.force_login(cast.expert)
    url = reverse("reviews:score", args=[one.number])
    page = client.get(url).content.decode()
    assert "En projet" in page
    assert "coefficient" not in page
    first, second, third = call.criteria.all()
    sent = {f"mark-{row.pk}": value for row, value in ((first, 2), (second, 1), (third, 0))}
    early = client.post(url, sent | {"submit": "1", "advice": "reserved"}, follow=True).content.decode()
    assert "Justifiez le constat de" in early
    sent |= {f"why-{row.pk}": WHY for row in (first, second, third)} | {"advice": "reserved"}
    assert client.post(url, sent).status_code == 302
    assert client.post(reverse("reviews:submit", args=[one.number])).status_code == 302
    assert Review.objects.get().points is None
    done = client.get(url).content.decode()
    assert "points sur 100" not in done
    assert "En projet" in done
    read(one, cast.second_expert, 2, by=cast.manager)
    lot = call.lots.get()
    line, other, _ = synthesis(lot, cast.manager)
    assert (line.counts, line.differing) == ([1, 0, 0], 2)
    assert [row.label for row in line.found] == [
        "Satisfait",
        "Satisfait / En projet",
        "Satisfait / Non satisfait",
    ]
    assert other.readings == 0
    client.force_login(cast.manager)
    shown = client.get(reverse("reviews:ranking", args=[lot.pk])).content.decode()
    assert "Satisfait / En projet" in shown
    assert "Aucune expertise rendue" in shown
    with django_assert_num_queries(7):
        synthesis(lot, cast.manager)
    read(two, cast.expert, 2, by=cast.manager)
    read(three, cast.expert, 1, by=cast.manager)
    with django_assert_num_queries(7):
        synthesis(lot, cast.manager)
