"""Checking, marking and reporting through the pages: what was typed is kept, and refusals are told."""

import pytest
from django.urls import reverse

from applications.enums import State
from applications.models import Application
from calls.enums import Kind
from reviews.models import Assignment, Note, Report, Review
from reviews.services import reading
from tests.factories import make_call, reach

pytestmark = pytest.mark.django_db

WHY = "La réponse est précise et documentée."


def fresh(file):
    return Application.objects.get(pk=file.pk)


@pytest.fixture
def submitted(cast):
    return reach(State.SUBMITTED, make_call(cast, closes_in=-3), cast)


@pytest.fixture
def admissible(cast):
    return reach(State.ADMISSIBLE, make_call(cast, closes_in=-3), cast)


def test_checks_then_admission(client, cast, submitted):
    client.force_login(cast.instructor)
    url = reverse("applications:check", args=[submitted.number])
    admit = reverse("applications:admit", args=[submitted.number])
    early = client.post(admit)
    assert early.status_code == 422
    assert "Il reste à vérifier : Pièces présentes." in early.content.decode()
    points = {f"result-{point.pk}": "passed" for point in submitted.call.check_points.all()}
    assert client.post(url, points).status_code == 302
    assert client.post(admit).status_code == 302
    assert fresh(submitted).state == State.ADMISSIBLE
    assert client.post(admit).status_code == 422


def test_a_complement_shows_its_term_and_stays_in_its_scope(client, cast):
    file = reach(State.SUBMITTED, make_call(cast, kind=Kind.AAP, closes_in=-3), cast)
    client.force_login(cast.instructor)
    url = reverse("applications:ask_complement", args=[file.number])
    page = client.get(url).content.decode()
    assert "15 jours" in page
    assert "R. 313-5-1" in page
    assert "Statuts signés" in page
    assert "Quel besoin avez-vous constaté" not in page
    assert client.post(url, {"questions": ["besoin"]}).status_code == 422
    empty = client.post(url, {"message": "Merci de compléter."})
    assert "Listez au moins une pièce" in empty.content.decode()
    assert "Merci de compléter." in empty.content.decode()
    assert client.post(url, {"questions": ["statuts"]}).status_code == 302
    assert fresh(file).state == State.INCOMPLETE
    assert client.post(url, {"questions": ["statuts"]}).status_code == 422
    late = client.get(url).content.decode()
    assert "un seul tour est prévu" in late
    assert "Demander ces compléments" not in late
    assert "Ce que vous avez saisi" not in late


def test_an_unsent_complement_stays_the_structures_own(client, cast):
    from applications.services import completeness

    file = reach(State.INCOMPLETE, make_call(cast, closes_in=-3), cast)
    item = file.complements.get().items.get()
    completeness.answer_item(item.pk, by=cast.signatory, reply="Réponse en préparation")
    client.force_login(cast.instructor)
    url = reverse("reviews:read", args=[file.number])
    assert "Réponse en préparation" not in client.get(url).content.decode()
    completeness.complete(file.pk, by=cast.signatory)
    assert "Réponse en préparation" in client.get(url).content.decode()


def test_an_inadmissibility_is_proposed_with_its_ground_and_facts(client, cast, submitted):
    client.force_login(cast.instructor)
    url = reverse("reviews:propose", args=[submitted.number, "refuse"])
    page = client.post(url, {"motive": ""})
    assert page.status_code == 422
    ground = client.get(url).context["form"].fields["ground"].queryset.first()
    assert client.post(url, {"ground": ground.pk, "motive": "Reçu le lendemain."}).status_code == 302
    decision = submitted.decisions.get()
    assert (decision.kind, decision.ground, decision.motive) == ("refuse", ground, "Reçu le lendemain.")
    assert fresh(submitted).state == State.SUBMITTED


def test_notes_are_for_the_authority_alone(client, cast, submitted):
    client.force_login(cast.instructor)
    url = reverse("reviews:note", args=[submitted.number])
    assert client.post(url, {"text": " "}).status_code == 422
    assert client.post(url, {"text": "Appeler la structure."}).status_code == 302
    assert Note.objects.get().author == cast.instructor
    page = reverse("reviews:read", args=[submitted.number])
    for who, seen in (("manager", True), ("director", True), ("finance", False), ("president", False)):
        client.force_login(getattr(cast, who))
        assert ("Appeler la structure." in client.get(page, follow=True).content.decode()) is seen, who
    client.force_login(cast.signatory)
    assert (
        "Appeler la structure."
        not in client.get(reverse("applications:file", args=[submitted.number])).content.decode()
    )


def test_marking_saves_itself_and_is_submitted_once(client, cast, admissible):
    reading.assign(admissible.pk, cast.expert, by=cast.manager)
    reading.declare(admissible.pk, by=cast.expert, has_conflict=False)
    client.force_login(cast.expert)
    url, submit = (reverse(f"reviews:{name}", args=[admissible.number]) for name in ("score", "submit"))
    first, *others = admissible.call.criteria.all()
    saved = client.post(
        url, {f"mark-{first.pk}": "4", f"why-{first.pk}": WHY}, headers={"HX-Request": "true"}
    )
    assert saved.status_code == 204
    assert "jalon:saved" in saved["HX-Trigger"]
    page = client.get(submit).content.decode()
    assert "Notez « Équipe »." in page
    assert client.post(submit).status_code == 422
    bad = client.post(url, {f"mark-{first.pk}": "9"}, headers={"HX-Request": "true"})
    assert bad.status_code == 422
    full = {"advice": "favourable", "strengths": "Équipe solide"}
    for criterion in (first, *others):
        full |= {f"mark-{criterion.pk}": "4", f"why-{criterion.pk}": WHY}
    assert client.post(url, full | {"submit": "1"}).url == submit
    assert client.post(submit).status_code == 302
    assert client.post(submit).status_code == 302
    assert Review.objects.get().points == 80
    late = client.post(url, full | {f"mark-{first.pk}": "1"})
    assert late.status_code == 422
    assert "elle ne se modifie plus" in late.content.decode()
    assert Review.objects.get().points == 80


def test_an_expert_without_assignment_sees_nothing(client, cast, admissible):
    client.force_login(cast.second_expert)
    for name in ("score", "read", "file", "declare"):
        assert client.get(reverse(f"reviews:{name}", args=[admissible.number])).status_code == 404


def test_the_matrix_assigns_withdraws_and_says_why_not(client, cast, admissible):
    reading.assign(admissible.pk, cast.second_expert, by=cast.manager)
    reading.declare(admissible.pk, by=cast.second_expert, has_conflict=True, motive="Lien familial.")
    client.force_login(cast.manager)
    url = reverse("reviews:assignments", args=[admissible.call.slug])
    page = client.get(url).content.decode()
    assert "Conflit d’intérêts déclaré" in page
    given, barred = (f"{admissible.pk}-{who.pk}" for who in (cast.expert, cast.second_expert))
    refused = client.post(url, {"pair": [given, barred]})
    assert refused.status_code == 422
    assert "Conflit d’intérêts déclaré" in refused.content.decode()
    assert [row.reader for row in Assignment.objects.current()] == [cast.expert]
    assert client.post(url, {"seen": [given], "pair": [given]}).status_code == 302
    assert client.post(url, {"seen": [given], "pair": [], "reason": "Indisponible"}).status_code == 302
    assert not Assignment.objects.current().exists()
    assert client.post(url, {"pair": ["0-0", "zz", "1-99999"]}).status_code == 302


def test_the_report_is_drafted_established_and_the_instruction_closed_then_resumed(client, cast, admissible):
    from tests.factories.files import Walk

    walk = Walk(admissible.call, cast, admissible)
    walk.at = admissible.admitted_at
    walk.read()
    client.force_login(cast.instructor)
    url = reverse("reviews:report", args=[admissible.number])
    conclude = reverse("reviews:conclude", args=[admissible.number])
    assert "Le rapport d’instruction n’est pas établi." in client.post(conclude).content.decode()
    missing = client.post(url, {"regularity": "Conforme", "sign": "1"})
    assert missing.status_code == 422
    assert "Complétez les points forts." in missing.content.decode()
    assert Report.objects.get().regularity == "Conforme"
    full = dict.fromkeys(("regularity", "fit", "strengths", "reserves", "cost"), WHY) | {
        "advice": "favourable"
    }
    assert client.post(url, full | {"sign": "1"}).status_code == 302
    assert client.post(url, full).status_code == 422
    assert client.post(conclude).status_code == 302
    assert fresh(admissible).state == State.REVIEWED
    client.force_login(cast.manager)
    resume = reverse("reviews:resume", args=[admissible.number])
    assert client.post(resume, {"reason": ""}).status_code == 422
    assert client.post(resume, {"reason": "Pièce nouvelle à examiner."}).status_code == 302
    assert fresh(admissible).state == State.ADMISSIBLE


def test_a_label_is_met_or_not_and_not_ranked(client, cast):
    call = make_call(cast, kind=Kind.LABEL, closes_in=-3)
    call.criteria.update(maximum=1)
    file = reach(State.ADMISSIBLE, call, cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    reading.declare(file.pk, by=cast.expert, has_conflict=False)
    client.force_login(cast.expert)
    page = client.get(reverse("reviews:score", args=[file.number])).content.decode()
    assert "Satisfait" in page
    assert "coefficient" not in page
    client.force_login(cast.manager)
    assert (
        "Critères satisfaits" in client.get(reverse("reviews:ranking", args=[file.lot_id])).content.decode()
    )
