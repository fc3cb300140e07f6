"""The decision page: staged against the envelope, signed, released, promoted; and what the public reads."""

import pytest
from django.urls import reverse

from applications.enums import State
from applications.models import Application
from documents.models import Document
from documents.production import render
from reviews.models import Decision
from tests.factories import fill, make_call, started
from tests.factories.cast import member, organisation, person
from tests.factories.files import Walk

pytestmark = pytest.mark.django_db

WHY = "Projet solide sur un territoire sans équipe."


def concluded(call, cast, *marks):
    """As many concluded files, of new structures, with these marks."""
    from accounts.enums import OrganisationKind, Role

    files = []
    for rank in range(1, len(marks) + 1):
        structure = organisation(OrganisationKind.APPLICANT, f"Structure {rank}", territory=cast.departement)
        bearer = person(f"porteur{rank}-{call.pk}@structure.test", "Anne", f"Porteuse {rank}")
        member(bearer, structure, Role.SIGNATORY, Role.EDITOR)
        file = fill(started(call, cast, structure=structure, by=bearer), cast, by=bearer)
        Walk(call, cast, file).submitted(by=bearer)
        files.append(file)
    for file, values in zip(files, marks, strict=True):
        walk = Walk(call, cast, file)
        walk.opened()
        walk.admissible()
        walk.reviewed(values)
    return files


@pytest.fixture
def call(cast):
    return make_call(cast, closes_in=-3, envelope=150_000)


@pytest.fixture
def files(cast, call):
    return concluded(call, cast, (5, 5, 5), (4, 4, 4), (3, 3, 3))


def page(client, name, lot):
    return client.get(reverse(f"reviews:{name}", args=[lot.pk]))


def typed(answer, **rows):
    """The fields of the page, as shown, with these changed: {number of row: {field: value}}."""
    data = {"seen": answer.context["seen"], "valid_until": "2027-06-30"}
    for position, form in enumerate(answer.context["rows"], start=1):
        given = {name: form[name].value() or "" for name in form.fields}
        data |= {
            f"{form.prefix}-{name}": value for name, value in (given | rows.get(f"row{position}", {})).items()
        }
    return data


def staged(client, lot, **rows):
    url = reverse("reviews:decisions", args=[lot.pk])
    return client.post(url, typed(client.get(url), **rows))


def made(lot):
    for document in Document.objects.filter(decision__application__lot=lot, status="pending"):
        assert render(document.pk)


def ids(answer):
    return {"decision": [row.pk for row in answer.context["rows"]]}


def test_the_policy_is_a_proposal_written_under_each_file(client, cast, call, files):
    client.force_login(cast.manager)
    text = page(client, "decisions", call.lots.get()).content.decode()
    assert "90\u202f000\u00a0€ demandés, accordés en totalité" in text
    assert "60\u202f000\u00a0€ proposés car il ne reste que cette somme" in text
    assert not Decision.objects.exists()


def test_over_the_envelope_nothing_is_saved_and_each_row_says_why(client, cast, call, files):
    client.force_login(cast.manager)
    lot = call.lots.get()
    answer = staged(
        client,
        lot,
        row1={"kind": "select", "amount": "90 000"},
        row2={"kind": "select", "amount": "90 000"},
        row3={"kind": "reject", "motive": ""},
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Le montant dépasse ce qui reste de l’enveloppe : 60\u202f000\u00a0€." in text
    assert "Motivez la décision" in text
    assert "Les propositions dépassent l’enveloppe." in text
    assert not Decision.objects.exists()


def test_typed_amounts_move_the_bar(client, cast, call, files):
    client.force_login(cast.manager)
    lot = call.lots.get()
    data = typed(page(client, "decisions", lot), row1={"kind": "select", "amount": "70 000"})
    text = client.post(reverse("reviews:total", args=[lot.pk]), data).content.decode()
    assert "70\u202f000\u00a0€" in text
    assert "80\u202f000\u00a0€" in text
    assert not Decision.objects.exists()


def test_a_bad_amount_is_told_and_what_was_typed_is_kept(client, cast, call, files):
    client.force_login(cast.manager)
    answer = staged(client, call.lots.get(), row1={"kind": "select", "amount": "12.500"})
    assert answer.status_code == 422
    assert "est ambigu" in answer.content.decode()
    assert 'value="12.500"' in answer.content.decode()


def test_a_waiting_rank_is_given_once(client, cast, call, files):
    client.force_login(cast.manager)
    rows = {f"row{n}": {"kind": "waitlist", "rank": "1"} for n in (2, 3)}
    answer = staged(client, call.lots.get(), **rows)
    assert "Le rang 1 de la liste complémentaire est donné à plusieurs dossiers." in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_stale_page_is_refused(client, cast, call, files):
    client.force_login(cast.manager)
    lot = call.lots.get()
    url = reverse("reviews:decisions", args=[lot.pk])
    old = client.get(url)
    assert staged(client, lot, row1={"kind": "select"}).status_code == 302
    answer = client.post(url, typed(old, row3={"kind": "reject"}))
    assert answer.status_code == 422
    assert "ont changé depuis" in answer.content.decode()
    assert Decision.objects.staged().count() == 1


def test_a_tie_is_shown_and_settled_with_a_reason(client, cast, call):
    first, second = concluded(call, cast, (4, 4, 4), (4, 4, 4))
    call.tie_rule = []
    call.save()
    client.force_login(cast.president)
    for file in (first, second):
        client.post(reverse("reviews:declare", args=[file.number]), {"has_conflict": "no"})
    lot = call.lots.get()
    text = page(client, "ranking", lot).content.decode()
    assert "ex æquo" in text
    assert f"{first.number} et {second.number} sont ex æquo au rang 1" in text
    url = reverse("reviews:rank", args=[lot.pk, second.number])
    assert client.post(url, {"rank": "1", "reason": ""}).status_code == 422
    assert client.post(url, {"rank": "9", "reason": WHY}).status_code == 422
    assert client.post(url, {"rank": "1", "reason": WHY}).status_code == 302
    text = page(client, "ranking", lot).content.decode()
    assert WHY in text
    assert "sont ex æquo" not in text


def test_signed_twice_released_twice(client, cast, call, files):
    lot = call.lots.get()
    client.force_login(cast.manager)
    staged(
        client, lot, row1={"kind": "select"}, row2={"kind": "waitlist", "rank": "1"}, row3={"kind": "reject"}
    )
    assert page(client, "sign", lot).status_code == 403
    client.force_login(cast.director)
    url = reverse("reviews:sign", args=[lot.pk])
    data = ids(page(client, "sign", lot)) | {"capacity": "Directeur général"}
    assert client.post(url, data | {"capacity": ""}).status_code == 422
    assert client.post(url, data).status_code == 302
    again = client.post(url, data)
    assert again.status_code == 422
    assert "signée entre-temps" in again.content.decode()
    assert Document.objects.filter(decision__isnull=False).count() == 3
    url = reverse("reviews:release", args=[lot.pk])
    waiting = client.get(url)
    assert "3 actes en cours de production" in waiting.content.decode()
    assert client.post(url, ids(waiting)).status_code == 422
    assert set(lot.applications.values_list("state", flat=True)) == {State.REVIEWED}
    assert "0 sur 3" in page(client, "acts", lot).content.decode()
    made(lot)
    assert "Notifier les décisions signées" in page(client, "acts", lot).content.decode()
    ready = client.get(url)
    assert "90\u202f000\u00a0€" in ready.content.decode()
    data = ids(ready)
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 422
    assert [file.state for file in lot.applications.order_by("number")] == [
        "selected",
        "waitlisted",
        "rejected",
    ]


def test_a_decision_changed_since_is_not_signed(client, cast, call, files):
    lot = call.lots.get()
    client.force_login(cast.manager)
    staged(client, lot, row1={"kind": "select"}, row3={"kind": "reject"})
    client.force_login(cast.director)
    data = ids(page(client, "sign", lot)) | {"capacity": "Directeur général"}
    client.force_login(cast.manager)
    staged(client, lot, row1={"kind": "select", "amount": "80 000"})
    client.force_login(cast.director)
    answer = client.post(reverse("reviews:sign", args=[lot.pk]), data)
    assert answer.status_code == 422
    assert not Decision.objects.filter(signed_at__isnull=False).exists()


def test_a_staged_decision_is_cancelled(client, cast, call, files):
    lot = call.lots.get()
    client.force_login(cast.manager)
    staged(client, lot, row1={"kind": "select"})
    row = Decision.objects.get()
    url = reverse("reviews:cancel", args=[lot.pk, row.pk])
    client.force_login(cast.finance)
    assert client.post(url).status_code == 403
    client.force_login(cast.manager)
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 422
    assert not Decision.objects.staged().exists()


def test_a_signed_decision_is_cancelled_by_its_signatory_and_its_act_withdrawn(client, cast, call, files):
    lot = call.lots.get()
    client.force_login(cast.manager)
    staged(client, lot, row1={"kind": "select"})
    client.force_login(cast.director)
    client.post(
        reverse("reviews:sign", args=[lot.pk]), ids(page(client, "sign", lot)) | {"capacity": "Directeur"}
    )
    row = Decision.objects.get()
    url = reverse("reviews:cancel", args=[lot.pk, row.pk])
    client.force_login(cast.manager)
    assert client.post(url).status_code == 403
    client.force_login(cast.director)
    assert client.post(url).status_code == 302
    assert Document.objects.get(decision=row).standing == "withdrawn"


def released(client, cast, lot, **rows):
    client.force_login(cast.manager)
    assert staged(client, lot, **rows).status_code == 302
    sign_and_release(client, cast, lot)


def sign_and_release(client, cast, lot):
    client.force_login(cast.director)
    client.post(
        reverse("reviews:sign", args=[lot.pk]), ids(page(client, "sign", lot)) | {"capacity": "Directeur"}
    )
    made(lot)
    assert (
        client.post(reverse("reviews:release", args=[lot.pk]), ids(page(client, "release", lot))).status_code
        == 302
    )


def test_the_waiting_list_is_called_in_order_when_money_is_back(client, cast, call, files):
    from awards.services import answer_offer

    lot, (first, second, third) = call.lots.get(), files
    rows = {
        "row1": {"kind": "select"},
        "row2": {"kind": "waitlist", "rank": "1"},
        "row3": {"kind": "waitlist", "rank": "2"},
    }
    lot.envelope = 100_000
    lot.save()
    released(client, cast, lot, **rows)
    client.force_login(cast.manager)
    text = page(client, "promote", lot).content.decode()
    assert second.number in text
    assert "L’enveloppe ne suffit pas" in text
    answer_offer(first.pk, by=first.structure.memberships.get().person, accepts=False)
    answer = page(client, "promote", lot)
    text = answer.content.decode()
    assert (
        f'c’est le tour du dossier <a href="{reverse("reviews:file", args=[second.number])}">{second.number}</a>'
        in text
    )
    assert third.number in text
    done = client.post(reverse("reviews:promote", args=[lot.pk]), {"amount": "90 000", "motive": WHY})
    assert done.status_code == 302
    sign_and_release(client, cast, lot)
    assert Application.objects.get(pk=second.pk).state == State.SELECTED


def test_the_waiting_list_proposes_itself_once_when_money_returns(client, cast, call, files):
    from awards.services import answer_offer
    from reviews.services import promoting
    from reviews.services.deciding import cancel

    lot, (first, second, third) = call.lots.get(), files
    rows = {
        "row1": {"kind": "select"},
        "row2": {"kind": "waitlist", "rank": "1"},
        "row3": {"kind": "waitlist", "rank": "2"},
    }
    lot.envelope = 190_000
    lot.save()
    released(client, cast, lot, **rows)
    assert promoting.sweep() == 0  # something is left, nothing returned
    answer_offer(first.pk, by=first.structure.memberships.get().person, accepts=False)
    assert promoting.sweep() == 1
    assert promoting.sweep() == 0
    proposed = Decision.objects.staged().get()
    assert (proposed.application, proposed.kind, proposed.proposed_by) == (second, "promote", None)
    assert proposed.amount == second.requested_amount
    client.force_login(cast.manager)
    text = client.get(reverse("reviews:file", args=[second.number])).content.decode()
    assert "Proposée automatiquement, à l’appel de la liste complémentaire" in text
    cancel(proposed.pk, by=cast.manager)
    assert promoting.sweep() == 0  # a person took it back: nothing else returned
    again = client.post(reverse("reviews:promote", args=[lot.pk]), {"amount": "90 000", "motive": WHY})
    assert again.status_code == 302
    sign_and_release(client, cast, lot)
    assert promoting.propose_next(lot.pk).application == third  # what is left goes down the list


def test_a_departure_from_the_ranking_is_explained_before_it_is_signed(client, cast, call, files):
    from notifications.models import Message
    from notifications.services import tell
    from reviews.models import Departure

    lot, first = call.lots.get(), files[0]
    tied = person("lie@commission.test", "Théo", "Lié")
    call.appointments.create(person=tied, role="commission_member", appointed_by=cast.manager)
    tied.interests.create(kind="family", organisation=first.structure)
    client.force_login(cast.manager)
    rows = {"row1": {"kind": "reject"}, "row2": {"kind": "select"}, "row3": {"kind": "reject"}}
    staged(client, lot, **rows)
    text = page(client, "decisions", lot).content.decode()
    assert f"ne suivent pas le classement pour {first.number}." in text
    client.force_login(cast.director)
    sign = reverse("reviews:sign", args=[lot.pk])
    refused = client.post(sign, ids(page(client, "sign", lot)) | {"capacity": "Directeur"})
    assert refused.status_code == 422
    assert "motivez cet écart avant de signer" in refused.content.decode()
    client.force_login(cast.manager)
    departure = reverse("reviews:departure", args=[lot.pk])
    assert client.post(departure, {"reason": " "}).status_code == 422
    assert client.post(departure, {"reason": "Un territoire sans équipe."}).status_code == 302
    sign_and_release(client, cast, lot)
    row = Departure.objects.get()
    assert row.released_at
    tell("departure", row.pk)
    told = Message.objects.filter(key="departure")
    assert set(told.values_list("recipient", flat=True)) == {cast.president.pk, cast.commissioner.pk}
    assert "Un territoire sans équipe." in told.first().body


def test_the_public_reads_winners_and_nothing_about_the_others(client, cast, call, files):
    lot, (first, second, third) = call.lots.get(), files
    url = reverse("reviews:public_results", args=[call.slug])
    assert "pas encore publiés" in client.get(url).content.decode()
    rows = {"row1": {"kind": "select"}, "row2": {"kind": "waitlist", "rank": "1"}, "row3": {"kind": "reject"}}
    client.force_login(cast.manager)
    staged(client, lot, **rows)
    assert first.structure.name not in client.get(url).content.decode()
    client.logout()
    released(client, cast, lot, **rows)
    client.logout()
    text = client.get(url).content.decode()
    assert first.structure.name in text
    assert "90\u202f000\u00a0€" in text
    for loser in (second, third):
        assert loser.structure.name not in text
        assert loser.number not in text


def test_places_are_counted_like_euros(client, cast, call, files):
    lot = call.lots.get()
    lot.envelope, lot.places, lot.place_unit = 500_000, 8, "beds"
    lot.save()
    client.force_login(cast.manager)
    answer = staged(
        client, lot, row1={"kind": "select", "places": "5"}, row2={"kind": "select", "places": "5"}
    )
    assert answer.status_code == 422
    assert "Le nombre de places dépasse ce qui reste du lot : 3." in answer.content.decode()
    assert (
        staged(
            client, lot, row1={"kind": "select", "places": "5"}, row2={"kind": "select", "places": "3"}
        ).status_code
        == 302
    )


def test_an_abandoned_call_tells_its_reason(client, cast, call, files):
    client.force_login(cast.director)
    url = reverse("reviews:abandon", args=[call.slug])
    assert "3 dossiers non décidés" in client.get(url).content.decode()
    assert client.post(url, {"nature": "Appel infructueux"}).status_code == 422
    done = client.post(url, {"nature": "Appel infructueux", "reason": "Aucun projet ne répond au besoin."})
    assert done.status_code == 302
    assert set(call.applications.values_list("state", flat=True)) == {State.ABANDONED}
    assert client.get(url).status_code == 403
    client.logout()
    text = client.get(reverse("reviews:public_results", args=[call.slug])).content.decode()
    assert "Appel infructueux : Aucun projet ne répond au besoin." in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_of_the_decision_page_does_not_move(client, cast, call, count, django_assert_num_queries):
    concluded(call, cast, *[(5, 5, 5), (4, 4, 4), (3, 3, 3)][:count])
    client.force_login(cast.manager)
    lot = call.lots.get()
    for name, queries in (("decisions", 32), ("ranking", 22)):
        with django_assert_num_queries(queries):
            page(client, name, lot)
    assert (
        staged(client, lot, **{f"row{rank}": {"kind": "reject"} for rank in range(1, count + 1)}).status_code
        == 302
    )
    client.force_login(cast.director)
    for name, queries in (("decisions", 32), ("sign", 21)):
        page(client, name, lot)
        with django_assert_num_queries(queries):
            page(client, name, lot)
