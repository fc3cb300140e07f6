from dataclasses import replace

import pytest

from accounts.enums import Level
from accounts.errors import Forbidden, NotVisible, Refused
from accounts.models import Territory
from calls import procedures, services
from calls.enums import CallStatus, Kind
from calls.identifiers import SHORT_CODES, short_code
from calls.models import Call
from tests.calls.conftest import NOON


def test_a_call_starts_with_the_rows_of_its_model(draft):
    assert draft.status == CallStatus.DRAFT
    assert draft.number == "ARA-2026-001"
    assert draft.slug == "equipes-mobiles-ara-2026-001"
    assert [str(lot) for lot in draft.lots.all()] == ["Lot unique"]
    assert draft.criteria.count() == 6
    assert draft.check_points.count() == 8
    assert draft.indicators.count() == 7
    assert len(draft.form_questions()) == 21
    assert {line["key"] for line in draft.eligibility} == {"territory", "started"}
    assert draft.form_questions()[0].section.part == "candidature"


def test_numbers_follow_one_another_within_authority_and_year(draft, cast):
    def create(at=NOON):
        return services.create_from_model(
            cast.authority, Kind.FIR, "addictions", "Suite", by=cast.manager, at=at
        )

    assert create().number == "ARA-2026-002"
    assert create(NOON.replace(year=2027)).number == "ARA-2027-001"
    Call.objects.filter(number="ARA-2026-001").delete()
    assert create().number == "ARA-2026-003"


def test_each_region_has_its_own_code_and_the_ministry_its_own(cast):
    assert len(set(SHORT_CODES.values())) == 18
    assert short_code(cast.authority) == "ARA"
    cast.authority.territory = Territory(level=Level.COUNTRY, code="FR", name="France")
    assert short_code(cast.authority) == "MIN"
    cast.authority.territory = None
    assert short_code(cast.authority) == "MIN"


def test_only_a_manager_creates(cast, other_manager):
    for who in (cast.instructor, cast.director, cast.signatory, cast.superuser, other_manager):
        with pytest.raises(Forbidden):
            services.create_from_model(cast.authority, Kind.AMI, "equipes-mobiles", "Non", by=who)


def test_a_model_must_suit_the_kind(cast):
    with pytest.raises(Refused, match="modèle ne convient pas"):
        services.create_from_model(cast.authority, Kind.LABEL, "ide-nuit", "Non", by=cast.manager)


def test_a_change_of_the_table_never_alters_a_call(draft, monkeypatch):
    changed = replace(
        procedures.PROCEDURES[Kind.AMI], question_cutoff_days=1, decision_months=99, sealed=False
    )
    monkeypatch.setitem(procedures.PROCEDURES, Kind.AMI, changed)
    call = Call.objects.get(pk=draft.pk)
    assert (call.question_cutoff_days, call.decision_months, call.sealed) == (8, 2, True)


def test_a_clone_takes_everything_but_dates_documents_and_people(published, cast):
    services.appoint(published, cast.expert.email, "expert", by=cast.manager)
    copy = services.clone(published, by=cast.manager, title="Deuxième campagne", at=NOON)
    assert copy.status == CallStatus.DRAFT
    assert copy.predecessor == published
    assert copy.number != published.number
    assert copy.slug == "deuxieme-campagne-ara-2026-002"
    assert (copy.closes_at, copy.specification, copy.published_at) == (None, "", None)
    assert copy.appointments.count() == 0
    for rows in ("criteria", "indicators", "check_points", "lots"):
        labels = [str(row) for row in getattr(published, rows).all()]
        assert [str(row) for row in getattr(copy, rows).all()] == labels
    assert [q.key for q in copy.form_questions()] == [q.key for q in published.form_questions()]
    linked = {q.criterion.call_id for q in copy.form_questions() if q.criterion}
    assert linked == {copy.pk}
    assert published.lots.get().territories.get() == copy.lots.get().territories.get()


def test_a_draft_is_cloned_without_saying_that_it_follows(draft, cast):
    assert services.clone(draft, by=cast.manager).predecessor is None


def test_another_authority_clones_neither_draft_nor_published(draft, other_manager, cast):
    with pytest.raises(NotVisible):
        services.clone(draft, by=other_manager)
    Call.objects.filter(pk=draft.pk).update(
        status="published", published_at=NOON, opens_at=NOON, is_permanent=True
    )
    with pytest.raises(Forbidden):
        services.clone(Call.objects.get(pk=draft.pk), by=other_manager)
