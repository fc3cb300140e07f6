from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.errors import Forbidden, NotVisible, Refused
from calls import services
from calls.enums import CallStatus, Kind
from calls.models import Call, Criterion, Lot, Question
from tests.calls.conftest import NOON, pdf, settle


def missing(call, at=NOON):
    return services.missing_for_publication(Call.objects.get(pk=call.pk), at)


def test_a_fresh_call_says_all_that_is_missing(draft):
    assert missing(draft) == [
        "Fixez la date et l’heure de clôture, ou rendez l’appel permanent.",
        "Indiquez l’enveloppe du lot « Lot unique ».",
        "Joignez le cahier des charges (PDF).",
    ]


def test_a_ready_call_misses_nothing(ready):
    assert missing(ready) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"object": " "}, "Écrivez l’objet"),
        ({"who_may_apply": ""}, "qui peut répondre"),
        ({"contact_email": ""}, "contact"),
        ({"specification": ""}, "cahier des charges"),
        ({"closes_at": NOON}, "déjà passée"),
        ({"opens_at": NOON + timedelta(days=69), "closes_at": NOON + timedelta(days=70)}, None),
        ({"closes_at": datetime(2026, 5, 10, 22, 0, tzinfo=UTC)}, "0 h 00 est ambiguë"),
        ({"closes_at": datetime(2026, 5, 10, 21, 59, 59, tzinfo=UTC)}, None),
    ],
)
def test_each_gap_is_named(ready, change, said):
    Call.objects.filter(pk=ready.pk).update(**change)
    reasons = missing(ready)
    assert (said in reasons[0] and len(reasons) == 1) if said else reasons == []


def test_rows_that_are_missing_are_named(ready):
    Criterion.objects.filter(call=ready).delete()
    Lot.objects.filter(call=ready).delete()
    Question.objects.filter(section__form__call=ready).delete()
    assert missing(ready) == [
        "Ajoutez au moins un lot.",
        "Ajoutez les critères et leurs coefficients (Règlement de l’appel).",
        "Ajoutez au moins une question au formulaire.",
    ]


def test_a_condition_on_what_is_gone_is_named(ready):
    questions = Question.objects.filter(section__form__call=ready)
    questions.filter(key="association").delete()
    assert [reason for reason in missing(ready) if "question supprimée" in reason]
    questions.filter(key="audience").update(options=[["a", "A"]])
    assert "La question « Publics visés » doit proposer au moins deux choix." in missing(ready)


@pytest.mark.parametrize(("days", "lawful"), [(59, False), (60, True), (120, True), (121, False)])
def test_an_authorisation_is_open_60_to_120_days(cast, days, lawful):
    call = services.create_from_model(cast.authority, Kind.AAP, "act", "ACT", by=cast.manager, at=NOON)
    settle(call, cast.manager, NOON + timedelta(days=days))
    reasons = missing(call)
    assert (reasons == []) is lawful
    if not lawful:
        assert "entre 60 et 120 jours après la publication (CASF, art. R. 313-4-1)" in reasons[0]


def test_an_authorisation_is_never_permanent(cast):
    call = services.create_from_model(cast.authority, Kind.AAP, "act", "ACT", by=cast.manager, at=NOON)
    settle(call, cast.manager, None)
    assert "ne peut pas être permanente" in missing(call)[0]


def test_publication_is_refused_with_every_reason(draft, cast):
    with pytest.raises(Refused) as refusal:
        services.publish(draft, by=cast.manager, at=NOON)
    assert len(refusal.value.reasons) == 3
    assert Call.objects.get(pk=draft.pk).status == CallStatus.DRAFT


def test_publication_dates_signs_and_freezes(published, cast):
    call = Call.objects.get(pk=published.pk)
    assert (call.status, call.published_at, call.published_by) == ("published", NOON, cast.manager)
    assert (call.opens_at, call.opened_at) == (NOON, None)
    assert call.current_form().frozen_at == NOON


def test_a_later_opening_is_kept_and_a_past_one_is_that_of_publication(ready, cast):
    later = NOON + timedelta(days=3)
    Call.objects.filter(pk=ready.pk).update(opens_at=later)
    assert services.publish(ready, by=cast.manager, at=NOON).opens_at == later


def test_a_past_opening_becomes_that_of_publication(ready, cast):
    Call.objects.filter(pk=ready.pk).update(opens_at=NOON - timedelta(days=3))
    assert services.publish(ready, by=cast.manager, at=NOON).opens_at == NOON


def test_what_is_not_sealed_is_open_at_publication(cast):
    label = services.create_from_model(
        cast.authority, Kind.LABEL, "hopital-proximite", "Label", by=cast.manager, at=NOON
    )
    settle(label, cast.manager)
    assert services.publish(label, by=cast.manager, at=NOON).opened_at == NOON


def test_a_permanent_call_has_no_closing_and_opens_each_file(draft, cast):
    settle(draft, cast.manager, None)
    call = services.publish(draft, by=cast.manager, at=NOON)
    assert call.opened_at == NOON
    assert call.closes_at is None
    assert call.is_open(NOON + timedelta(days=4000))
    assert call.questions_until is None


def test_files_open_only_after_the_closing(published, cast, other_manager):
    closing = published.closes_at
    for at in (closing - timedelta(seconds=1), closing, closing + timedelta(microseconds=999_999)):
        with pytest.raises(Refused, match="La clôture n’est pas passée"):
            services.mark_opened(published, by=cast.manager, at=at)
    for who in (cast.director, cast.president):
        with pytest.raises(Forbidden):
            services.mark_opened(published, by=who, at=closing + timedelta(seconds=1))
    opened = services.mark_opened(published, by=cast.instructor, at=closing + timedelta(seconds=1))
    assert (opened.opened_at, opened.opened_by) == (closing + timedelta(seconds=1), cast.instructor)
    with pytest.raises(Refused, match="ouverts depuis"):
        services.mark_opened(published, by=cast.manager, at=closing + timedelta(days=1))


def test_the_closing_itself_opens_without_anybody(published):
    at = published.closes_at + timedelta(seconds=1)
    assert services.mark_opened(published, by=None, at=at).opened_by is None


def test_a_draft_has_no_files_to_open(ready, cast):
    with pytest.raises(Refused, match="pas publié"):
        services.mark_opened(ready, by=cast.manager, at=NOON)


def test_the_specification_is_kept_once_under_its_digest(draft, cast):
    first, second = pdf("un.pdf"), pdf("../../deux.pdf")
    content = first.read()
    second = SimpleUploadedFile("../../deux.pdf", content)
    call = services.attach_specification(draft, first, by=cast.manager)
    again = services.attach_specification(draft, second, by=cast.manager)
    assert call.specification == again.specification == f"calls/{call.specification_sha256}.pdf"
    assert again.specification_name == "deux.pdf"
    assert default_storage.open(call.specification).read() == content
    assert len(default_storage.listdir("calls")[1]) == 1


def test_only_a_readable_pdf_within_the_limit_is_attached(draft, cast, settings):
    for content in (b"PK\x03\x04 not a pdf", b"", b"%PDF-1.7 truncated"):
        with pytest.raises(Refused, match="PDF lisible"):
            services.attach_specification(draft, SimpleUploadedFile("a.pdf", content), by=cast.manager)
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(Refused, match="la limite est de"):
        services.attach_specification(draft, pdf(), by=cast.manager)
    assert Call.objects.get(pk=draft.pk).specification == ""


def test_people_are_named_before_and_after_publication(published, cast):
    seat = services.appoint(published, " EXPERTE@ailleurs.test ", "expert", by=cast.manager)
    assert seat.person == cast.expert
    assert published.roles_of(cast.expert) == {"expert"}
    with pytest.raises(Refused, match="tient déjà ce rôle"):
        services.appoint(published, cast.expert.email, "expert", by=cast.manager)
    services.end_appointment(seat, by=cast.manager)
    assert published.roles_of(cast.expert) == set()
    with pytest.raises(Refused, match="déjà pris fin"):
        services.end_appointment(seat, by=cast.manager)
    services.appoint(published, cast.expert.email, "expert", by=cast.manager)


def test_an_appointment_needs_an_account_a_role_and_one_president(published, cast, other_manager):
    with pytest.raises(Refused, match="Aucun compte n’existe pour personne@nulle-part"):
        services.appoint(published, "personne@nulle-part.test", "expert", by=cast.manager)
    with pytest.raises(Refused, match="ne se donne pas"):
        services.appoint(published, cast.expert.email, "manager", by=cast.manager)
    services.appoint(published, cast.president.email, "president", by=cast.manager)
    with pytest.raises(Refused, match="déjà une présidence"):
        services.appoint(published, cast.expert.email, "president", by=cast.manager)
    for who in (cast.instructor, other_manager):
        with pytest.raises(Forbidden):
            services.appoint(published, cast.expert.email, "expert", by=who)


def test_a_stranger_publishes_nothing(ready, cast):
    with pytest.raises(NotVisible):
        services.publish(ready, by=cast.stranger, at=NOON)
