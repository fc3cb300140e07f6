"""Who reads what: proposed with its reasons, adjusted, applied as ticked; given back and taken up; followed."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import InterestKind, Level, OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Establishment, Expertise, Interest, Organisation, StructureCategory, Territory
from accounts.naming import the_category, the_language, the_territory
from accounts.services.expertise import save_expertise
from applications.enums import State
from applications.models import Application
from engine import reading_assign
from notifications.catalogue.terms import overdue
from notifications.models import Message
from notifications.services import tell
from reviews.models import Assignment, ReadingPlan, Review
from reviews.queries import planning as plans
from reviews.queries.affinity import AFFINITIES, Words, closeness, shared
from reviews.queries.progress import advances, total
from reviews.queries.replacing import replacements
from reviews.services import assigning, planning, reading, reminding, replacing, solving
from tests.factories import make_call, member, person
from tests.factories.offers import appoint

pytestmark = pytest.mark.django_db

FOREVER = (0, None)


def territory(code: str) -> Territory:
    return Territory.objects.get(level=Level.DEPARTEMENT, code=code)


def category(code: str) -> StructureCategory:
    return StructureCategory.objects.get(code=code)


def admissible(call, cast, count: int, *, first=1) -> list[Application]:
    """Files to read, of as many structures, CSAPA in the Loire then CAARUD in the Rhône, written directly."""
    sites = [("197", "42"), ("178", "69")]
    found = []
    for rank in range(first, first + count):
        code, place = sites[(rank - 1) % 2]
        structure = Organisation.objects.create(
            kind=OrganisationKind.APPLICANT, name=f"Structure {rank}", territory=territory(place)
        )
        Establishment.objects.create(organisation=structure, name=f"Site {rank}", category=category(code))
        fields = {"state": State.ADMISSIBLE, "title": f"Projet {rank}", "form": call.forms.first()}
        deposit = {
            "submitted_at": call.opens_at,
            "submitted_by": cast.signatory,
            "received_at": call.opens_at,
        }
        admission = {"admitted_at": call.opened_at, "admitted_by": cast.instructor, "with_money": True}
        found.append(
            call.applications.create(
                number=f"{call.number}-{rank:04d}",
                lot=call.lots.first(),
                structure=structure,
                **fields | deposit | admission,
            )
        )
    return found


def expert(call, cast, name: str):
    one = person(f"{name.lower()}@lecture.test", name, "Lectrice")
    appoint(call, one, Role.EXPERT, by=cast.manager)
    return one


@pytest.fixture
def call(cast):
    call = make_call(cast, closes_in=-3)
    call.opened_at = call.closes_at + timedelta(hours=1)
    call.save()
    return call


def asked(call, cast, *readers, per_file=2, bounds=FOREVER, **options) -> ReadingPlan:
    bounds = {reader.pk: bounds for reader in readers}
    row = planning.ask(call, by=cast.manager, bounds=bounds, per_file=per_file, **options)
    solving.solve("plan", row.pk)
    return ReadingPlan.objects.get(pk=row.pk)


def url(name, call, *more):
    return reverse(f"reviews:{name}", args=[call.slug, *more])


def given(call) -> set[tuple[str, object]]:
    rows = Assignment.objects.current().filter(application__call=call).select_related("application", "reader")
    return {(row.application.number, row.reader) for row in rows}


def tell_all():
    for pk in Assignment.objects.values_list("pk", flat=True):
        tell("assignment", pk)


def test_what_brings_a_reader_close_is_weighed_and_told():
    assert sum(row.weight for row in AFFINITIES) == 1
    file = {"category": ["178", "197"], "territory": ["departement:42", "region:84"], "language": ["ro"]}
    region = {"category": [], "territory": ["region:84"], "language": []}
    both = {"category": ["197"], "territory": ["departement:42", "region:84"], "language": ["ro", "es"]}
    words = Words()
    assert words.why(shared(file, both)) == "connaît la Loire (42)\u00a0; lit les CSAPA\u00a0; lit le roumain"
    assert words.why(shared(file, region)) == "connaît l’Auvergne-Rhône-Alpes"
    assert words.why(shared(file, {})) == ""
    assert [float(closeness(shared(file, reader))) for reader in (both, region, {})] == [1, 0.3, 0]


def test_names_take_their_article():
    codes = ["42", "38", "34", "89", "69", "22", "75", "974", "90"]
    assert [the_territory(territory(code)) for code in codes] == [
        "la Loire (42)", "l’Isère (38)", "l’Hérault (34)", "l’Yonne (89)", "le Rhône (69)",
        "les Côtes-d’Armor (22)", "Paris (75)", "La Réunion (974)", "le Territoire de Belfort (90)",
    ]  # fmt: skip
    assert [the_language(code) for code in ("ro", "ar", "lsf")] == [
        "le roumain", "l’arabe", "la langue des signes française",
    ]  # fmt: skip
    assert [the_category(category(code)) for code in ("197", "124")] == ["les CSAPA", "les centres de santé"]


def test_the_frozen_problem_holds_all_that_decides_and_the_engine_reads_it(cast, call):
    files = admissible(call, cast, 4)
    third = expert(call, cast, "Troisième")
    save_expertise(cast.expert, categories=[category("197")], territories=[territory("42")], languages=[])
    reading.assign(files[0].pk, cast.second_expert, by=cast.manager)
    reading.assign(files[1].pk, cast.expert, by=cast.manager)
    reading.declare(files[1].pk, by=cast.expert, has_conflict=True, motive="Ancien employeur")
    Interest.objects.create(person=third, kind=InterestKind.FAMILY, organisation=files[2].structure)
    member(cast.second_expert, files[3].structure, Role.EDITOR)
    bounds = {cast.expert.pk: (1, 3), third.pk: FOREVER}
    problem = plans.problem_of(call, cast.manager, bounds, per_file=1)
    names = {str(one): one for one in (cast.expert, cast.second_expert, third)}
    number = {file.number: rank for rank, file in enumerate(files)}
    assert {(number[file], names[reader]) for file, reader in problem["conflicts"]} == {
        (1, cast.expert), (2, third), (3, cast.second_expert),
    }  # fmt: skip
    assert problem["kept"] == [[files[0].number, str(cast.second_expert)]]
    # Who takes no part but reads already keeps what they have and gets nothing more.
    assert {row["id"]: (row["min"], row["max"]) for row in problem["readers"]} == {
        str(cast.expert): (1, 3), str(third): (0, 4), str(cast.second_expert): (0, 1),
    }  # fmt: skip
    assert problem["affinity"][files[2].number] == {str(cast.expert): 0.8}
    again = plans.problem_of(call, cast.manager, dict(reversed(bounds.items())), per_file=1)
    assert again == problem
    answer = reading_assign.run({key: problem[key] for key in plans.ENGINE_KEYS})
    assert answer["status"] == "optimal"
    assert [files[2].number, str(cast.expert)] in answer["pairs"]


def test_what_exceeds_the_number_asked_or_lies_in_another_lot_counts_in_the_loads(cast, call):
    files = admissible(call, cast, 3)
    other = call.lots.create(code="2", title="Autre lot")
    Application.objects.filter(pk=files[2].pk).update(lot=other)
    for file in (files[0], files[2]):
        reading.assign(file.pk, cast.expert, by=cast.manager)
    reading.assign(files[0].pk, cast.second_expert, by=cast.manager)
    bounds = {cast.expert.pk: (3, 5), cast.second_expert.pk: (0, 5)}
    problem = plans.problem_of(call, cast.manager, bounds, lot=files[0].lot, per_file=1)
    assert problem["files"] == [files[0].number, files[1].number]
    assert problem["kept"] == [[files[0].number, str(cast.expert)]]
    assert problem["context"]["beyond"] == [[files[0].number, str(cast.second_expert)]]
    assert {row["id"]: (row["min"], row["max"]) for row in problem["readers"]} == {
        str(cast.expert): (2, 4), str(cast.second_expert): (0, 4),
    }  # fmt: skip
    plan = asked(call, cast, cast.expert, cast.second_expert, per_file=1, lot=files[0].lot)
    shown = plans.preview(plan)
    assert {load.reader: load.count for load in shown.loads} == {cast.expert: 2, cast.second_expert: 2}
    assert (shown.added, shown.held) == (1, 2)


def test_a_distribution_is_asked_shown_adjusted_and_applied_as_ticked(client, cast, call):
    files = admissible(call, cast, 4)
    third = expert(call, cast, "Troisième")
    save_expertise(third, categories=[category("197")], territories=[territory("42")], languages=[])
    Interest.objects.create(person=third, kind=InterestKind.FAMILY, organisation=files[2].structure)
    reading.assign(files[3].pk, cast.second_expert, by=cast.manager)
    client.force_login(cast.manager)
    form = client.get(url("plans", call))
    assert "CSAPA\u00a0; Loire (42)" in form.content.decode()
    readers = (cast.expert, cast.second_expert, third)
    data = {f"take-{one.pk}": "on" for one in readers} | {"per_file": "2"}
    assert client.post(url("plans", call), data | {"per_file": "4"}).status_code == 422
    assert (
        client.post(
            url("plans", call), data | {f"least-{third.pk}": "3", f"most-{third.pk}": "1"}
        ).status_code
        == 422
    )
    page = client.post(url("plans", call), data | {"due_on": (date.today() + timedelta(days=30)).isoformat()})
    plan = ReadingPlan.objects.get()
    assert page.url == url("plan", call, plan.pk)
    state = url("plan_state", call, plan.pk)
    assert "every 2s" in client.get(state).content.decode()
    assert "En calcul" in client.get(page.url).content.decode()
    assert solving.solve("plan", plan.pk)
    assert not solving.solve("plan", plan.pk)
    assert "every 2s" not in client.get(state).content.decode()
    shown = client.get(page.url)
    text, preview = shown.content.decode(), shown.context["preview"]
    assert "connaît la Loire (42)\u00a0; lit les CSAPA" in text
    assert "Lien déclaré avec la structure" in text
    assert "Déjà confiée" in text
    columns = [load.reader for load in preview.loads]
    assert all([cell.reader for cell in line.cells] == columns for line in preview.lines)
    # Take one file from who was proposed, give it to whoever was not.
    line = preview.lines[0]
    out, (into,) = line.given[0], [cell for cell in line.cells if not cell.ticked]
    ticked = [cell.key for row in preview.lines for cell in row.given if not cell.fixed]
    data = {"seen": ticked, "pair": [key for key in ticked if key != out.key] + [into.key], "apply": "1"}
    confirm = client.post(url("adjust", call, plan.pk), data)
    assert confirm.url == url("apply_plan", call, plan.pk)
    assert "Confier 7 lectures" in client.get(confirm.url).content.decode()
    assert not Assignment.objects.exclude(application=files[3]).exists()
    assert client.post(confirm.url).status_code == 302
    assert (files[0].number, into.reader) in given(call)
    assert (files[0].number, out.reader) not in given(call)
    assert (files[3].number, cast.second_expert) in given(call)
    assert len(given(call)) == 8
    plan = ReadingPlan.objects.get()
    assert (plan.applied_by, plan.applied_at is not None) == (cast.manager, True)
    whys = set(Assignment.objects.filter(reader=third).values_list("why", flat=True))
    assert "connaît la Loire (42)\u00a0; lit les CSAPA" in whys
    assert client.post(confirm.url).status_code == 302  # already applied: back to the plan
    with pytest.raises(Refused, match="déjà appliquée"):
        planning.apply(plan.pk, by=cast.manager)
    tell_all()
    told = Message.objects.filter(key="assignments")
    loads = Counter(Assignment.objects.exclude(why="").values_list("reader", flat=True))
    assert sorted(told.values_list("recipient", flat=True)) == sorted(pk for pk in loads if loads[pk] > 1)
    assert f"{loads[third.pk]} dossiers à lire" in told.get(recipient=third).body


def test_a_distribution_out_of_date_gives_nothing(client, cast, call):
    files = admissible(call, cast, 2)
    third = expert(call, cast, "Troisième")
    client.force_login(cast.manager)

    def changed(sentence):
        plan = asked(call, cast, cast.expert, third, per_file=1)
        before = given(call)
        yield
        page = client.post(url("apply_plan", call, plan.pk))
        assert page.status_code == 422
        assert sentence in page.content.decode()
        assert "n’est plus à jour" in client.get(url("plan", call, plan.pk)).content.decode()
        assert given(call) >= before
        assert not ReadingPlan.objects.get(pk=plan.pk).applied_at
        yield

    story = changed("Des dossiers ont été confiés ou retirés.")
    next(story)
    reading.assign(files[0].pk, cast.expert, by=cast.manager)
    next(story)
    story = changed("Des conflits d’intérêts ont été déclarés")
    next(story)
    Interest.objects.create(person=third, kind=InterestKind.PAST, organisation=files[1].structure)
    next(story)
    story = changed("Les lecteurs possibles ne sont plus les mêmes.")
    next(story)
    call.appointments.filter(person=third).update(ended_at=timezone.now())
    next(story)
    assert given(call) == {(files[0].number, cast.expert)}


def test_one_unlawful_pair_and_nothing_is_given(cast, call):
    files = admissible(call, cast, 2)
    Interest.objects.create(person=cast.expert, kind=InterestKind.PAST, organisation=files[1].structure)
    reading.assign(files[0].pk, cast.second_expert, by=cast.manager)
    pairs = [
        (files[0], cast.expert),
        (files[1], cast.expert),
        (files[0], cast.second_expert),
        (files[1], cast.stranger),
    ]
    with pytest.raises(Refused) as refused:
        assigning.give_together(call, {(file.pk, who.pk): "" for file, who in pairs}, by=cast.manager)
    reasons = " ".join(refused.value.reasons)
    assert "Lien déclaré avec la structure" in reasons
    assert "déjà confié à Emile Second" in reasons
    assert "Iris Inconnue n’est ni expert" in reasons
    assert given(call) == {(files[0].number, cast.second_expert)}
    one = {"per_file": 1, "files": ["a"], "readers": [{"id": "r", "min": 0, "max": 1}]}
    unlawful = reading_assign.problem_of(one | {"conflicts": [["a", "r"]]})
    with pytest.raises(RuntimeError):
        planning.check(unlawful, [("a", "r")])


def test_an_impossible_distribution_says_why_and_what_to_change(client, cast, call):
    admissible(call, cast, 3)
    readers = (cast.expert, cast.second_expert)
    client.force_login(cast.manager)
    plan = asked(call, cast, *readers, bounds=(0, 1))
    page = client.get(url("plan", call, plan.pk)).content.decode()
    assert "Les maximums des lecteurs font ensemble 2 lectures" in page
    assert "Ajoutez 2 dossiers au maximum de chaque lecteur" in page
    assert "Demandez 1 lecture par dossier." not in page  # three readings still exceed two
    assert asked(call, cast, *readers, bounds=(0, 3)).result["status"] == "optimal"
    assert asked(call, cast, *readers, bounds=(0, 2)).result["remedies"] == [
        "Ajoutez 1 dossier au maximum de chaque lecteur, ou faites participer d’autres lecteurs.",
        "Demandez 1 lecture par dossier.",
    ]
    least = asked(call, cast, *readers, per_file=1, bounds=(3, 3))
    assert least.result["remedies"] == ["Baissez les minimums\u00a0: sans eux, une répartition existe."]
    assert client.get(url("apply_plan", call, plan.pk)).status_code == 302
    with pytest.raises(Refused, match="pas de réponse"):
        planning.apply(plan.pk, by=cast.manager)


def test_a_manager_in_conflict_finds_no_trace_of_the_file(client, cast, call):
    files = admissible(call, cast, 2)
    colleague = person("collegue@ars.test", "Cléo", "Collègue")
    member(colleague, cast.authority, Role.MANAGER)
    plan = asked(call, cast, cast.expert, cast.second_expert, per_file=1)
    planning.apply(plan.pk, by=cast.manager)
    reading.declare(files[0].pk, by=colleague, has_conflict=True, motive="Parent")
    client.force_login(colleague)
    assert client.get(url("plan", call, plan.pk)).status_code == 404
    for name in ("plans", "assignments", "progress"):
        assert files[0].number not in client.get(url(name, call)).content.decode()
    assert total(advances(call, colleague)).given == 1
    assert total(advances(call, cast.manager)).given == 2
    mine = planning.ask(call, by=colleague, bounds={cast.expert.pk: FOREVER}, per_file=1)
    assert mine.problem["files"] == [files[1].number]
    left = Assignment.objects.get(application=files[0])
    reading.declare(files[0].pk, by=left.reader, has_conflict=True, motive="Ami")
    assert [row.left for row in replacements(call, cast.manager)] == [left]
    assert replacements(call, colleague) == []


def test_a_reading_declined_is_taken_up_by_the_nearest_free_reader(client, cast, call):
    (file,) = admissible(call, cast, 1)
    call.reviews_per_file = 1
    call.save()
    near, full, free = (expert(call, cast, name) for name in ("Proche", "Pleine", "Libre"))
    for one in (near, full):
        save_expertise(one, categories=[category("197")], territories=[territory("42")], languages=[])
    save_expertise(free, categories=[], territories=[territory("42")], languages=[])
    Interest.objects.create(person=near, kind=InterestKind.PAST, organisation=file.structure)
    call.appointments.filter(person=full).update(most_files=0)
    reading.assign(file.pk, cast.expert, by=cast.manager, due_on=date.today() + timedelta(days=2))
    client.force_login(cast.expert)
    decline = reverse("reviews:decline", args=[file.number])
    assert file.structure.name in client.get(decline).content.decode()
    assert client.post(decline, {"reason": " "}).status_code == 422
    assert client.post(decline, {"reason": "Je manque de temps."}).status_code == 302
    assert client.get(decline).status_code == 404
    tell_all()
    assert Message.objects.filter(recipient=cast.manager, key="reading_declined").count() == 1
    client.force_login(cast.manager)
    page = client.get(url("assignments", call)).content.decode()
    assert "Je manque de temps." in page
    assert "Connaît la Loire (42)." in page
    left = Assignment.objects.get(reader=cast.expert)
    stale = client.post(url("replace", call), {"replacement": f"{left.pk}-{full.pk}"})
    assert stale.status_code == 422
    assert client.post(url("replace", call), {"replacement": "zzz"}).status_code == 422
    assert not Assignment.objects.current().exists()
    assert client.post(url("replace", call), {"replacement": f"{left.pk}-{free.pk}"}).status_code == 302
    row = Assignment.objects.current().get()
    assert (row.reader, row.why) == (free, "connaît la Loire (42)")
    assert row.due_on == date.today() + timedelta(days=15)
    assert replacements(call, cast.manager) == []
    Review.objects.create(assignment=row, submitted_at=timezone.now(), advice="favourable")
    with pytest.raises(Refused, match="ne se décline plus"):
        replacing.decline(file.pk, by=free, reason="Trop tard")


def test_progress_counts_what_each_did_and_reminds_once_a_day(client, cast, call, django_assert_num_queries):
    files = admissible(call, cast, 4)
    for file in files:
        reading.assign(file.pk, cast.expert, by=cast.manager, due_on=date.today() + timedelta(days=1))
    reading.assign(files[0].pk, cast.second_expert, by=cast.manager)
    for file in files[:2]:
        reading.declare(file.pk, by=cast.expert, has_conflict=False)
    reading.save_review(files[0].pk, by=cast.expert, scores={})
    rows = Assignment.objects.filter(reader=cast.expert)
    Review.objects.create(
        assignment=rows.get(application=files[1]), submitted_at=timezone.now(), advice="favourable"
    )
    rows.filter(application=files[2]).update(due_on=date.today() - timedelta(days=1))
    line, other = advances(call, cast.manager)
    assert (line.given, line.declared, line.begun, line.submitted, line.late, line.left) == (4, 2, 2, 1, 1, 3)
    assert (line.reader, other.reader) == (cast.expert, cast.second_expert)
    assert other.last is None
    client.force_login(cast.manager)
    assert "1 sur 5" in client.get(url("progress", call)).content.decode()
    remind = url("remind", call)
    assert client.post(remind, {"reader": cast.expert.pk}).status_code == 302
    again = client.post(remind, {"reader": cast.expert.pk})
    assert again.status_code == 422
    assert "déjà été relancée aujourd’hui" in again.content.decode()
    assert client.post(remind, {"reader": "zzz"}).status_code == 422
    tell_all()
    nudge = Message.objects.get(key="reading_nudge")
    assert nudge.recipient == cast.expert
    assert "3 expertises à rendre" in nudge.body
    assert "dont 1 en retard" in nudge.body
    Assignment.objects.update(reminded_at=timezone.now() - timedelta(days=1))
    assert reminding.remind(call, cast.expert.pk, by=cast.manager) == 3


def test_the_pages_cost_the_same_for_one_file_and_for_three(client, cast, call):
    client.force_login(cast.manager)
    admissible(call, cast, 1)

    def costs() -> list[int]:
        plan = asked(call, cast, cast.expert, cast.second_expert, per_file=1)
        found = []
        for page in (
            url("assignments", call),
            url("plans", call),
            url("plan", call, plan.pk),
            url("progress", call),
        ):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            planning.apply(plan.pk, by=cast.manager)
        return [*found, len(queries)]

    once = costs()
    Assignment.objects.all().delete()
    ReadingPlan.objects.all().delete()
    admissible(call, cast, 2, first=2)
    expert(call, cast, "Troisième")
    assert costs() == once


def test_one_says_what_one_reads_best_and_the_manager_how_much(client, cast, call):
    client.force_login(cast.expert)
    page = reverse("accounts:expertise")
    data = {"categories": [category("197").pk], "territories": [territory("42").pk], "languages": ["ro"]}
    assert client.post(page, data | {"languages": ["klingon"]}).status_code == 422
    assert not Expertise.objects.exists()
    assert client.post(page, data).status_code == 302
    text = client.get(page).content.decode()
    assert "(1 coché)" in text
    client.force_login(cast.manager)
    people = reverse("calls:appointments", args=[call.slug])
    assert "CSAPA\u00a0; Loire (42)\u00a0; Roumain" in client.get(people).content.decode()
    row = call.appointments.get(person=cast.expert)
    loads = reverse("calls:loads", args=[call.slug])
    wrong = client.post(loads, {f"least-{row.pk}": "4", f"most-{row.pk}": "2"})
    assert wrong.status_code == 422
    assert 'value="4"' in wrong.content.decode()
    assert client.post(loads, {f"least-{row.pk}": "2", f"most-{row.pk}": "5"}).status_code == 302
    row.refresh_from_db()
    assert (row.least_files, row.most_files) == (2, 5)
    client.force_login(cast.instructor)
    assert client.post(loads, {f"least-{row.pk}": "0"}).status_code == 403


@pytest.mark.parametrize(("days", "label"), [(0, ""), (1, "D+1"), (2, ""), (8, "D+8"), (9, ""), (15, "D+15")])
def test_what_is_late_is_reminded_the_day_after_then_weekly(days, label):
    term = date(2026, 3, 2)
    assert overdue(term, term + timedelta(days=days)) == label
