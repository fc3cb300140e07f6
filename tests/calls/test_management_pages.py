from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from calls import services
from calls.models import Answer, Call, Question
from calls.urls import FACETS, LISTS, ROWS
from tests.calls.conftest import NOON, pdf
from tests.factories import make_call, member

SHOWN = [*FACETS, *LISTS, "appointments", "questions", "preview"]
POSTED = ["publish", "clone", *(f"add_{name}" for name in ROWS if name != "questions")]


def url(name, call, *args):
    return reverse(f"calls:{name}", args=[call.slug, *args])


def one_of_each(call) -> dict:
    question = call.form_questions()[3]
    return {
        "lots": call.lots.first(),
        "criteria": call.criteria.first(),
        "checks": call.check_points.first(),
        "indicators": call.indicators.first(),
        "sections": question.section,
        "questions": question,
    }


def row_urls(call):
    for name, row in one_of_each(call).items():
        for action in ("edit", "remove", "shift"):
            yield action, url(f"{action}_{name}", call, row.pk)
    yield "add", url("add_questions", call, call.form_questions()[0].section.pk)


# Who sees what


def test_each_page_of_a_draft_by_role(as_, ready, cast, other_manager):
    expected = {cast.manager: 200, cast.instructor: 200, cast.finance: 200, cast.director: 200}
    for who in (cast.signatory, cast.stranger, cast.president, cast.superuser, other_manager):
        expected[who] = 404
    for who, status in expected.items():
        browser = as_(who)
        assert {name: browser.get(url(name, ready)).status_code for name in SHOWN} == dict.fromkeys(
            SHOWN, status
        )


def test_each_write_on_a_draft_by_role(as_, ready, cast, other_manager):
    services.appoint(ready, cast.expert.email, "expert", by=cast.manager)
    seat, row = ready.appointments.get(), Answer.objects.create(call=ready, question="?")
    targets = [
        *(url(name, ready) for name in POSTED),
        *(target for _, target in row_urls(ready)),
        url("end_appointment", ready, seat.pk),
    ]
    for who, status in ((cast.instructor, 403), (cast.stranger, 404), (other_manager, 404)):
        browser = as_(who)
        assert {target: browser.post(target).status_code for target in targets} == dict.fromkeys(
            targets, status
        )
    assert as_(cast.director).post(url("answer", ready, row.pk)).status_code == 403
    assert as_(cast.instructor).get(url("answer", ready, row.pk)).status_code == 200


def test_a_published_call_of_another_authority_is_visible_but_not_managed(as_, published, other_manager):
    browser = as_(other_manager)
    assert browser.get(reverse("calls:detail", args=[published.slug])).status_code == 200
    assert {browser.get(url(name, published)).status_code for name in SHOWN} == {403}


def test_the_doors_of_the_authority(as_, client, cast):
    pages = [reverse("calls:manage"), reverse("calls:kinds"), reverse("calls:start", args=["ami"])]
    assert [as_(cast.manager).get(page).status_code for page in pages] == [200, 200, 200]
    assert [as_(cast.instructor).get(page).status_code for page in pages] == [200, 403, 403]
    for who in (cast.signatory, cast.stranger, cast.delegate, cast.superuser):
        assert [as_(who).get(page).status_code for page in pages] == [403, 403, 403]
    client.logout()
    assert [client.get(page).status_code for page in pages] == [302, 302, 302]
    assert as_(cast.manager).get(reverse("calls:start", args=["autre"])).status_code == 404


def test_a_row_of_another_call_is_not_reached_through_this_one(as_, ready, cast):
    other = make_call(cast, published=False)
    for name, row in one_of_each(other).items():
        assert as_(cast.manager).get(url(f"edit_{name}", ready, row.pk)).status_code == 404


def test_an_administrator_sees_drafts_and_a_former_member_does_not(as_, ready, cast):
    member(cast.stranger, cast.authority, Role.ADMINISTRATOR)
    assert as_(cast.stranger).get(url("presentation", ready)).status_code == 200
    cast.instructor.memberships.update(status="ended", ended_at=timezone.now())
    assert as_(cast.instructor).get(url("presentation", ready)).status_code == 404


# The story of a manager


def test_a_manager_prepares_and_publishes_a_call(as_, cast):
    browser = as_(cast.manager)
    made = browser.post(
        reverse("calls:start", args=["ami"]), {"title": "Équipes", "model": "equipes-mobiles"}
    )
    call = Call.objects.get()
    assert made.url == url("presentation", call)
    assert "Joignez le cahier des charges" in browser.get(url("presentation", call)).content.decode()
    closing = timezone.localdate().replace(year=timezone.localdate().year + 1, day=15)
    browser.post(url("calendar", call), {"closes_on": closing.isoformat(), "closes_hour": "12:00"})
    lot = call.lots.get()
    browser.post(
        url("edit_lots", call, lot.pk), {"code": "1", "title": "Lot unique", "envelope": "1 500 000 €"}
    )
    browser.post(
        url("contact", call),
        {"contact_name": "Marc", "contact_email": "m@ars.test", "specification_file": pdf()},
    )
    assert "Publier l’appel" in browser.get(url("publish", call)).content.decode()
    for _ in "double click":
        assert browser.post(url("publish", call)).status_code == 302
    call = Call.objects.get()
    assert call.is_published
    assert call.lots.get().envelope == 1_500_000


def test_publishing_too_early_says_every_reason(as_, draft, cast):
    response = as_(cast.manager).post(url("publish", draft))
    assert response.status_code == 422
    for said in ("Fixez la date", "Indiquez l’enveloppe", "Joignez le cahier"):
        assert said in response.content.decode()


def test_minuit_is_the_end_of_the_day_and_0_h_00_is_refused(as_, draft, cast):
    browser = as_(cast.manager)
    browser.post(url("calendar", draft), {"closes_on": "2027-07-15", "closes_hour": "23:59"})
    assert Call.objects.get().closes_at == datetime.fromisoformat("2027-07-15T21:59:59+00:00")
    assert "23 h 59 min 59 s" in browser.get(url("calendar", draft)).content.decode()
    response = browser.post(url("calendar", draft), {"closes_on": "2027-07-15", "closes_hour": "00:00"})
    assert response.status_code == 422
    assert "0 h 00 est ambigu" in response.content.decode()
    assert browser.post(url("calendar", draft), {"closes_on": "2027-07-15"}).status_code == 422


def test_the_calendar_is_read_in_the_zone_of_the_call(as_, draft, cast):
    Call.objects.update(time_zone="Indian/Reunion")
    as_(cast.manager).post(url("calendar", draft), {"closes_on": "2027-07-15", "closes_hour": "12:00"})
    assert Call.objects.get().closes_at == datetime.fromisoformat("2027-07-15T08:00:00+00:00")


def test_a_permanent_call_forgets_its_closing(as_, draft, cast):
    as_(cast.manager).post(
        url("calendar", draft), {"is_permanent": "on", "closes_on": "2027-07-15", "closes_hour": "12:00"}
    )
    call = Call.objects.get()
    assert (call.is_permanent, call.closes_at, call.sealed) == (True, None, False)


def test_a_question_is_written_on_one_plain_page(as_, draft, cast):
    browser, section = as_(cast.manager), draft.form_questions()[-1].section
    values = {
        "section": section.pk,
        "label": "Quel mode de garde ?",
        "kind": "choice",
        "required": "on",
        "choices": "Astreinte\nPrésence\n\nAstreinte",
        "shown_if": "association=yes",
    }
    browser.post(url("add_questions", draft, section.pk), values)
    question = Question.objects.get(label="Quel mode de garde ?")
    assert question.options == [["choice_1", "Astreinte"], ["choice_2", "Présence"]]
    assert question.visible_if == {"key": "association", "op": "eq", "value": "yes"}
    page = url("edit_questions", draft, question.pk)
    browser.post(page, values | {"choices": "Présence\nAppel", "shown_if": ""})
    question = Question.objects.get(pk=question.pk)
    assert question.options == [["choice_2", "Présence"], ["choice_1", "Appel"]]
    assert question.visible_if is None
    assert browser.post(page, values | {"choices": "Seul"}).status_code == 422
    assert browser.post(page, values | {"shown_if": "nothing=yes"}).status_code == 422


def test_a_condition_the_page_cannot_say_is_kept(as_, draft, cast):
    question = draft.form_questions()[-1]
    condition = {
        "all": [{"key": "association", "op": "eq", "value": "yes"}, {"key": "summary", "op": "filled"}]
    }
    Question.objects.filter(pk=question.pk).update(visible_if=condition)
    page = url("edit_questions", draft, question.pk)
    shown = as_(cast.manager).get(page).content.decode()
    assert "Comme à présent" in shown
    values = {"section": question.section_id, "label": "Autre", "kind": "long_text", "shown_if": "keep"}
    assert as_(cast.manager).post(page, values).status_code == 302
    assert Question.objects.get(pk=question.pk).visible_if == condition


def test_a_question_moves_to_another_section(as_, draft, cast):
    question = draft.form_questions()[-1]
    other = draft.form_questions()[0].section
    values = {"section": other.pk, "label": question.label, "kind": question.kind}
    as_(cast.manager).post(url("edit_questions", draft, question.pk), values)
    assert Question.objects.get(pk=question.pk).section == other


def test_eligibility_lines_are_added_and_removed(as_, draft, cast):
    lines = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "2"}
    for rank, text in enumerate(("", "Resté ?", "Nouveau ?")):
        lines |= {f"form-{rank}-text": text, f"form-{rank}-expected": "no", f"form-{rank}-explain": "Voilà."}
    as_(cast.manager).post(url("eligibility", draft), lines)
    assert [line["text"] for line in Call.objects.get().eligibility] == ["Resté ?", "Nouveau ?"]
    lines["form-2-explain"] = ""
    assert as_(cast.manager).post(url("eligibility", draft), lines).status_code == 422


def test_rules_show_their_legal_basis_and_only_free_ones_are_set(as_, cast, draft):
    aap = services.create_from_model(cast.authority, "aap", "act", "ACT", by=cast.manager, at=NOON)
    page = as_(cast.manager).get(url("rules", aap))
    assert "CASF, art. R. 313-4-2" in page.content.decode()
    assert "question_cutoff_days" not in page.context["form"].fields
    values = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    values |= {"policy": "jump", "tie_rule": "received_early", "minimum_points": "60,5"}
    values = {name: "" if value is None else value for name, value in values.items()}
    assert as_(cast.manager).post(url("rules", aap), values).status_code == 302
    aap = Call.objects.get(pk=aap.pk)
    assert (aap.policy, aap.tie_rule, float(aap.minimum_points)) == ("jump", ["received_early"], 60.5)


@pytest.mark.parametrize("name", [*FACETS])
def test_published_pages_are_read_only_and_say_why(as_, published, cast, name):
    page = as_(cast.manager).get(url(name, published)).content.decode()
    assert "avis rectificatif" in page
    assert ">Enregistrer</button>" not in page


def test_a_stale_page_sent_after_publication_is_refused_and_kept(as_, published, cast):
    response = as_(cast.manager).post(
        url("presentation", published), {"title": "Trop tard", "public_name": "Appel", "object": "o"}
    )
    assert response.status_code == 422
    assert "avis rectificatif" in response.content.decode()
    assert Call.objects.get().title == "Équipes mobiles"


def test_an_answer_is_published_from_its_page(as_, cast):
    call = make_call(cast)
    row = services.ask(call, cast.signatory, "Le Relais peut-il répondre ?")
    browser = as_(cast.instructor)
    assert "Le Relais" in browser.get(url("questions", call)).content.decode()
    browser.post(url("answer", call, row.pk), {"question": "Une association ?", "text": "Oui."})
    assert Answer.objects.get().question == "Une association ?"
    assert browser.get(url("answer", call, row.pk)).status_code == 404


def test_people_are_named_and_released_from_their_page(as_, draft, cast):
    browser = as_(cast.manager)
    refused = browser.post(url("appointments", draft), {"email": "absente@nulle-part.test", "role": "expert"})
    assert refused.status_code == 422
    assert "créer un compte" in refused.content.decode()
    browser.post(url("appointments", draft), {"email": cast.expert.email, "role": "expert"})
    browser.post(url("end_appointment", draft, draft.appointments.get().pk))
    assert draft.appointments.get().ended_at


def test_a_call_is_taken_up_again(as_, published, cast):
    response = as_(cast.manager).post(url("clone", published), {"title": "Suite"})
    assert response.url == url("presentation", Call.objects.get(title="Suite"))


MANAGE_QUERIES = 9


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_however_long(as_, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        make_call(cast)
    browser = as_(cast.manager)
    with django_assert_num_queries(MANAGE_QUERIES):
        browser.get(reverse("calls:manage"))


@pytest.mark.parametrize("name", ["lots", "criteria", "form"])
def test_a_list_of_rows_takes_the_same_queries_however_long(
    as_, ready, cast, name, django_assert_max_num_queries
):
    browser = as_(cast.manager)
    with django_assert_max_num_queries(100) as before:
        browser.get(url(name, ready))
    for rank in range(3):
        lot = services.add_row(
            type(ready.lots.first()), ready, by=cast.manager, code=f"L{rank}", title="Lot", envelope=1
        )
        lot.territories.add(cast.region)
        services.add_row(type(ready.criteria.first()), ready, by=cast.manager, label="Critère")
        services.add_row(
            Question, ready.form_questions()[0].section, by=cast.manager, label="Question", kind="text"
        )
    with django_assert_max_num_queries(len(before)):
        browser.get(url(name, ready))
