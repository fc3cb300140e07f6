"""Every text, with the cast in it: whole sentences, French blanks, nothing missing."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services import accept, ask_to_join, end_membership, found, refuse, save_bank
from applications.enums import ConsentLevel
from applications.services import accompanying, consents, deposit, exchanges, margin
from awards import services as awards
from calls.models import Answer, Appointment
from notifications import services
from notifications.catalogue import ALSO, ON, REMINDERS
from notifications.models import Message
from notifications.services.telling import fact_of_event, fact_of_move
from notifications.wording import mail_body, render, shorten, tidy
from reviews.enums import DecisionKind
from reviews.models import Assignment, Departure, Meeting, Opinion, Reopening, Review, Waiver
from reviews.services import deciding, reading
from reviews.services.assigning import give_together
from reviews.services.reminding import remind, remind_to_declare
from reviews.services.replacing import decline
from tests.factories import fill, make_call, started
from tests.factories.files import Walk
from tests.notifications.conftest import last_move
from tests.notifications.test_reminders import SITUATIONS
from tests.notifications.test_who import ACCOUNT, WAYS, walk

DAY = timedelta(days=1)

# What French typography asks to keep on one line.
LOOSE = re.compile(r"[^\u00a0\u202f] ?[;:!?»](?=\s|$)|« (?! )|[^\S\n\u00a0\u202f]{2,}|'|\.\.\.")


def checked(subject: str, body: str) -> None:
    text = f"{subject}\n{body}"
    assert subject
    assert len(subject) <= 200
    assert len(body) > 60
    assert "None" not in text
    assert "{" not in text
    assert "&" not in text
    assert "  " not in text
    assert "\n" not in subject
    assert body.rstrip().endswith((".", "…", "!", "?"))
    loose = [found.group() for found in LOOSE.finditer(re.sub(r"https?://\S+", "", text))]
    assert not loose, (loose, text)
    assert not re.search(r"\b(tu|ton|ta|tes)\b", text)


@pytest.mark.parametrize("move", WAYS)
@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion"])
def test_each_move_in_french(cast, move, zone):
    story = walk(cast, WAYS[move], make_call(cast, closes_in=-3, time_zone=zone))
    row = last_move(story.file)
    for notice in ON[move]:
        checked(*render(notice.key, fact_of_move(row)))


def test_each_event_in_french(cast):
    story = walk(cast, "submitted opened admissible reviewed selected funded")
    seen = set()

    def look():
        for kind, events in ALSO.items():
            for event in events:
                for row in event.untold(kind):
                    for notice in event.notices:
                        checked(*render(notice.key, fact_of_event(kind, event, row)))
                        seen.add((kind, event.name))

    look()
    shared_out(cast)
    judged(story, cast)
    exchanges.write(story.pk, by=cast.editor, body="Quand signons-nous ?")
    exchanges.write(story.pk, by=cast.manager, body="Vendredi.")
    prepared = fill(started(make_call(cast), cast), cast)
    deposit.hand_over(prepared.pk, by=cast.editor)
    look()
    unfunded = walk(cast, "submitted opened admissible reviewed", make_call(cast, closes_in=-3))
    deciding.propose(
        unfunded.pk,
        DecisionKind.REJECT,
        by=cast.manager,
        motive="Hors sujet, voir le rapport.",
        at=unfunded.now(),
    )
    reading.declare(unfunded.pk, by=cast.expert, has_conflict=True, motive="Ancien employeur")
    selected = walk(cast, "submitted opened admissible reviewed selected", make_call(cast, closes_in=-3))
    selected.agreed()
    look()
    awards.sign_agreement(selected.pk, by=cast.signatory, capacity="Présidente", at=selected.now())
    awards.pay(
        story.file.agreement.instalments.first().pk,
        by=cast.finance,
        paid_on=story.at.date(),
        reference="VIR 1",
    )
    alone = walk(
        cast, "submitted opened admissible reviewed selected", make_call(cast, closes_in=-3, both_sign=False)
    )
    alone.agreed()
    values = {indicator.pk: (120, "") for indicator in story.call.indicators.all()}
    awards.save_report(story.pk, by=cast.signatory, narrative="Fait.", spent=80_000, values=values)
    awards.submit_report(story.pk, by=cast.signatory, at=story.now())
    look()
    awards.judge_report(story.pk, by=cast.instructor, accepts=False, reason="Préciser", at=story.now())
    look()
    awards.submit_report(story.pk, by=cast.signatory, at=story.now())
    awards.judge_report(story.pk, by=cast.instructor, accepts=True, at=story.now())
    awards.propose_evaluation(story.pk, by=cast.instructor, outcome="favourable", motive="Bien.")
    consents.give(story.pk, cast.union, ConsentLevel.NONE, by=cast.signatory)
    Answer.objects.create(call=story.call, question="Combien ?", asked_by=cast.stranger)
    Answer.objects.create(
        call=story.call,
        question="Combien ?",
        answer="Deux.",
        answered_at=timezone.now(),
        answered_by=cast.manager,
    )
    ask_to_join(cast.structure, cast.stranger)
    found(cast.stranger, name="Toute neuve", siret="", territory=cast.departement)
    memberships(cast)
    alone.file.attachments.update(closed_at=timezone.now())
    accompanied(cast)
    save_bank(cast.structure, ACCOUNT, by=cast.signatory)
    look()
    assert {(kind, event.name) for kind, events in ALSO.items() for event in events} - seen == set()


def accompanied(cast):
    """The union tells its members of a call, comments on a draft and reminds its structure of it."""
    call = make_call(cast)
    accompanying.alert(cast.union, call, by=cast.delegate)
    draft = started(call, cast)
    consents.give(draft.pk, cast.union, ConsentLevel.COMMENT, by=cast.signatory)
    margin.open_thread(draft.pk, by=cast.delegate, part="besoin", text="À chiffrer.")
    accompanying.prompt(draft.pk, by=cast.delegate)


def shared_out(cast):
    """Two files given at once to one reader, who is reminded of them and declines one; a newcomer who owes interests."""
    call = make_call(cast, closes_in=-3)
    Appointment.objects.create(call=call, person=cast.stranger, role="expert", appointed_by=cast.manager)
    remind_to_declare(call, by=cast.manager)
    files = [walk(cast, "submitted opened admissible", call).pk]
    other = fill(started(call, cast, structure=cast.other_structure, by=cast.rival), cast, by=cast.rival)
    rest = Walk(call, cast, other)
    rest.submitted(by=cast.rival)
    rest.opened()
    rest.admissible()
    wanted = {(pk, cast.expert.pk): "lit les CSAPA" for pk in (*files, other.pk)}
    give_together(call, wanted, by=cast.manager)
    remind(call, cast.expert.pk, by=cast.manager)
    decline(other.pk, by=cast.expert, reason="Je manque de temps")


def judged(story, cast):
    """What the texts of judging speak of, row by row: opinions, sittings, ties, a departure."""
    now, file, call = timezone.now(), story.file, story.call
    asked = {"application": file, "asked_by": cast.manager, "question": "Le besoin est-il avéré\u00a0?"}
    given = {"advice": "favourable", "text": "Besoin avéré.", "answered_at": now}
    Opinion.objects.create(asked_of=cast.finance, **asked)
    Opinion.objects.create(asked_of=cast.director, **asked, **given)
    Opinion.objects.create(asked_of=cast.manager, **asked, cancelled_at=now)
    review = Review.objects.filter(assignment__application=file).first()
    Reopening.objects.create(
        review=review, by=cast.manager, reason="Une note contredit son texte.", submitted_at=now
    )
    held = {"convened_at": now, "convened_by": cast.manager, "opened_at": now, "opened_by": cast.manager}
    closed = {**held, "closed_at": now, "closed_by": cast.manager}
    signed = {**closed, "signed_at": now, "signed_by": cast.president, "signed_as": "Présidente"}
    called = {"convened_at": now, "convened_by": cast.manager}
    for number, row in enumerate((called, {**called, "cancelled_at": now}, closed, signed), start=1):
        meeting = Meeting.objects.create(
            call=call, number=number, starts_at=now + DAY, place="Salle 4", created_by=cast.manager, **row
        )
        meeting.items.create(application=file, position=1, hearing_at=now + DAY)
    Departure.objects.create(
        lot=file.lot,
        reason="Un territoire sans équipe.",
        files=[file.number],
        by=cast.manager,
        released_at=now,
    )
    Waiver.objects.create(
        application=file, person=cast.instructor, reason="Adhésion ancienne et close.", by=cast.manager
    )
    Assignment.objects.create(
        application=file,
        reader=cast.stranger,
        assigned_by=cast.manager,
        ended_at=now,
        tied=True,
        end_reason="Membre de la structure candidate",
    )


def memberships(cast):
    first = ask_to_join(cast.structure, cast.rival)
    refuse(first, by=cast.signatory, reason="Vous êtes d’une autre structure.")
    second = ask_to_join(cast.structure, cast.expert)
    accept(second, ["editor"], by=cast.signatory)
    third = ask_to_join(cast.structure, cast.president)
    accept(third, ["editor"], by=cast.signatory)
    end_membership(third, by=cast.signatory, reason="Départ à la retraite.")


def test_each_reminder_in_french(cast):
    for reminder in REMINDERS:
        story, moment = SITUATIONS[reminder.name](cast)
        Message.objects.all().delete()
        assert services.remind(moment) > 0, (reminder.name, story.file.state)
        for message in Message.objects.filter(key=reminder.notice.key):
            checked(message.subject, message.body)


def test_a_mail_greets_links_and_signs(cast, draft, settings):
    settings.SITE_URL = "https://jalon.example/"
    message = Message(
        recipient=cast.editor, subject="Objet", body="Texte.", path="/dossiers/X/", at=timezone.now()
    )
    assert mail_body(message) == (
        "Bonjour Rémi Rédacteur,\n\nTexte.\n\nOuvrir la page\u00a0: https://jalon.example/dossiers/X/\n\n--\n"
        "Message automatique de Jalon, appels à projets en santé. N’y répondez pas.\n"
        "Vous pouvez ne plus recevoir de courriels\u00a0: https://jalon.example/profil/\n"
    )


def test_an_overseas_structure_reads_both_clocks(cast):
    call = make_call(cast, closes_in=20, time_zone="Indian/Reunion")
    story = walk(cast, "submitted reopened", call)
    _, body = render("reopened", fact_of_move(last_move(story.file)))
    assert "heure de La Réunion" in body
    assert "heure de Paris" in body


def test_tidy_keeps_no_break_spaces():
    assert tidy("a \u00a0: b \n\n\n\n c  d ") == "a \u00a0: b\n\nc d"


def test_a_long_subject_is_cut():
    assert len(shorten("x" * 300)) == 200
