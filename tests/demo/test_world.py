"""The tables say what the documents say, and mark everything else as invented."""

from collections import Counter
from datetime import date

import pytest

from applications.budget import lines_of
from calls.library import MODELS, form_of
from demo.build import content, plan
from demo.world import CALLS, FILES
from demo.world.commission import SEATS, SITTINGS
from demo.world.interests import EXPERTISE, INTERESTS, WAIVERS
from demo.world.programmes import PROGRAMMES
from demo.world.structures import ADHERENTS, HOSPITALS, PARTICIPATORY, STRUCTURES
from demo.world.texts import COMMON, TEXTS
from engine.budget import balance
from reviews import composition

ALL = [(key, file) for key, files in FILES.items() for file in files]
WINNING = {"select", "promote"}


def facts(key):
    return dict(CALLS[key].facts)


def programme(slug):
    return next(row for row in PROGRAMMES if row.slug == slug)


def winners(key):
    return [file for file in FILES[key] if WINNING & set(file.path.split())]


def test_the_founding_calls_are_all_there():
    said = {
        key: (spec.authority, spec.kind, spec.opens, spec.closes)
        for key, spec in CALLS.items()
        if key[0] == "C"
    }
    assert said == {
        "C1": ("84", "ami", "2021-10-18", "2021-11-26"),
        "C2": ("84", "aap", "2023-03-15", "2023-05-31"),
        "C3": ("84", "aap", "2022-05-09", "2022-07-29"),
        "C4": ("FR", "art51", "2021-10-04", "2021-12-10"),
        "C5": ("84", "aac", "2022-03-07", "2022-05-06"),
        "C6": ("11", "label", "2021-09-01", "2021-10-29"),
        "C6B": ("11", "label", "2022-03-01", "2022-05-31"),
        "C7": ("32", "fir", "2021-07-15", "2021-09-17"),
        "C8": ("27", "fir", "2023-04-03", "2023-05-26"),
        "C10": ("11", "aap", "2024-08-08", "2024-10-31"),
    }
    assert CALLS["C2"].predecessor == "C1"


def test_ten_teams_are_not_eleven():
    assert len(winners("C1")) == 11
    assert facts("C1")["Équipes retenues"] == "11"
    money = dict(programme("gouvernance-precarite-aura").facts)
    assert money["Équipes mobiles santé précarité financées par la gouvernance régionale"] == "10"
    assert all(not STRUCTURES[file.structure].is_real for file in FILES["C1"])


def test_the_participatory_centres_are_the_five_named_and_nobody_else():
    assert [file.structure for file in FILES["C4"]] == [row[0] for row in PARTICIPATORY]
    assert [row[7] for row in PARTICIPATORY] == [
        "Valence – Diaconat protestant",
        "Chambéry – pôle santé publique",
        "Saint-Martin-d’Hères – MSP",
        "Échirolles – Village 2 Santé",
        "Vaulx-en-Velin – Santé Commune",
    ]
    said = facts("C4")
    assert (said["Structures prévues"], said["Structures retenues"]) == ("60", "26")
    assert said["Autres structures retenues, non nommées par nos sources"] == "21"


def test_the_eight_labels_are_named_and_nobody_else():
    assert [file.structure for file in FILES["C6"]] == [row[0] for row in HOSPITALS]
    names = {STRUCTURES[row[0]].short for row in HOSPITALS}
    assert names == {
        *("Forcilles", "Nemours", "Maisons-Laffitte", "Houdan"),
        *("Bligny", "Dourdan", "Hôpital suisse", "Magny-en-Vexin (NOVO)"),
    }
    assert [row[4] for row in HOSPITALS] == ["77", "77", "78", "78", "91", "91", "92", "95"]
    assert all("select" in file.path for file in FILES["C6"])


def test_the_figures_of_the_documents():
    assert sum(lot.places for lot in CALLS["C3"].lots) == 29
    assert facts("C5") == {
        "Dispositifs existants": "38",
        "EHPAD couverts": "306",
        "Places": "environ 25 000, soit environ 32 %",
        "Crédits": "crédits restants",
        "Principe": "équité entre départements",
    }
    said = facts("C7")
    assert (said["Contributions reçues avant l’appel"], said["Idées"], said["Axes"]) == (
        "47",
        "plus de 30",
        "6",
    )
    assert (CALLS["C8"].hour, CALLS["C8"].decided) == ("23:59:59", "2023-09-08")
    assert (date(2023, 9, 8) - date(2023, 5, 26)).days == 105
    assert facts("C10")["Acte publié au recueil"].startswith("IDF-2024-08-08-00009")


def test_the_modernisation_money_is_an_allocation_whose_share_is_unknown():
    spec = programme("csapa-caarud-modernisation")
    assert (spec.amount, spec.authority) == (12_700_000, "FR")
    assert dict(spec.facts)["Part de chaque région"] == "inconnue : aucun document public ne la donne"
    assert programme("segur-inegalites").amount == 140_000_000


def test_three_calls_are_open_today_one_of_them_overseas():
    opened = [spec for spec in CALLS.values() if isinstance(spec.closes, int) and spec.closes > 0]
    assert {spec.authority for spec in opened} == {"84", "11", "04"}
    assert all(5 <= spec.closes <= 40 for spec in opened)


@pytest.mark.parametrize(
    "spec", [spec for spec in CALLS.values() if spec.kind == "aap"], ids=lambda spec: spec.key
)
def test_calls_for_authorisation_stay_within_the_lawful_window(spec):
    if isinstance(spec.opens, int):
        days = spec.closes - spec.opens
    else:
        days = (date.fromisoformat(spec.closes) - date.fromisoformat(spec.opens)).days
    assert 60 <= days <= 120


def test_every_fictive_body_says_so_in_its_name():
    for spec in STRUCTURES.values():
        assert spec.is_real != ("fictive)" in spec.name or "fictif)" in spec.name), spec.name
    assert sum(spec.is_real for spec in STRUCTURES.values()) == 13


def test_every_call_says_where_it_comes_from_and_what_is_invented():
    for spec in CALLS.values():
        assert spec.source
        assert "ficti" in spec.note


@pytest.mark.parametrize(("key", "file"), ALL, ids=lambda value: getattr(value, "structure", value))
def test_each_file_is_walkable(key, file):
    cut = plan.stages(file.path)
    assert set(cut.instruction) <= set(plan.INSTRUCTION)
    assert set(cut.afterwards) <= set(plan.AFTERWARDS)
    assert not file.options.get("consent") or file.structure in ADHERENTS
    assert 1 <= file.lot <= len(CALLS[key].lots)


def test_awards_fit_their_envelopes():
    for key, spec in CALLS.items():
        for rank, lot in enumerate(spec.lots, start=1):
            if lot.envelope is None:
                continue
            given = [file for file in winners(key) if file.lot == rank and "decline" not in file.path]
            assert sum(file.award or file.requested for file in given) <= lot.envelope, key
            assert sum(file.places or 0 for file in given) <= (lot.places or 999), key


def test_the_sittings_name_known_seats_and_files():
    keys = {seat.key for seat in SEATS}
    for call, sitting in SITTINGS.items():
        files = {file.structure for file in FILES[call]}
        named = {*sitting.absent, *sitting.proxies, *sitting.proxies.values()}
        named |= {seat for seat, _ in sitting.recusals} | {seat for seat, *_ in sitting.observations}
        named |= {seat for poll in sitting.polls for seat in poll.against}
        assert named <= keys
        told = {
            *sitting.debates,
            *(row[0] for row in sitting.ranks),
            *(row[1] for row in sitting.observations),
        }
        told |= {structure for _, structure in sitting.recusals} | {poll.structure for poll in sitting.polls}
        assert told <= files


def test_every_seat_of_the_law_is_filled():
    filled = Counter(seat.place for seat in SEATS)
    assert filled == {place.key: place.count for place in composition.places(permanent=True)}


def test_what_is_said_of_experts_names_who_exists():
    assert {expert for expert, *_ in INTERESTS} <= set(EXPERTISE)
    assert {structure for _, _, structure, _ in INTERESTS} <= set(STRUCTURES)
    tied = {(expert, structure) for expert, _, structure, _ in INTERESTS}
    for (call, structure), (expert, reason) in WAIVERS.items():
        assert (expert, structure) in tied
        assert any(file.structure == structure and "waive" in file.path for file in FILES[call])
        assert reason


def test_every_long_question_has_a_text():
    for spec in CALLS.values():
        if all(STRUCTURES[file.structure].is_real for file in FILES[spec.key]):
            continue  # nothing is made up for a real body
        for heading in form_of(MODELS[spec.model], spec.kind):
            for ask in heading.questions:
                if ask.kind in {"text", "long_text"}:
                    assert TEXTS.get(spec.model, {}).get(ask.key) or COMMON.get(ask.key), (spec.key, ask.key)


@pytest.mark.parametrize("write", content.BUDGETS.values())
def test_budgets_balance_to_the_euro(write):
    for key, file in ALL:
        if not file.requested:
            continue
        walk = type("Walk", (), {"spec": file})
        lines = lines_of({2027: write(walk, file.requested)})
        total = balance(lines, {"74-ars", "gp1-ars"})
        assert total.balanced, key
        assert total.requested == file.requested, key
