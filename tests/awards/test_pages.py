"""After the decision, on screen: each person of the cast, from the offer to the evaluation."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import BankChange
from accounts.services import save_bank
from applications.enums import State
from applications.models import Application
from awards import services
from awards.budget import report
from awards.models import ActivityReport, Agreement, Evaluation
from calls.enums import Kind
from engine.money import euros
from reviews.models import Offer
from tests.factories import make_call, reach
from tests.factories.files import Walk

TEXT = "Texte écrit pour le test."


@pytest.fixture
def call(cast):
    return make_call(cast, closes_in=-60)


def url(name, file, *more):
    return reverse(f"awards:{name}", args=[file.number, *more])


def post(client, who, address, **data):
    client.force_login(who)
    return client.post(address, data)


def freshen(call):
    """An offer made in the past of the factories is still open today."""
    Offer.objects.update(due_at=timezone.now() + timedelta(days=5))


@pytest.fixture
def selected(cast, call):
    """Offered less than it asked, its budget already revised."""
    file = reach(State.SELECTED, call, cast)
    freshen(call)
    services.spread_cut(file.pk, by=cast.signatory)
    return file


def test_a_partial_offer_wants_a_revised_budget_that_balances(client, cast, call):
    file = reach(State.SELECTED, call, cast)
    freshen(call)
    accept = {"answer": "accept", "confirm": "on"}
    refused = post(client, cast.signatory, url("offer", file), **accept)
    assert refused.status_code == 422
    assert "Révisez d’abord votre budget" in refused.content.decode()
    lines = {line.account: line.amount for line in file.budget_lines.all()}
    typed = {f"m-{account}": str(amount) for account, amount in lines.items()}
    typed |= {f"s-{line.account}": line.status for line in file.budget_lines.all()}
    client.force_login(cast.manager)
    assert client.get(url("revise", file)).status_code == 403
    page = client.get(url("file", file)).content.decode()
    assert "Budget révisé" not in page
    assert post(client, cast.signatory, url("revise", file), **typed).url == url("revise", file)
    gap = lines["74-ars"] - 80_000
    page = client.get(url("revise", file)).content.decode()
    assert f"Les charges dépassent les produits de {euros(gap)}." in page
    assert post(client, cast.signatory, url("offer", file), **accept).status_code == 422
    client.force_login(cast.manager)
    assert "Budget révisé" not in client.get(url("file", file)).content.decode()
    assert post(client, cast.signatory, url("revise", file), spread="1").url == url("revise", file)
    assert "Le budget est équilibré." in client.get(url("revise", file)).content.decode()
    assert post(client, cast.signatory, url("offer", file), **accept).status_code == 302
    offer = Offer.objects.get()
    assert offer.revised_budget[str(file.budget_year)]["74-ars"] == [80_000, ""]
    assert report(file, offer).total.balanced
    client.force_login(cast.manager)
    assert "Budget révisé" in client.get(url("file", file)).content.decode()
    assert post(client, cast.signatory, url("revise", file), **typed).status_code == 422


SCHEDULE = {
    "object": "Équipe mobile",
    "starts_on": "2026-12-01",
    "ends_on": "2027-11-30",
    "versement-TOTAL_FORMS": "2",
    "versement-INITIAL_FORMS": "0",
    "versement-MIN_NUM_FORMS": "1",
    "versement-MAX_NUM_FORMS": "6",
    "versement-0-label": "Premier versement",
    "versement-0-amount": "60 000",
    "versement-0-due_on": "2026-12-15",
    "versement-1-label": "Solde",
    "versement-1-amount": "20 000 €",
    "versement-1-due_on": "2027-12-15",
    "versement-1-needs_report": "on",
}


def test_from_the_offer_to_the_evaluation(client, cast, selected):
    accept = {"answer": "accept", "confirm": "on"}
    assert post(client, cast.signatory, url("offer", selected), **accept).status_code == 302
    assert post(client, cast.manager, url("prepare", selected), **SCHEDULE).status_code == 302
    sign = {"capacity": "Présidente", "confirm": "on"}
    assert post(client, cast.signatory, url("agreement", selected), **sign).status_code == 302
    sign["capacity"] = "Directeur général"
    assert post(client, cast.director, url("agreement", selected), **sign).status_code == 302
    assert Application.objects.get(pk=selected.pk).state == State.FUNDED

    indicator = selected.call.indicators.get()
    report = {"narrative": TEXT, "spent": "78 000", f"value-{indicator.pk}": "130,5", "transmettre": "1"}
    assert post(client, cast.editor, url("report", selected), **report).status_code == 302
    assert post(client, cast.instructor, url("report", selected), verdict="accept").status_code == 302
    evaluation = {"outcome": "favourable", "motive": TEXT}
    assert post(client, cast.instructor, url("evaluation", selected), **evaluation).status_code == 302
    assert post(client, cast.director, url("evaluation", selected), **sign).status_code == 302
    assert Application.objects.get(pk=selected.pk).state == State.EVALUATED
    assert client.get(url("file", selected)).status_code == 200


def test_an_account_changed_before_a_payment_is_confirmed_by_voice(client, cast, call):
    account = {"account_holder": "Le Relais", "iban": "FR1420041010050500013M02606", "bic": ""}
    save_bank(cast.structure, account, by=cast.signatory)
    BankChange.objects.update(at=timezone.now() - timedelta(days=400))
    file = reach(State.FUNDED, call, cast)

    def shown(who):
        client.force_login(who)
        return client.get(url("file", file)).content.decode()

    assert "Ce compte a changé" not in shown(cast.finance)
    save_bank(cast.structure, account | {"iban": "FR7630006000011234567890189"}, by=cast.signatory)
    page = shown(cast.finance)
    assert "Ce compte a changé depuis l’acte ou le dernier versement" in page
    assert "il se termine par 0189, et non plus par 2606" in page
    assert "appelez la structure à un numéro que vous connaissiez déjà" in page
    assert "Ce compte a changé" in shown(cast.signatory)
    assert "0189" not in shown(cast.manager)


def test_a_declined_offer_takes_the_file_away(client, cast, selected):
    post(client, cast.signatory, url("offer", selected), answer="decline", note=TEXT, confirm="on")
    assert Application.objects.get(pk=selected.pk).state == State.WITHDRAWN


def test_an_offer_is_answered_once(client, cast, selected):
    answer = {"answer": "accept", "confirm": "on"}
    post(client, cast.signatory, url("offer", selected), **answer)
    again = post(client, cast.signatory, url("offer", selected), **answer)
    assert again.status_code == 422
    assert "Vous avez déjà répondu à cette offre." in again.content.decode()


def test_a_late_answer_is_told_why(client, cast, selected):
    Offer.objects.update(due_at=selected.decided_at)
    late = post(client, cast.signatory, url("offer", selected), answer="accept", confirm="on")
    assert late.status_code == 422
    assert "Le délai de réponse est passé" in late.content.decode()


def test_a_schedule_that_does_not_add_up_says_by_how_much(client, cast, selected):
    post(client, cast.signatory, url("offer", selected), answer="accept", confirm="on")
    wrong = SCHEDULE | {"versement-1-amount": "19 000"}
    answer = post(client, cast.manager, url("prepare", selected), **wrong)
    assert answer.status_code == 422
    assert "écart de 1\u202f000\u00a0€" in answer.content.decode()
    assert not Agreement.objects.exists()


def test_an_incomplete_report_is_kept_and_not_sent(client, cast, call):
    file = reach(State.FUNDED, call, cast)
    answer = post(client, cast.editor, url("report", file), narrative=TEXT, transmettre="1")
    assert answer.status_code == 422
    assert "Indiquez les dépenses réalisées." in answer.content.decode()
    report = ActivityReport.objects.get()
    assert (report.narrative, report.submitted_at) == (TEXT, None)


def test_a_returned_report_says_what_to_correct(client, cast, call):
    file = reach(State.FUNDED, call, cast)
    indicator = call.indicators.get()
    report = {"narrative": TEXT, "spent": "78000", f"value-{indicator.pk}": "1", "transmettre": "1"}
    post(client, cast.editor, url("report", file), **report)
    post(client, cast.instructor, url("report", file), verdict="return", reason="Précisez les dépenses.")
    client.force_login(cast.editor)
    assert "Précisez les dépenses." in client.get(url("report", file)).content.decode()


def test_a_payment_that_needs_the_report_waits_for_it(client, cast, selected):
    post(client, cast.signatory, url("offer", selected), answer="accept", confirm="on")
    post(client, cast.manager, url("prepare", selected), **SCHEDULE)
    sign = {"capacity": "Présidente", "confirm": "on"}
    post(client, cast.signatory, url("agreement", selected), **sign)
    post(client, cast.director, url("agreement", selected), **sign)
    first, last = Agreement.objects.get().instalments.all()
    paid = {"paid_on": "2026-12-20", "reference": "MANDAT-1"}
    assert post(client, cast.finance, url("pay", selected, first.pk), **paid).status_code == 302
    refused = post(client, cast.finance, url("pay", selected, last.pk), **paid)
    assert refused.status_code == 422
    assert "attend que le bilan soit accepté" in refused.content.decode()


def test_a_label_is_evaluated_without_money(client, cast):
    file = reach(State.SELECTED, make_call(cast, Kind.LABEL, closes_in=-60), cast)
    post(client, cast.instructor, url("evaluation", file), outcome="reserved", motive=TEXT)
    post(client, cast.director, url("evaluation", file), capacity="Directeur général", confirm="on")
    assert Evaluation.objects.get().signed_at
    assert Application.objects.get(pk=file.pk).state == State.EVALUATED


PAGES = {
    "file": "signatory editor manager instructor finance director",
    "offer": "signatory",
    "prepare": "manager finance",
    "agreement": "signatory editor manager instructor finance director",
    "report": "signatory editor manager instructor finance director",
    "evaluation": "instructor",
}
UNSEEN = "rival delegate stranger expert superuser"
SEEN = "signatory editor manager instructor finance director president commissioner"


@pytest.mark.parametrize("page", PAGES)
def test_who_opens_which_page(client, cast, call, page):
    file = reach(State.FUNDED, call, cast)
    for name in SEEN.split():
        client.force_login(getattr(cast, name))
        answer = client.get(url(page, file))
        owes = name in {"president", "commissioner"} and answer.status_code == 302
        expected = 200 if name in PAGES[page].split() else 403
        assert answer.status_code == expected or owes, name
    for name in UNSEEN.split():
        client.force_login(getattr(cast, name))
        assert client.get(url(page, file)).status_code in {403, 404}, name
    client.logout()
    assert client.get(url(page, file)).status_code == 302


def prepared(client, cast, file, **changed):
    post(client, cast.signatory, url("offer", file), answer="accept", confirm="on")
    assert post(client, cast.manager, url("prepare", file), **SCHEDULE | changed).status_code == 302


def test_nobody_signs_an_act_changed_since_their_page(client, cast, selected):
    prepared(client, cast, selected)
    client.force_login(cast.signatory)
    seen = client.get(url("agreement", selected)).context["seen"]
    prepared(client, cast, selected, **{"object": "Autre objet", "versement-INITIAL_FORMS": "2"})
    sign = {"capacity": "Présidente", "confirm": "on", "seen": seen}
    answer = post(client, cast.signatory, url("agreement", selected), **sign)
    assert answer.status_code == 422
    assert "relisez-le avant de signer" in answer.content.decode()
    assert Agreement.objects.get().structure_signed_at is None
    sign["seen"] = client.get(url("agreement", selected)).context["seen"]
    assert post(client, cast.signatory, url("agreement", selected), **sign).status_code == 302


def test_nobody_signs_a_conclusion_changed_since_their_page(client, cast, call):
    file = reach(State.FUNDED, call, cast)
    Walk(call, cast, file).reported()
    conclusion = {"outcome": "favourable", "motive": TEXT}
    post(client, cast.instructor, url("evaluation", file), **conclusion)
    client.force_login(cast.director)
    seen = client.get(url("evaluation", file)).context["seen"]
    post(client, cast.instructor, url("evaluation", file), **conclusion | {"outcome": "unfavourable"})
    sign = {"capacity": "Directeur général", "confirm": "on", "seen": seen}
    assert post(client, cast.director, url("evaluation", file), **sign).status_code == 422
    assert Evaluation.objects.get().signed_at is None


def test_an_offer_is_answered_until_its_last_second_is_over(cast, selected):
    due = Offer.objects.get().due_at.replace(microsecond=0)
    Offer.objects.update(due_at=due)
    with pytest.raises(Refused, match="délai de réponse est passé"):
        services.answer_offer(selected.pk, by=cast.signatory, accepts=True, at=due + timedelta(seconds=1))
    services.answer_offer(selected.pk, by=cast.signatory, accepts=True, at=due + timedelta(milliseconds=600))
