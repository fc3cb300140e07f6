"""Selections studied on a lot: the five rules on one ranking, the published one applied, each replayed to the letter."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Level, OrganisationKind
from accounts.errors import Forbidden, Refused
from accounts.models import Establishment, Organisation, Place, StructureCategory
from applications.enums import State
from applications.models import Application
from calls.enums import QuestionKind
from calls.models import Question
from engine import instances
from reviews.enums import DecisionKind as K
from reviews.models import Assignment, Conflict, Decision, Review, Scenario, Score
from reviews.queries import ranking_of
from reviews.queries.affinity import traits_of_files
from reviews.queries.deciding import offer_to, proposal
from reviews.queries.groups import groups_of
from reviews.services import scenarios, solving
from tests.factories import make_call
from tests.factories.cast import territory

pytestmark = pytest.mark.django_db

# DOMAIN, rule 10: what each asks in thousands of euros, its points, its département.
EXAMPLE = ((420, 90, "69"), (350, 80, "69"), (300, 70, "01"), (90, 60, "01"))


def ranked(call, cast, rows=EXAMPLE, first=1):
    """Concluded files with one review each, written directly: the machine is not what is tested here."""
    places = {code: territory(Level.DEPARTEMENT, code, code, cast.region) for _, _, code in rows}
    at, lot = call.closes_at + timedelta(hours=2), call.lots.first()
    type(call).objects.filter(pk=call.pk, opened_at=None).update(opened_at=at, opened_by=cast.manager)
    structures = Organisation.objects.bulk_create(
        Organisation(kind=OrganisationKind.APPLICANT, name=f"Structure {rank}", territory=places[code])
        for rank, (_, _, code) in enumerate(rows, start=first)
    )
    by, when = (
        cast.instructor,
        dict.fromkeys(("submitted_at", "received_at", "admitted_at", "concluded_at"), at),
    )
    files = Application.objects.bulk_create(
        Application(
            number=f"{call.number}-{rank:04d}",
            call=call,
            lot=lot,
            structure=structure,
            form=call.forms.first(),
            title=f"Projet {rank}",
            with_money=True,
            requested_amount=asked * 1000,
            requested_places=2,
            state=State.REVIEWED,
            submitted_by=cast.signatory,
            admitted_by=by,
            concluded_by=by,
            **when,
        )
        for rank, (structure, (asked, _, _)) in enumerate(zip(structures, rows, strict=True), start=first)
    )
    readings = Assignment.objects.bulk_create(
        Assignment(application=file, reader=cast.expert, assigned_by=by) for file in files
    )
    reviews = Review.objects.bulk_create(
        Review(assignment=reading, submitted_at=at, points=Decimal(points), advice="favourable")
        for reading, (_, points, _) in zip(readings, rows, strict=True)
    )
    Score.objects.bulk_create(
        Score(review=review, criterion=criterion, value=3)
        for review in reviews
        for criterion in call.criteria.all()
    )
    return files


def world(cast, rows=EXAMPLE, envelope=1_000_000, **rules):
    call = make_call(cast, closes_in=-3, envelope=envelope, **{"partial_minimum_percent": 100, **rules})
    ranked(call, cast, rows)
    lot = call.lots.get()
    lot.ceiling = None
    lot.save()
    return lot


def given(row) -> dict[str, int]:
    """{last figure of the file's number: thousands of euros}"""
    return {award["id"][-1]: award["amount"] // 1000 for award in row.result["selected"]}


def solved(lot, by) -> dict[str, Scenario]:
    """The five rules compared and solved, by policy."""
    scenarios.compare(lot, by=by)
    solving.sweep()
    return {row.policy: row for row in lot.scenarios.all()}


def test_the_five_rules_on_the_worked_example(client, cast, capsys, django_capture_on_commit_callbacks):
    lot = world(cast, policy="partial", partial_minimum_percent=50)
    with django_capture_on_commit_callbacks() as nudges:
        assert len(scenarios.compare(lot, by=cast.manager)) == 5
    assert len(nudges) == 5
    client.force_login(cast.manager)
    url = reverse("reviews:scenarios", args=[lot.pk])
    assert "Calcul en cours" in client.get(url).content.decode()
    rows = solved(lot, cast.manager)
    assert lot.scenarios.count() == 5  # the same inputs are frozen once
    assert given(rows["strict"]) == {"1": 420, "2": 350}
    assert given(rows["partial"]) == {"1": 420, "2": 350, "3": 230}
    assert given(rows["jump"]) == {"1": 420, "2": 350, "4": 90}
    assert given(rows["optimal"]) == {"1": 420, "2": 350, "3": 185, "4": 45}
    assert given(rows["equitable"]) == given(rows["optimal"])
    text = client.get(url).content.decode()
    for said in ("Optimum prouvé", "Déroulé exact", "Règle publiée", "Pour étude seulement", "43,3\u00a0%"):
        assert said in text
    for row in rows.values():
        assert instances.run(row.instance) == row.result  # what `python -m engine select` prints
        with pytest.raises(SystemExit) as ended:
            call_command("replay", row.pk)
        assert ended.value.code == 0
    assert "donne la même réponse" in capsys.readouterr().out
    row.result["left"] += 1
    row.save(update_fields=["result"])
    with pytest.raises(SystemExit) as ended:
        call_command("replay", row.pk)
    assert ended.value.code == 1
    assert "donne une autre réponse (left)" in capsys.readouterr().err
    page = client.get(reverse("reviews:scenario", args=[rows["jump"].pk])).content.decode()
    assert "passent au dossier suivant" in page
    assert "Non servi\u00a0: 0" in page
    data = client.get(reverse("reviews:scenario_data", args=[rows["jump"].pk]))
    assert data.json() == rows["jump"].instance


def test_only_the_published_rule_on_the_data_of_today_is_applied(client, cast):
    lot = world(cast, policy="partial", partial_minimum_percent=50)
    rows = solved(lot, cast.manager)
    client.force_login(cast.manager)
    url = reverse("reviews:apply_scenario", args=[rows["partial"].pk])
    assert "4 décisions seront préparées" in client.get(url).content.decode()
    with pytest.raises(Refused, match="pour étude"):
        scenarios.apply(rows["optimal"].pk, by=cast.manager)
    with pytest.raises(Forbidden):
        scenarios.apply(rows["partial"].pk, by=cast.instructor)
    assert not Decision.objects.exists()
    assert client.post(url).status_code == 302
    staged = [(row.kind, row.amount, row.rank) for row in Decision.objects.order_by("application__number")]
    assert staged == [
        (K.SELECT, 420_000, None),
        (K.SELECT, 350_000, None),
        (K.SELECT, 230_000, None),
        (K.WAITLIST, None, 1),
    ]
    assert "arrêtée au rang 3" in Decision.objects.get(kind=K.WAITLIST).motive
    assert Scenario.objects.get(pk=rows["partial"].pk).applied_by == cast.manager
    Application.objects.filter(number__endswith="0004").update(requested_amount=80_000)
    refused = client.post(url)
    assert refused.status_code == 422
    assert "Les données ont changé depuis ce calcul" in refused.content.decode()
    Review.objects.filter(assignment__application__number__endswith="0004").update(points=70)
    Application.objects.filter(number__endswith="0004").update(requested_amount=300_000)
    for act in (
        lambda: scenarios.apply(rows["partial"].pk, by=cast.manager),
        lambda: solved(lot, cast.manager),
    ):
        with pytest.raises(Refused, match="sont ex æquo au rang 3"):
            act()


def test_the_published_rule_is_still_named_when_the_envelope_alone_changes(client, cast):
    lot = world(cast, policy="partial", partial_minimum_percent=50)
    rows = solved(lot, cast.manager)
    tried = scenarios.study(lot, by=cast.manager, policy="partial", envelope=900_000)
    solving.sweep()

    def told(row):
        row = Scenario.objects.select_related("lot__call").get(pk=row.pk)
        return " ".join(scenarios.refusals_to_apply(row, ranking_of(row.lot)))

    assert "pour étude" in told(tried)
    lot.envelope = 900_000
    lot.save()
    assert "Les données ont changé" in told(rows["partial"])
    assert "pour étude" in told(rows["jump"])
    assert scenarios.study(lot, by=cast.manager, policy="partial") == tried
    lot.envelope = 950_000
    lot.save()
    assert "Les données ont changé" in told(tried)


def test_a_balance_is_published_kept_and_explained_when_it_cannot_be(client, cast):
    empty = territory(Level.DEPARTEMENT, "07", "Ardèche", cast.region)
    lot = world(cast, policy="equitable", envelope=800_000)
    lot.minimums = {"territory": {"69": 1, "01": 2, empty.code: 1}}
    lot.save()
    rows = solved(lot, cast.manager)
    assert given(rows["optimal"]) == {"2": 350, "3": 300, "4": 90}
    assert given(rows["equitable"]) == {"2": 350, "3": 300, "4": 90}
    assert rows["equitable"].instance["floors"] == {"territory": {"01": 2, "69": 1}}
    assert "Règle publiée" in client_text(client, cast.manager, "scenario", rows["equitable"])
    text = client_text(client, cast.manager, "scenario", rows["equitable"])
    assert "Servi\u00a0: 2" in text
    assert "Sans candidat\u00a0: 1" in text
    assert proposal(lot, ranking_of(lot))["available"]
    typed = scenarios.study(
        lot, by=cast.manager, policy="equitable", minimums={"territory": {"69": 2, "01": 1}}, percent=90
    )
    assert typed.label == "Équilibre, au moins 90\u00a0% de la demande, autres nombres de dossiers"
    solving.sweep()
    text = client_text(client, cast.manager, "scenario", typed)
    assert "Aucune sélection ne tient toutes les conditions" not in text  # 378 + 315 + 81 fit 800
    short = scenarios.study(lot, by=cast.manager, policy="equitable", envelope=500_000)
    solving.sweep()
    text = client_text(client, cast.manager, "scenario", short)
    assert "Aucune sélection ne tient toutes les conditions" in text
    assert "l’enveloppe de 500\u202f000\u00a0€" in text
    assert rows["equitable"].instance["names"]["territory"]["01"] == "Ain (01)"
    assert "le territoire Ain (01)" in text
    assert "le territoire 01" not in text


def client_text(client, who, name, row) -> str:
    client.force_login(who)
    return client.get(reverse(f"reviews:{name}", args=[row.pk])).content.decode()


def test_a_variant_is_typed_refused_with_words_and_kept(client, cast):
    lot = world(cast)
    client.force_login(cast.instructor)
    url = reverse("reviews:study", args=[lot.pk])
    shown = client.get(url + "?required=X").context
    assert shown["form"]["policy"].value() == "optimal"
    data = {
        "policy": "strict",
        "envelope": "500 000",
        "percent": "",
        "required": "NUL-1, NUL-1",
        "forbidden": "",
    }
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert "Le dossier NUL-1 n’est pas parmi les dossiers classés" in refused.content.decode()
    data["required"] = f"{lot.call.number}-0004"
    assert "n’admet ni dossier imposé" in client.post(url, data).content.decode()
    assert "supérieure ou égale à 1" in client.post(url, data | {"percent": "0"}).content.decode()
    assert not lot.scenarios.exists()
    done = client.post(url, data | {"policy": "optimal"})
    row = lot.scenarios.get()
    assert done.url == reverse("reviews:scenario", args=[row.pk])
    assert row.instance["envelope"] == 500_000
    solving.sweep()
    number = f"{lot.call.number}-0001"
    asked = reverse("reviews:levers", args=[row.pk, number])
    assert "Recherche en cours" in client.post(asked, HTTP_HX_REQUEST="true").content.decode()
    scenarios.seek_levers(row.pk, number)
    assert "le dossier serait retenu" in client.get(asked).content.decode()


def test_a_conflict_closes_the_selections_of_a_lot(client, cast):
    lot = world(cast)
    row = scenarios.study(lot, by=cast.manager, policy="strict")
    solving.sweep()
    pages = {
        "scenarios": lot.pk,
        "study": lot.pk,
        "scenario": row.pk,
        "scenario_data": row.pk,
        "apply_scenario": row.pk,
        "scenarios_progress": lot.pk,
    }
    client.force_login(cast.manager)
    for name, key in pages.items():
        assert client.get(reverse(f"reviews:{name}", args=[key])).status_code == 200
    Conflict.objects.create(
        application=lot.applications.first(),
        person=cast.manager,
        has_conflict=True,
        motive="Membre du conseil",
    )
    for name, key in pages.items():
        closed = client.get(reverse(f"reviews:{name}", args=[key]))
        assert closed.status_code == 403
        assert "ses sélections ne vous sont pas ouvertes" in closed.content.decode()
        assert "Structure 2" not in closed.content.decode()
    for act in (scenarios.compare, lambda lot, by: scenarios.apply(row.pk, by=by)):
        with pytest.raises(Forbidden):
            act(lot, by=cast.manager)


def test_the_cost_of_the_comparison_does_not_move(client, cast):
    client.force_login(cast.manager)
    costs = set()
    for count in (1, 3):
        rows = [(100 + rank, 90 - rank, "69") for rank in range(count)]
        lot = world(cast, rows, policy="equitable", envelope=250_000)
        solved(lot, cast.manager)
        with CaptureQueriesContext(connection) as queries:
            text = client.get(reverse("reviews:scenarios", args=[lot.pk])).content.decode()
        assert f"{count} dossier" in text
        costs.add(len(queries))
    assert len(costs) == 1
    assert costs.pop() <= 60


def test_one_worker_solves_and_a_lost_one_is_replaced(cast, monkeypatch):
    lot = world(cast)
    row = scenarios.study(lot, by=cast.manager, policy="strict")
    held = solving.claim(Scenario, row.pk)
    assert held.pk == row.pk
    assert not solving.solve("scenario", row.pk)  # another worker has the lease
    Scenario.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert solving.solve("scenario", row.pk)
    assert not solving.finish(
        held, status="failed", error="trop tard"
    )  # who outlived its lease changes nothing
    broken = scenarios.study(lot, by=cast.manager, policy="jump")
    monkeypatch.setitem(solving.SOLVERS, "scenario", (Scenario, lambda row: 1 / 0))
    assert not solving.solve("scenario", broken.pk)
    lost = scenarios.study(lot, by=cast.manager, policy="optimal")
    old = timezone.now() - timedelta(minutes=20)
    Scenario.objects.filter(pk=lost.pk).update(lease_until=old, created_at=old)
    solving.sweep()
    errors = dict(Scenario.objects.filter(status="failed").values_list("policy", "error"))
    assert errors == {"jump": solving.BROKEN, "optimal": solving.INTERRUPTED}


def test_where_a_file_counts(cast, django_assert_max_num_queries):
    lot = world(cast, priority_question="axe")
    section = lot.call.current_form().sections.last()
    for key, kind in (("ou", QuestionKind.TERRITORIES), ("axe", QuestionKind.CHOICE)):
        Question.objects.create(section=section, key=key, kind=kind, label=key, options=[["a", "Axe A"]])
    caarud, csapa = StructureCategory.objects.filter(short__in=["CAARUD", "CSAPA"]).order_by("short")
    lot.call.categories.set([caarud])
    files = list(lot.applications.order_by("number"))
    for file, answers in zip(
        files, ({"ou": ["01"], "axe": "a"}, {"ou": ["01", "69"]}, {"ou": ["99"]}, {}), strict=True
    ):
        file.answers = answers
    for category in (csapa, caarud):
        Establishment.objects.create(organisation=files[0].structure, name="Site", category=category)
    with django_assert_max_num_queries(6):
        groups = groups_of(lot, files)
    found = [groups[file.pk] for file in files]
    assert found[0] == {"territory": "01", "category": caarud.code, "priority": "a"}
    assert [row["territory"] for row in found[1:]] == ["69", "01", "01"]  # the seat decides


def test_a_commune_or_an_epci_counts_for_its_departement(cast):
    lot = world(cast)
    section = lot.call.current_form().sections.last()
    Question.objects.create(section=section, key="lieux", kind=QuestionKind.PLACES, label="Lieux")
    rows = [("commune", "01053", "01"), ("epci", "240100750", "01 38"), ("qpv", "QN00101M", "01")]
    for level, code, codes in rows:
        Place.objects.update_or_create(
            level=level, code=code,
            defaults={"name": code, "year": 2025, "folded": code, "departements": f" {codes} "},
        )  # fmt: skip
    Organisation.objects.filter(applications__lot=lot).update(territory=cast.departement)
    files = list(lot.applications.order_by("number"))
    answers = [*([{"level": level, "code": code, "name": code, "year": 2025}] for level, code, _ in rows), []]
    for file, lieux in zip(files, answers, strict=True):
        file.answers = {"lieux": lieux}
    assert [groups_of(lot, files)[file.pk]["territory"] for file in files] == ["01", "01", "01", "69"]
    near = traits_of_files(lot.call, files)
    assert "departement:01" in near[files[0].pk]["territory"]
    assert "departement:38" in near[files[1].pk]["territory"]
    files[0].answers = {"lieux": [{"level": "commune", "code": "00000", "name": "Disparue", "year": 2020}]}
    assert groups_of(lot, files)[files[0].pk]["territory"] == "69"


@pytest.mark.parametrize("policy", ["optimal", "equitable"])
def test_the_waiting_list_stays_in_rank_order(cast, policy):
    lot = world(cast, policy=policy, partial_minimum_percent=50)
    file = lot.applications.order_by("number").first()
    file.waiting_rank = 1
    assert offer_to(lot, file)["amount"] == 420_000
    lot.envelope = 300_000
    assert offer_to(lot, file)["amount"] == 300_000
    lot.envelope = 100_000
    assert not offer_to(lot, file)["possible"]
