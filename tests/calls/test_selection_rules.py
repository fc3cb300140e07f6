"""The policy of a selection as it is set, published and frozen: numbers of files by lot, ties, priority."""

import pytest
from django.urls import reverse

from accounts.enums import Level
from accounts.errors import Refused
from accounts.models import StructureCategory
from calls import guards, queries, selecting, services
from calls.enums import CallStatus, Policy, QuestionKind
from calls.models import Call, Question
from tests.calls.conftest import NOON
from tests.factories.cast import territory

pytestmark = pytest.mark.django_db


def missing(call) -> list[str]:
    return [reason.text for reason in guards.missing(call, NOON)]


def test_numbers_are_fixed_by_lot_published_and_frozen(as_, ready, cast):
    browser, lot = as_(cast.manager), ready.lots.get()
    territory(Level.DEPARTEMENT, "01", "Ain", cast.region)
    offered = len(selecting.VALUES["territory"](lot))
    section = ready.current_form().sections.first()
    values = {"kind": QuestionKind.CHOICE, "label": "Axe", "options": [["a", "Aller vers"], ["b", "Réduire"]]}
    axis = services.add_row(Question, section, by=cast.manager, **values)
    ready.categories.set(StructureCategory.objects.filter(short="CAARUD"))
    services.edit(ready, by=cast.manager, policy=Policy.EQUITABLE, priority_question=axis.key)
    call = Call.objects.get(pk=ready.pk)
    assert any("promet un équilibre" in reason for reason in missing(call))
    url = reverse("calls:bounds", args=[call.slug, lot.pk])
    assert url in browser.get(reverse("calls:rules", args=[call.slug])).content.decode()
    refused = browser.post(url, {"one_each": "on", "most-territory-69": "0"})
    assert refused.status_code == 422
    assert "inférieur au nombre au moins (1)" in refused.content.decode()
    data = {"one_each": "on", "least-territory-69": "2", "most-priority-a": "3", "most-category-178": "x"}
    assert "nombre entier" in browser.post(url, data).content.decode()
    assert browser.post(url, data | {"most-category-178": "0"}).status_code == 302
    lot.refresh_from_db()
    assert len(lot.minimums["territory"]) == offered
    assert (lot.minimums["territory"]["69"], lot.minimums["territory"]["01"]) == (2, 1)
    assert lot.maximums == {"priority": {"a": 3}, "category": {"178": 0}}
    assert missing(call) == []
    with pytest.raises(Refused, match="donne la priorité"):
        services.remove_row(axis, by=cast.manager)
    services.change_row(axis, by=cast.manager, options=[["b", "Réduire"], ["c", "Former"]])
    assert missing(call) == [
        "Lot 1\u00a0: un nombre de dossiers est fixé pour «\u00a0a\u00a0» (priorité), que le lot ne compte plus."
    ]
    services.change_row(axis, by=cast.manager, options=[["a", "Aller vers"], ["b", "Réduire"]])
    services.publish(call, by=cast.manager, at=NOON)
    assert browser.post(url, data | {"most-category-178": "4"}).status_code == 422
    notice = browser.get(reverse("calls:notice", args=[call.slug])).content.decode()
    for said in (
        "À total de points égal",
        "Département – au moins 2 dossiers retenus pour Rhône (69).",
        "Catégorie de structure – au plus 0 dossier retenu pour CAARUD.",
        "Priorité – au plus 3 dossiers retenus pour Aller vers.",
        "sa réponse à la question «\u00a0Axe\u00a0»",
    ):
        assert said in notice
    copy = services.clone(call, by=cast.manager)
    assert copy.priority_question == axis.key
    assert copy.lots.get().maximums == lot.maximums


@pytest.mark.parametrize("policy", Policy.values)
def test_each_policy_is_said_in_words(policy):
    call = Call(
        policy=policy, partial_minimum_percent=60, ranked=True, with_money=True, status=CallStatus.DRAFT
    )
    if policy == Policy.EQUITABLE:
        call.priority_question = ""
    said = " ".join(selecting.words(call))
    assert ("60\u00a0%" in said) == (policy in (Policy.PARTIAL, *selecting.OF_SET))
    assert ("À total de points égal" in said) == (policy in selecting.OF_SET)
    call.partial_minimum_percent = 100
    assert ("la totalité" in " ".join(selecting.words(call))) == (policy in selecting.OF_SET)
    call.ranked = False
    assert selecting.words(call) == []


def test_priority_is_a_rule_under_a_balance_only(ready):
    names = {rule.name for rule in queries.rules(ready)}
    ready.policy = Policy.EQUITABLE
    assert {rule.name for rule in queries.rules(ready)} - names == {"priority_question"}
