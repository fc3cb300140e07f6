"""Who is told what, written by hand: the people of the cast, move by move and row by row."""

import pytest
from django.utils import timezone

from accounts.enums import InterestKind, Role
from accounts.models import BankChange, Interest
from accounts.services import accept, ask_to_join, end_membership, found, refuse, save_bank
from applications.enums import ConsentLevel
from applications.enums import State as S
from applications.queries import MACHINE
from applications.services import calendar, completeness, consents, deposit
from applications.services.drafting import save_identity
from awards import services as awards
from awards.models import ActivityReport, Instalment
from calls.services import exchanges
from notifications import services
from notifications.models import Message
from reviews.enums import DecisionKind as K
from reviews.services import deciding, reading, reporting
from tests.factories import make_call, member
from tests.factories.files import TEXT, Walk
from tests.notifications.conftest import deliver_last, messages_of, names, shared_draft

OWN = "signatory editor"
DELEGATE = "delegate"

MOVES = {
    "submit": {"receipt": OWN, "progress": DELEGATE},
    "reopen": {"reopened": OWN, "progress": DELEGATE},
    "expire": {"expired": OWN, "progress": DELEGATE},
    "request_complement": {"complement_asked": OWN, "progress": DELEGATE},
    "complete": {"complement_sent": OWN, "complement_received": "manager instructor", "progress": DELEGATE},
    "admit": {"admitted": OWN, "to_assign": "manager", "progress": DELEGATE},
    "refuse": {"refused": OWN, "progress": DELEGATE},
    "conclude": {"to_decide": "manager"},
    "resume": {"resumed": "instructor expert second_expert"},
    "select": {"selected": OWN, "progress": DELEGATE},
    "waitlist": {"waitlisted": OWN, "progress": DELEGATE},
    "promote": {"promoted": OWN, "progress": DELEGATE},
    "reject": {"rejected": OWN, "progress": DELEGATE},
    "fund": {"funded": OWN, "progress": DELEGATE, "to_pay": "manager finance"},
    "evaluate": {"evaluated": OWN, "progress": DELEGATE, "evaluation_released": "manager instructor"},
    "withdraw": {
        "withdrawn": OWN,
        "withdrawn_file": "manager instructor finance",
        "reading_over": "expert second_expert",
        "progress": DELEGATE,
    },
    "lapse": {"lapsed": OWN, "lapsed_file": "manager instructor finance", "progress": DELEGATE},
    "abandon": {"abandoned": OWN, "reading_over": "expert second_expert", "progress": DELEGATE},
    "reconsider": {"reconsidered": OWN, "reconsidered_file": "manager instructor", "progress": DELEGATE},
}
# The steps of the walk that lead to each move; the last one makes it.
WAYS = {
    "submit": "submitted",
    "reopen": "submitted reopened",
    "expire": "expired",
    "request_complement": "submitted opened incomplete",
    "complete": "submitted opened incomplete completed",
    "admit": "submitted opened admissible",
    "refuse": "submitted opened inadmissible",
    "conclude": "submitted opened admissible reviewed",
    "resume": "submitted opened admissible reviewed resumed",
    "select": "submitted opened admissible reviewed selected",
    "waitlist": "submitted opened admissible reviewed waitlisted",
    "promote": "submitted opened admissible reviewed waitlisted promoted",
    "reject": "submitted opened admissible reviewed rejected",
    "fund": "submitted opened admissible reviewed selected funded",
    "evaluate": "submitted opened admissible reviewed selected funded evaluated",
    "withdraw": "submitted opened admissible reviewed withdrawn",
    "lapse": "submitted opened admissible reviewed selected lapsed",
    "abandon": "submitted opened admissible reviewed abandoned",
    "reconsider": "submitted opened admissible reviewed rejected reconsidered",
}


class Story(Walk):
    """The factory's walk, with the moves that lead to no state of their own."""

    def reopened(self):
        deposit.reopen(self.pk, by=self.cast.signatory, at=self.now())

    def completed(self):
        complement = self.file.open_complement
        completeness.answer_item(complement.items.first().pk, by=self.cast.signatory, reply="Les voici.")
        completeness.complete(self.pk, by=self.cast.signatory, at=self.now())

    def resumed(self):
        reporting.resume(self.pk, by=self.cast.manager, reason=TEXT, at=self.now())

    def promoted(self):
        self.decided(K.PROMOTE, amount=80_000)

    def reconsidered(self):
        self.decided(K.RECONSIDER)


def walk(cast, way: str, call=None) -> Story:
    call = call or make_call(cast, closes_in=-3)
    story = Story(call, cast, shared_draft(call, cast))
    for step in way.split():
        getattr(story, step)()
    return story


@pytest.mark.parametrize("move", MOVES)
def test_who_is_told_of_each_move(cast, move):
    story = walk(cast, WAYS[move])
    row = deliver_last(story.file)
    assert row.name == move
    assert names(cast, messages_of(row)) == MOVES[move]


def test_the_table_covers_the_machine():
    assert set(MOVES) == set(WAYS) == set(MACHINE)


def told(cast, kind, pk) -> dict[str, str]:
    before = set(Message.objects.values_list("pk", flat=True))
    services.tell(kind, pk)
    return names(cast, Message.objects.exclude(pk__in=before))


def test_who_is_told_of_readings(cast):
    story = walk(cast, "submitted opened admissible")
    row = reading.assign(story.pk, cast.expert, by=cast.manager, at=story.now())
    assert told(cast, "assignment", row.pk) == {"assignment": "expert"}
    conflict = reading.declare(story.pk, by=cast.expert, has_conflict=True, motive="Ancien employeur")
    assert told(cast, "conflict", conflict.pk) == {"conflict": "manager"}
    assert told(cast, "assignment", row.pk) == {}


def test_who_is_told_of_reviews_and_decisions(cast):
    story = walk(cast, "submitted opened admissible reviewed")
    review = story.file.assignments.first().review
    assert told(cast, "review", review.pk) == {"review_in": "instructor"}
    decision = deciding.propose(
        story.pk, K.SELECT, by=cast.manager, motive=TEXT, amount=80_000, at=story.now()
    )
    assert told(cast, "decision", decision.pk) == {"decisions_to_sign": "director"}


def test_decisions_of_one_day_make_one_message(cast):
    story = walk(cast, "submitted opened admissible reviewed")
    for _ in range(3):
        decision = deciding.propose(story.pk, K.REJECT, by=cast.manager, motive=TEXT, at=story.at)
        services.tell("decision", decision.pk)
    assert Message.objects.filter(key="decisions_to_sign").count() == 1


def test_who_is_told_after_the_decision(cast):
    story = walk(cast, "submitted opened admissible reviewed selected")
    story.agreed()
    file = story.file
    assert told(cast, "offer", file.offer.pk) == {
        "offer_accepted": OWN,
        "offer_accepted_file": "manager finance",
    }
    assert told(cast, "agreement", file.agreement.pk) == {"agreement_to_sign": "signatory"}
    awards.sign_agreement(story.pk, by=cast.signatory, capacity="Présidente", at=story.now())
    assert told(cast, "agreement", file.agreement.pk) == {"agreement_to_countersign": "director"}
    awards.sign_agreement(story.pk, by=cast.director, capacity="Directeur", at=story.now())
    assert told(cast, "agreement", file.agreement.pk) == {}
    instalment = file.agreement.instalments.first()
    awards.pay(instalment.pk, by=cast.finance, paid_on=story.at.date(), reference="VIR 1")
    assert told(cast, "instalment", instalment.pk) == {"instalment_paid": OWN}


def test_who_is_told_of_the_report_each_time_it_goes_and_comes(cast):
    story = walk(cast, "submitted opened admissible reviewed selected funded")
    report = ActivityReport.objects.get(application=story.pk)
    values = {indicator.pk: (120, "") for indicator in story.call.indicators.all()}
    awards.save_report(story.pk, by=cast.signatory, narrative=TEXT, spent=80_000, values=values)
    for _ in range(2):
        awards.submit_report(story.pk, by=cast.signatory, at=story.now())
        assert told(cast, "report", report.pk) == {"report_in": "manager instructor"}
        awards.judge_report(story.pk, by=cast.instructor, accepts=False, reason="Préciser", at=story.now())
        assert told(cast, "report", report.pk) == {"report_returned": OWN}
    awards.submit_report(story.pk, by=cast.signatory, at=story.now())
    services.tell("report", report.pk)
    awards.judge_report(story.pk, by=cast.instructor, accepts=True, at=story.now())
    assert told(cast, "report", report.pk) == {"report_accepted": OWN}
    evaluation = awards.propose_evaluation(story.pk, by=cast.instructor, outcome="favourable", motive=TEXT)
    assert told(cast, "evaluation", evaluation.pk) == {"evaluation_to_sign": "director"}


def test_the_opening_is_told_once_per_call_and_the_deposits_never_before(cast):
    story = walk(cast, "submitted")
    deliver_last(story.file)
    agents = [cast.manager, cast.instructor, cast.finance, cast.director, cast.president, cast.superuser]
    assert not Message.objects.filter(recipient__in=agents).exists()
    opening = calendar.open_files(story.call.pk, at=timezone.now())
    assert told(cast, "opening", opening.pk) == {"opening": "manager instructor"}
    assert "Un dossier a été reçu" in Message.objects.filter(key="opening").first().body


def test_an_unsealed_call_tells_each_deposit(cast):
    call = make_call(cast, kind="label")
    story = walk(cast, "submitted", call=call)
    row = deliver_last(story.file)
    assert names(cast, messages_of(row)) == {
        "receipt": OWN,
        "deposit": "manager instructor",
        "progress": DELEGATE,
    }


def test_who_is_told_of_a_consent(cast, draft):
    given = draft.consents.get()
    assert told(cast, "consent", given.pk) == {"consent_given": DELEGATE}
    wider = consents.give(draft.pk, cast.union, ConsentLevel.READ, by=cast.signatory)
    assert told(cast, "consent", given.pk) == {}
    assert told(cast, "consent", wider.pk) == {"consent_given": DELEGATE}
    consents.give(draft.pk, cast.union, ConsentLevel.NONE, by=cast.signatory)
    assert told(cast, "consent", wider.pk) == {"consent_revoked": DELEGATE}
    assert told(cast, "consent", given.pk) == {}


def test_a_union_that_knows_only_the_existence_is_not_told_of_moves(cast, call):
    application = shared_draft(call, cast, ConsentLevel.EXISTENCE)
    deposit.submit(application.pk, by=cast.signatory)
    assert DELEGATE not in names(cast, messages_of(deliver_last(application))).values()


def test_who_is_told_of_questions(cast, call, draft):
    row = exchanges.ask(
        call,
        cast.stranger,
        "Peut-on répondre à deux ?",
        at=call.opens_at + (timezone.now() - call.opens_at) / 2,
    )
    assert told(cast, "question", row.pk) == {"question_asked": "manager instructor"}
    exchanges.answer(row, "Oui, avec un chef de file.", by=cast.manager, at=row.asked_at)
    assert told(cast, "question", row.pk) == {"question_answered": "signatory editor stranger"}


def test_who_is_told_of_an_appointment(cast, call):
    row = call.appointments.get(person=cast.president)
    assert told(cast, "appointment", row.pk) == {"appointment": "president"}


def test_who_is_told_of_memberships(cast):
    asked = ask_to_join(cast.structure, cast.stranger)
    assert told(cast, "membership", asked.pk) == {"membership_asked": "signatory"}
    refuse(asked, by=cast.signatory, reason="Inconnue ici")
    assert told(cast, "membership", asked.pk) == {"membership_refused": "stranger"}
    again = ask_to_join(cast.structure, cast.stranger)
    accept(again, ["editor"], by=cast.signatory)
    assert told(cast, "membership", again.pk) == {"membership_accepted": "stranger"}
    end_membership(again, by=cast.signatory)
    assert told(cast, "membership", again.pk) == {"membership_ended": "stranger"}
    new = found(cast.stranger, name="Toute neuve", siret="", territory=cast.departement)
    assert told(cast, "membership", new.memberships.get().pk) == {"membership_founded": "manager"}


ACCOUNT = {"account_holder": "Le Relais", "iban": "FR1420041010050500013M02606", "bic": ""}


def changed_account(cast, iban):
    save_bank(cast.structure, ACCOUNT | {"iban": iban}, by=cast.signatory)
    return BankChange.objects.latest("pk")


def test_who_is_told_that_the_account_changed(cast):
    """Those who sign, and those who pay while something is left to pay: fraud changes an account before a payment."""
    story = walk(cast, "submitted opened admissible reviewed selected")
    given = changed_account(cast, ACCOUNT["iban"])
    assert told(cast, "bank", given.pk) == {"bank_changed": "signatory"}
    story.agreed()
    change = changed_account(cast, "FR7630006000011234567890189")
    assert told(cast, "bank", change.pk) == {"bank_changed": "signatory", "bank_changed_payer": "finance"}
    for message in Message.objects.filter(key__startswith="bank_changed"):
        assert "FR" not in message.body + message.subject
        assert "67890" not in message.body
    assert Message.objects.filter(key="bank_changed_payer", body__contains="par 0189, et non plus par 2606")
    Instalment.objects.update(paid_on=story.at.date(), paid_by=cast.finance, payment_reference="VIR 1")
    back = changed_account(cast, ACCOUNT["iban"])
    assert told(cast, "bank", back.pk) == {"bank_changed": "signatory"}


def test_a_payer_tied_to_the_structure_learns_nothing_of_its_account(cast):
    walk(cast, "submitted opened admissible reviewed selected").agreed()
    Interest.objects.create(person=cast.finance, organisation=cast.structure, kind=InterestKind.GOVERNANCE)
    change = changed_account(cast, ACCOUNT["iban"])
    assert told(cast, "bank", change.pk) == {"bank_changed": "signatory"}


def test_a_conflict_silences_everything_of_that_file(cast):
    story = walk(cast, "submitted opened admissible")
    reading.assign(story.pk, cast.expert, by=cast.manager, at=story.now())
    reading.declare(story.pk, by=cast.expert, has_conflict=True, motive="Ancien employeur")
    reading.declare(story.pk, by=cast.manager, has_conflict=True, motive="Ancien employeur")
    story.withdrawn()
    assert names(cast, messages_of(deliver_last(story.file))) == {
        "withdrawn": OWN,
        "withdrawn_file": "instructor finance",
        "progress": DELEGATE,
    }


def test_a_conflict_hides_what_was_told_before(cast):
    story = walk(cast, "submitted opened admissible")
    deliver_last(story.file)
    assert Message.objects.visible_to(cast.manager).filter(key="to_assign").exists()
    reading.declare(story.pk, by=cast.manager, has_conflict=True, motive="Ancien employeur")
    assert not Message.objects.visible_to(cast.manager).filter(application=story.pk).exists()


def test_nobody_inactive_is_told(cast, draft):
    cast.editor.is_active = False
    cast.editor.save()
    deposit.submit(draft.pk, by=cast.signatory)
    assert names(cast, messages_of(deliver_last(draft)))["receipt"] == "signatory"


def test_one_person_in_two_audiences_is_told_once(cast):
    """An agent who belongs to the candidate's union is told as the union's, no longer as the authority's."""
    member(cast.editor, cast.union, Role.UNION_DELEGATE)
    member(cast.manager, cast.union, Role.UNION_DELEGATE)
    story = walk(cast, "submitted opened incomplete completed")
    found = names(cast, messages_of(deliver_last(story.file)))
    assert found == {
        "complement_sent": OWN,
        "complement_received": "instructor",
        "progress": f"{DELEGATE} manager",
    }


def test_a_draft_renamed_is_told_to_nobody(cast, draft):
    save_identity(draft.pk, by=cast.signatory, title="Autre titre")
    assert not Message.objects.exists()


def test_a_file_withdrawn_while_sealed_stays_unknown(cast, draft):
    deposit.submit(draft.pk, by=cast.signatory)
    deposit.withdraw(draft.pk, by=cast.signatory)
    assert names(cast, messages_of(deliver_last(draft))) == {"withdrawn": OWN, "progress": DELEGATE}


def test_the_states_reached_are_those_of_the_table(cast):
    assert walk(cast, WAYS["reconsider"]).file.state == S.REVIEWED
