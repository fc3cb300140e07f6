"""Ties found, conflicts declared on an agenda, ties set aside: what each takes away, and the register that keeps them."""

import csv
import io
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Interest, Person
from applications.enums import State
from applications.models import Application
from calls.models import Appointment
from notifications.models import Message
from notifications.services import sweep, tell
from reviews.models import AgendaDeclaration, AgendaItem, Assignment, Conflict, Meeting, Waiver
from reviews.queries import ranking_of
from reviews.queries.deports import ties_of
from reviews.services import interests, reading
from tests.factories import fill, make_call, member, person, started
from tests.factories.files import Walk

pytestmark = pytest.mark.django_db


def file_of(call, cast, structure, by, *steps, values=(4, 3, 3)):
    walk = Walk(call, cast, fill(started(call, cast, structure=structure, by=by), cast, by=by))
    walk.submitted(by=by)
    for step in ("opened", "admissible"):
        getattr(walk, step)()
    walk.read(values)
    return walk.file


@pytest.fixture
def world(cast):
    """Two admissible files read by both experts, and a convened meeting on both."""
    call = make_call(cast, closes_in=-3)
    mine = file_of(call, cast, cast.structure, cast.signatory, values=(5, 5, 5))
    theirs = file_of(call, cast, cast.other_structure, cast.rival, values=(3, 3, 3))
    now = timezone.now()
    meeting = Meeting.objects.create(
        call=call, number=1, starts_at=now, place="Lyon", created_by=cast.manager, convened_at=now,
        convened_by=cast.manager,
    )  # fmt: skip
    for position, file in enumerate((mine, theirs), start=1):
        AgendaItem.objects.create(meeting=meeting, application=file, position=position)
    return SimpleNamespace(call=call, mine=mine, theirs=theirs, meeting=meeting)


def points(file):
    return next(len(row.totals) for row in ranking_of(file.lot) if row.application.pk == file.pk)


def test_a_tie_that_appears_later_sets_the_review_aside(client, cast, world):
    """Declared: at once. Found elsewhere: by the beat. Both told, without naming to the person a file now closed."""
    file = world.mine
    interests.declare_interest(by=cast.expert, kind="past", organisation=cast.structure)
    row = file.assignments.get(reader=cast.expert)
    assert (row.tied, points(file), points(world.theirs)) == (True, 1, 2)
    assert (
        row.end_reason
        == "Lien trouvé\u00a0: lien déclaré avec la structure\u00a0: Ancien employeur (cinq dernières années)"
    )
    member(cast.second_expert, cast.union, Role.UNION_DELEGATE)
    assert points(file) == 1
    assert interests.end_tied_readings() == 1
    assert interests.end_tied_readings() == 0
    assert not [
        row for row in ranking_of(file.lot) if row.application.pk == file.pk and row.points is not None
    ]
    sweep()
    told = {m.recipient: m for m in Message.objects.filter(key__startswith="reading_tied")}
    assert set(told) == {cast.expert, cast.second_expert, cast.manager}
    assert "à laquelle adhère la structure" in told[cast.second_expert].body
    for who in (cast.expert, cast.second_expert):
        assert file.number not in told[who].subject + told[who].body
        assert cast.structure.name not in told[who].body
    client.force_login(cast.manager)
    page = client.get(reverse("reviews:file", args=[file.number])).content.decode()
    assert "Lien trouvé" in page


def test_what_was_decided_keeps_its_readings(cast, world):
    Application.objects.filter(pk=world.mine.pk).update(
        state=State.REJECTED, concluded_at=timezone.now(), concluded_by=cast.instructor,
        decided_at=timezone.now(), decided_by=cast.director, ended_at=timezone.now(),
    )  # fmt: skip
    interests.declare_interest(by=cast.expert, kind="past", organisation=cast.structure)
    assert not Assignment.objects.filter(tied=True).exists()


def test_a_tie_is_set_aside_by_a_manager_with_a_reason(client, cast, world):
    """Never one's own, never a declared conflict, never for who signs for the structure; the reading goes on."""
    file, url = world.mine, reverse("reviews:waive", args=[world.mine.number, cast.expert.pk])
    client.force_login(cast.manager)
    assert client.get(url).status_code == 404
    interests.declare_interest(by=cast.expert, kind="past", organisation=cast.structure)
    assert "Ancien employeur" in client.get(url).content.decode()
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Stage de deux mois en 2021."}).status_code == 302
    assert client.post(url, {"reason": "Encore."}).status_code == 422
    row = Waiver.objects.get()
    assert (row.by, points(file)) == (cast.manager, 2)
    assert not file.assignments.filter(tied=True).exists()
    page = client.get(reverse("reviews:register", args=[world.call.slug])).content.decode()
    assert "Stage de deux mois en 2021." in page
    sweep()
    assert Message.objects.get(key="tie_waived").recipient == cast.expert
    for who in (cast.instructor, cast.expert):
        client.force_login(who)
        assert client.post(url, {"reason": "Non."}).status_code == 403
    declaring, signing = cast.president, cast.commissioner
    reading.declare(file.pk, by=declaring, has_conflict=True, motive="Ma sœur y travaille.")
    Interest.objects.create(person=declaring, kind="family", organisation=cast.structure)
    member(signing, cast.structure, Role.SIGNATORY)
    client.force_login(cast.manager)
    for who, said in ((declaring, "il ne s’écarte pas"), (signing, "écrit ou signe pour la structure")):
        answer = client.post(reverse("reviews:waive", args=[file.number, who.pk]), {"reason": "Bénin."})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    member(cast.manager, cast.union, Role.UNION_DELEGATE)
    own = reverse("reviews:waive", args=[file.number, cast.manager.pk])
    assert client.post(own, {"reason": "Moi-même."}).status_code == 404
    assert Waiver.objects.count() == 1


def test_the_register_tells_everything_but_ones_own_files(client, cast, world):
    other = person("responsable2@ars.test", "Mona", "Responsable")
    member(other, cast.authority, Role.MANAGER)
    Interest.objects.create(person=other, kind="family", organisation=cast.other_structure)
    member(cast.finance, cast.union, Role.UNION_DELEGATE)
    reading.declare(world.mine.pk, by=cast.president, has_conflict=True, motive="Ma sœur y travaille.")
    reading.declare(world.theirs.pk, by=cast.president, has_conflict=True, motive="Ancien collègue.")
    over = Interest.objects.create(person=cast.commissioner, kind="past", organisation=cast.structure)
    interests.end_interest(over.pk, by=cast.commissioner)
    client.force_login(other)
    page = client.get(reverse("reviews:register", args=[world.call.slug])).content.decode()
    for shown in (
        "Ma sœur y travaille.",
        "Déport d’office",
        "Fanny Financière",
        "Lien terminé",
        "Côme Commissaire",
    ):
        assert shown in page, shown
    for hidden in ("Ancien collègue.", world.theirs.number, cast.other_structure.name):
        assert hidden not in page, hidden
    answer = client.get(reverse("reviews:register_csv", args=[world.call.slug]))
    lines = list(csv.DictReader(io.StringIO(answer.getvalue().decode().lstrip("\ufeff")), delimiter=";"))
    assert {(row["Personne"], row["Situation"]) for row in lines if row["Dossier"] == world.mine.number} == {
        ("Paule Présidente", "Déport déclaré"),
        ("Fanny Financière", "Déport d’office"),
        ("Côme Commissaire", "Lien terminé"),
        ("Eva Experte", "Aucun intérêt déclaré"),
        ("Emile Second", "Aucun intérêt déclaré"),
    }
    assert not [row for row in lines if row["Dossier"] == world.theirs.number]
    assert "Ancien collègue." in client_page(client, cast.manager, world)


def test_who_owes_a_declaration_is_reminded_once_a_day(client, cast, world):
    newcomer = person("nouvelle@expert.test", "Nina", "Nouvelle")
    for role in (Role.EXPERT, Role.COMMISSION_MEMBER):
        Appointment.objects.create(call=world.call, person=newcomer, role=role, appointed_by=cast.manager)
    assert "Relancer la personne attendue (1)" in client_page(client, cast.manager, world)
    remind = reverse("reviews:remind_to_declare", args=[world.call.slug])
    assert client.post(remind, follow=True).content.decode().count("1 personne relancée par message.") == 1
    again = client.post(remind)
    assert again.status_code == 422
    assert "déjà été relancée aujourd’hui" in again.content.decode()
    for row in Appointment.objects.filter(person=newcomer):
        tell("appointment", row.pk)
    told = Message.objects.get(key="nomination_nudge")
    assert told.recipient == newcomer
    assert "pas encore déclaré vos liens d’intérêt" in told.body
    interests.nominate(world.call, by=newcomer)
    Appointment.objects.update(reminded_at=None)
    assert "ont déclaré leurs liens" in client.post(remind).content.decode()
    client.force_login(cast.instructor)
    assert client.post(remind).status_code == 403


def client_page(client, who, world):
    client.force_login(who)
    return client.get(reverse("reviews:register", args=[world.call.slug])).content.decode()


def test_the_register_costs_the_same_with_more_rows(cast, world, django_assert_num_queries):
    member(cast.finance, cast.union, Role.UNION_DELEGATE)
    with django_assert_num_queries(14):
        assert len(ties_of(world.call, cast.manager)) == 1
    for who in (cast.expert, cast.second_expert, cast.commissioner):
        Interest.objects.create(person=who, kind="past", organisation=cast.structure)
        Interest.objects.create(person=who, kind="past", organisation=cast.other_structure)
    with django_assert_num_queries(14):
        assert len(ties_of(world.call, cast.manager)) == 7


def test_a_member_declares_on_the_whole_agenda_before_any_file_opens(client, cast, world):
    mine, theirs = world.mine, world.theirs
    door = reverse("reviews:agenda_declare", args=[world.meeting.pk])
    for who in (cast.manager, cast.expert):
        client.force_login(who)
        assert client.get(door).status_code == 403
    reading.declare(mine.pk, by=cast.commissioner, has_conflict=False)
    client.force_login(cast.commissioner)
    asked = reverse("reviews:read", args=[mine.number])
    assert client.get(asked).url.startswith(door)
    page = client.get(door).content.decode()
    assert mine.number in page
    assert cast.other_structure.name in page
    assert "Des personnes sans suivi." not in page
    sent = {f"choice-{mine.pk}": "no", f"choice-{theirs.pk}": "yes", "suite": asked}
    assert client.post(door, {f"choice-{mine.pk}": "no"}).status_code == 422
    assert client.post(door, sent).status_code == 422
    assert not AgendaDeclaration.objects.exists()
    assert client.post(door, sent | {f"motive-{theirs.pk}": "Concurrence directe."}).url == asked
    assert client.get(asked).status_code == 200
    assert client.get(reverse("reviews:read", args=[theirs.number])).status_code == 404
    rows = Conflict.objects.filter(person=cast.commissioner, lifted_at=None)
    assert dict(rows.values_list("application__number", "has_conflict")) == {
        mine.number: False,
        theirs.number: True,
    }
    again = client.get(door).content.decode()
    assert theirs.number not in again
    assert "Concurrence directe." in again


def test_a_tie_found_stands_on_the_agenda_without_naming_the_file(client, cast, world):
    member(cast.president, cast.union, Role.UNION_DELEGATE)
    client.force_login(cast.president)
    door = reverse("reviews:agenda_declare", args=[world.meeting.pk])
    page = client.get(door).content.decode()
    assert (
        "Vous êtes membre d’une union à laquelle adhère la structure\u00a0: Union régionale de test." in page
    )
    assert world.mine.number not in page
    assert cast.structure.name not in page
    assert client.post(door, {f"choice-{world.theirs.pk}": "no"}).status_code == 302
    assert AgendaDeclaration.objects.get().person == cast.president
    page = client.get(reverse("reviews:interests")).content.decode()
    assert "Ce qui vous est fermé" in page
    assert world.mine.number not in page


def test_a_closed_meeting_waits_for_nobody(client, cast, world):
    now = timezone.now()
    Meeting.objects.update(opened_at=now, opened_by=cast.president, closed_at=now, closed_by=cast.president)
    client.force_login(cast.president)
    door = reverse("reviews:agenda_declare", args=[world.meeting.pk])
    assert "Cette réunion est close." in client.get(door).content.decode()
    sent = {f"choice-{file.pk}": "no" for file in (world.mine, world.theirs)}
    assert client.post(door, sent).status_code == 200
    assert not AgendaDeclaration.objects.exists()
    assert client.get(reverse("reviews:read", args=[world.mine.number])).url.startswith(
        reverse("reviews:declare", args=[world.mine.number])
    )
    assert Person.objects.filter(pk=cast.president.pk, conflicts=None).exists()
