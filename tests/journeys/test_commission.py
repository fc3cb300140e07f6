"""A commission of ten files in real browsers with a real worker, from its convocation to its signed minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents.enums import DocumentStatus
from documents.models import Document
from reviews.models import Meeting, Nomination, RankChoice
from tests.factories import make_cast
from tests.factories.commission import Bench, declare, judged_call
from tests.journeys.browser import Window
from tests.worker import running_worker, wait_for

POINTS = (91, 88, 85, 80, 77, 74, 70, 66, 61, 55)
WHY = "Le seul projet pour le nord du département."
DEBATE = "Le projet répond au besoin ; la commission s’interroge sur le délai d’ouverture."
OBSERVED = "Les représentants des usagers souhaitent être associés au suivi."
MINUTE = 60


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_commission_of_ten_files_in_one_sitting(site, browser):
    cast = make_cast()
    call, files = judged_call(cast, POINTS)
    bench = Bench(cast)
    Nomination.objects.all().delete()  # named, and silent so far
    with running_worker():
        people = {"secretariat": cast.manager, "presidente": bench.president, "membre": bench.users}
        windows = {name: Window(browser, site, name).sign_in(who) for name, who in people.items()}
        manager, president, member = windows.values()
        meeting = convene(manager, call)
        declare_interests(president, meeting)
        declare_interests(member, meeting, conflict=files[2])
        declare(meeting, [bench.deputy, bench.users_deputy, bench.elder, bench.agent, bench.scholar])
        open_sitting(manager, meeting)
        examine(manager, president, member, meeting, files[0])
        leave_the_room(manager, member, meeting, files[2])
        rank(president, meeting, files[1])
        adopt(manager, president, member, meeting)
        close(manager, meeting)
        sign(president, meeting)
        read_what_is_left(member, meeting, files)
    assert {name: seen.problems for name, seen in windows.items() if seen.problems} == {}


def convene(manager, call) -> Meeting:
    """Called for tomorrow, later than the delay of the call: the reason is asked and kept."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    manager.open(f"/instruction/appel/{call.slug}/commission/").look("commission")
    manager.follow("Préparer une réunion").fill("day", tomorrow.isoformat()).fill("hour", "09:30")
    manager.fill("place", "Salle 4, 241 rue Garibaldi, Lyon").look("reunion")
    manager.press("Continuer vers l’ordre du jour").look("ordre-du-jour")
    manager.press("Enregistrer l’ordre du jour").follow("Convoquer").look("convoquer")
    manager.press("Convoquer").sees("Motif du délai réduit")
    manager.fill("late_reason", "Crédits notifiés le 20 novembre.").press("Convoquer").sees("Ordre du jour")
    meeting = Meeting.objects.get()
    assert meeting.convened_at
    assert meeting.items.count() == len(POINTS)
    return meeting


def declare_interests(who, meeting, conflict=None):
    """At the nomination, then on the agenda: no file opens before."""
    page = f"/instruction/reunion/{meeting.pk}/"
    who.open(page).sees("Avant d’ouvrir les dossiers de cet appel").look("nomination")
    who.tick("confirmed").press("Enregistrer ma déclaration")
    who.sees("Déclarez d’abord vos liens d’intérêts").look("avant-declaration")
    who.follow("Déclarer mes liens d’intérêts")
    who.sees("Vos intérêts dans les dossiers à l’ordre du jour").look("interets")
    for choice in who.page.locator("input[type=radio][value=no]").all():
        choice.check()
    if conflict:
        who.choose(f"choice-{conflict.pk}", "yes").fill(f"motive-{conflict.pk}", "Ancien employeur.")
    who.press("Enregistrer ma déclaration")
    who.open(page).sees("Vous avez déclaré vos liens d’intérêts").look("reunion")


def open_sitting(manager, meeting):
    manager.open(f"/instruction/reunion/{meeting.pk}/seance/").look("avant-seance")
    manager.follow("Noter les présences et les pouvoirs")
    for presence in manager.page.locator("select[name$=presence]").all():
        presence.select_option("holder")
    manager.look("presences").press("Enregistrer les présences")
    manager.sees("Quorum atteint").press("Ouvrir la séance").sees("Aucun point en cours").look("seance")


def examine(manager, president, member, meeting, file):
    """A hearing under the clock, the debate written down, an open vote on each one's own screen."""
    room = f"/instruction/reunion/{meeting.pk}/seance/"
    manager.press(f"Passer à ce point : {file.number}").sees("Commencer l’audition")
    manager.press("Commencer l’audition").sees("sur 10 minutes").look("audition")
    member.open(room).sees(file.structure.name).sees("sur 10 minutes").look("membre-audition")
    manager.press("Passer aux questions").sees("Questions").press("Terminer l’audition").sees(
        "Candidat entendu"
    )
    manager.fill("debate", DEBATE)
    wait_for(lambda: meeting.items.get(application=file).debate == DEBATE, 10)
    manager.follow("Mettre ce dossier aux voix").look("aux-voix").press("Ouvrir le vote").sees("0 voix sur 4")
    president.open(room).press("Pour").sees("Votre voix est enregistrée")
    member.sees("À main levée").press("Contre").sees("Votre voix est enregistrée : contre").look("vote")
    manager.sees("2 voix sur 4").follow("Noter les voix").look("noter-les-voix")
    manager.page.locator("input[type=radio][value=for]:not(:checked)").first.check()
    manager.press("Enregistrer les voix").sees("3 voix sur 4").press("Clore le vote").sees("2 pour, 1 contre")
    member.fill("text", OBSERVED).press("Consigner").sees("Séance de la commission")


def leave_the_room(manager, member, meeting, closed):
    """The item a member declared an interest in is none of theirs: neither its name nor its turn."""
    manager.press(f"Passer à ce point : {closed.number}").sees(f"{closed.number} – {closed.structure.name}")
    member.open(f"/instruction/reunion/{meeting.pk}/seance/").sees("Un point auquel vous ne prenez pas part")
    member.look("deport")
    assert closed.structure.name not in member.page.content()
    assert closed.number not in member.page.content()


def rank(president, meeting, file):
    """A rank that departs from the points wants its reason; the ranking follows at once."""
    president.open(f"/instruction/reunion/{meeting.pk}/seance/rang/{file.number}/").fill("rank", "1")
    president.press("Fixer ce rang").look("rang-sans-motif")
    president.fill("reason", WHY).press("Fixer ce rang").sees(WHY.rstrip(".")).look("classement")
    assert RankChoice.objects.get().rank == 1


def adopt(manager, president, member, meeting):
    """The ranking put to a secret vote: the counts are kept, never who."""
    room = f"/instruction/reunion/{meeting.pk}/seance/"
    manager.open(room).press("Quitter le point en cours").sees("Aucun point en cours")
    manager.follow("Mettre ce classement aux voix").choose("secret", "secret").press("Ouvrir le vote")
    for who in (president, member):
        who.open(room)
    president.sees("À bulletin secret").press("Pour").sees("Votre voix est enregistrée").look("secret")
    manager.sees("1 voix sur").press("Clore le vote").sees("1 pour")
    ballot = meeting.polls.last().ballots.get()
    assert ballot.choice == ""


def close(manager, meeting):
    manager.follow("Clore la séance").look("clore").press("Clore définitivement la séance")
    meeting.refresh_from_db()
    assert meeting.closed_at
    papers = Document.objects.filter(sitting__meeting=meeting)
    wait_for(
        lambda: papers.count() == 3 and not papers.exclude(status=DocumentStatus.ISSUED).exists(), MINUTE
    )
    late = [paper for paper in papers if paper.issued_at - paper.created_at > timedelta(minutes=1)]
    assert late == []


def sign(president, meeting):
    president.open(f"/instruction/reunion/{meeting.pk}/signer/").sees(DEBATE).look("proces-verbal")
    president.press("Signer").look("signature-refusee")
    president.fill("capacity", "Présidente de la commission").tick("read").press("Signer")
    meeting.refresh_from_db()
    assert meeting.signed_at
    signed = Document.objects.filter(sitting__meeting=meeting, kind__in=["minutes", "ranking_list"])
    wait_for(lambda: signed.filter(standing="in_force", status=DocumentStatus.ISSUED).count() == 2, MINUTE)
    president.open(f"/instruction/reunion/{meeting.pk}/").sees("Procès-verbal").look("signe")


def read_what_is_left(member, meeting, files):
    """Who left for one file reads the rest on screen, and none of the papers that speak of it."""
    member.open(f"/instruction/reunion/{meeting.pk}/").sees("Un dossier de cette réunion vous est fermé")
    member.sees(OBSERVED).look("extrait")
    assert files[2].structure.name not in member.page.content()
    code = Document.objects.filter(sitting__meeting=meeting, kind="minutes", standing="in_force").get().code
    answer = member.page.request.get(f"{member.site}/documents/{code}/")
    assert answer.status == 404
