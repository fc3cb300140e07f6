"""The world is built through the real gate: a small one here, which reaches every state."""

import pytest

from accounts.models import Organisation
from applications.enums import Outcome, State
from applications.models import Application, Argument, Thread
from applications.services.gate import broken_links
from calls.enums import Policy
from calls.models import Call
from demo import build as building
from demo.build.choosing import values
from demo.models import Step, World
from demo.queries import progress, tally
from demo.world import FILES
from documents.models import Document
from reviews.models import Assignment, Decision, Meeting, Opinion, ReadingPlan, Scenario
from reviews.queries import ranking_of

KEPT = {
    "O3": ("lagon", "piton"),
    "N1": ("passerelles", "ariane", "estuaire", "limagne", "allier"),
    "N2": ("passerelles", "belvedere", "vercors", "velay"),
    "N3": ("piton", "vanille"),
    "N4": ("passerelles", "bocage", "oisans"),
    "C6B": ("hurepoix", "plaine"),
}
SAMPLE = {key: tuple(file for file in FILES[key] if file.structure in kept) for key, kept in KEPT.items()}


@pytest.fixture(autouse=True)
def without_breath(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(building, "BREATH", 0)
    settings.MEDIA_ROOT = tmp_path


def test_a_small_world_is_built(db):
    """One building for all that is read of it: it is the dearest of the tests."""
    building.build(files=SAMPLE)
    every_state_is_reached_by_legal_moves()
    everything_invented_is_marked()
    winners_are_ranked_before_the_others()
    a_second_building_does_nothing()


def every_state_is_reached_by_legal_moves():
    files = Application.objects.all()
    assert {file.state for file in files} == set(State)
    assert [file.number for file in files if broken_links(file)] == []
    assert not files.filter(transitions__at__gt=World.objects.get().started_at).exists()


def everything_invented_is_marked():
    assert not Call.objects.exclude(is_demo=True).exists()
    assert not Application.objects.exclude(is_fictitious=True).exists()
    assert not Document.objects.exclude(is_demo=True).exists()
    applicants = Organisation.objects.filter(kind="applicant")
    assert {row.is_fictitious for row in applicants if "ficti" in row.name} == {True}
    assert applicants.filter(is_fictitious=False).count() == 13
    assert not applicants.exclude(siret="", finess="", rna="").exists()


def a_second_building_does_nothing():
    before = (Application.objects.count(), Step.objects.count(), tally())
    assert building.build(files=SAMPLE) is False
    assert before == (Application.objects.count(), Step.objects.count(), tally())
    assert not progress().building


def winners_are_ranked_before_the_others():
    call = Call.objects.get(title__startswith="Équipes mobiles : renforts")
    states = [row.application.state for row in ranking_of(call.lots.get())]
    assert states == [State.SELECTED, State.SELECTED, State.WAITLISTED, State.REJECTED]


JUDGED = {
    "C10": ("oise", "berceau"),
    "N1": ("ariane", "dombes"),
    "N2": ("oisans", "vercors"),
    "N5": ("ehpad-ain", "ehpad-cantal"),
}


def test_the_judging_is_seen(db):
    """A sitting signed and one to come, rules compared, readings shared out, an opinion given, a promotion proposed."""
    building.build(
        files={
            key: tuple(file for file in FILES[key] if file.structure in kept) for key, kept in JUDGED.items()
        }
    )
    held, convened = Meeting.objects.order_by("starts_at")
    assert held.signed_at
    assert held.polls.get().carried
    assert convened.starts_at > World.objects.get().started_at > convened.convened_at
    assert convened.late_reason == ""
    assert convened.items.filter(hearing_at__isnull=False).count() == 2
    compared = Scenario.objects.filter(lot__call=convened.call)
    assert {row.policy for row in compared if row.status == "done"} == set(Policy)
    assert convened.call.policy == Policy.EQUITABLE
    assert ReadingPlan.objects.get().applied_at
    assert Assignment.objects.filter(declined=True).count() == 1
    assert Opinion.objects.get().answered_at
    promotion = Decision.objects.staged().get(kind="promote")
    assert (promotion.proposed_by, promotion.application.structure.short_name) == (
        None,
        "Marches du Vercors (fictive)",
    )


def test_the_union_is_seen(db):
    """A draft with a remark answered, and a library of arguments."""
    building.build(files={"O1": tuple(file for file in FILES["O1"] if file.structure == "passerelles")})
    born = World.objects.get().started_at
    thread = Thread.objects.get()
    assert [row.side for row in thread.remarks.all()] == ["union", "structure"]
    assert all(row.at <= born for row in thread.remarks.all())
    assert Argument.objects.current().count() == 3


def test_a_killed_building_is_taken_up_where_it_stopped(db, monkeypatch):
    small = {"N3": SAMPLE["N3"]}
    perform, done = building.perform, []

    def until_killed(task):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(task.key)
        perform(task)

    monkeypatch.setattr(building, "perform", until_killed)
    with pytest.raises(KeyboardInterrupt):
        building.build(files=small)
    assert progress().building
    monkeypatch.setattr(building, "perform", perform)
    assert building.build(files=small) is True
    assert sorted(Application.objects.values_list("state", flat=True)) == [State.ABANDONED, State.EXPIRED]
    assert Step.objects.filter(key="people").count() == 1


def test_the_outcomes_of_the_tables_are_the_three_that_exist():
    said = {
        file.options.get("outcome", "favourable")
        for rows in FILES.values()
        for file in rows
        if "evaluate" in file.path
    }
    assert said == set(Outcome)


def test_the_values_of_a_reader_come_near_the_quality():
    weights = [4, 4, 4, 4, 2, 2]
    for quality in range(101):
        given = values(weights, 5, quality, quality % 6)
        total = sum(weight * value for weight, value in zip(weights, given, strict=True))
        assert all(0 <= value <= 5 for value in given)
        assert abs(total - quality) <= 4


def test_the_banner_counts_files_then_goes(client, db):
    World.objects.create(files=124)
    Step.objects.create(key="x", files=45)
    page = client.get("/demonstration/avancement/")
    assert "45 dossiers sur 124" in page.content.decode()
    World.objects.update(finished_at=World.objects.get().started_at)
    assert client.get("/demonstration/avancement/")["HX-Refresh"] == "true"


def test_the_accounts_are_shown_on_a_demonstration_only(client, db, settings):
    assert client.get("/demonstration/comptes/").status_code == 404
    settings.DEMO = True
    assert "responsable-aura@demo.jalon.example" in client.get("/demonstration/comptes/").content.decode()
