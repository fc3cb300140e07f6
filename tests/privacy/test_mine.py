"""One's own data: a copy for oneself alone, an account closed without breaking what others rely on."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.enums import MembershipStatus, Role
from accounts.errors import Refused
from accounts.models import Invitation, Person
from accounts.services import invite
from applications.enums import State
from applications.models import Application
from applications.services import exchanges
from notifications.models import Message
from notifications.services import sweep as send_mails
from privacy.enums import CLOSING_WINDOW, EXPORT_VALID, ExportStatus
from privacy.models import Closing, PersonalExport
from privacy.queries.closing import reasons_to_stay
from privacy.queries.mine import everything
from privacy.services import closing, exporting, telling
from reviews.services import reading
from tests.factories import fill, make_call, reach, started
from tests.factories.cast import PASSWORD, member, person

DAY = timedelta(days=1)


def made(who) -> dict:
    """The JSON of a copy made for this person."""
    export = exporting.ask(who)
    exporting.make(export.pk)
    export = PersonalExport.objects.get(pk=export.pk)
    with default_storage.open(export.path) as stored, zipfile.ZipFile(io.BytesIO(stored.read())) as zipped:
        assert set(zipped.namelist()) == {"mes-donnees.html", "mes-donnees.json"}
        assert str(who) in zipped.read("mes-donnees.html").decode()
        return json.loads(zipped.read("mes-donnees.json"))


def test_the_copy_holds_what_the_person_gave_and_was_told(cast):
    file = fill(started(make_call(cast), cast), cast, by=cast.editor)
    cast.editor.interests.create(kind="family", organisation=cast.other_structure, detail="Ma sœur")
    Message.objects.create(
        recipient=cast.editor, key="x", cause="x", subject="Objet reçu", body="B", shown_at=timezone.now()
    )
    found = made(cast.editor)
    assert found["Profil"][0]["Adresse électronique"] == cast.editor.email
    assert found["Organisations"][0]["Rôles"] == ["Rédacteur de la structure"]
    assert found["Liens d’intérêt"][0]["Précision"] == "Ma sœur"
    assert found["Messages reçus"][0]["Objet"] == "Objet reçu"
    assert {
        row.get("Réponse") for row in found["Ce que vous avez écrit dans les dossiers de votre structure"]
    } >= {"besoin"}
    assert all(
        row["Dossier"] == file.number
        for row in found["Ce que vous avez écrit dans les dossiers de votre structure"]
    )


def test_the_copy_holds_nothing_of_others(cast):
    """Planted words: another's marks, another's answers, the authority's message, a file in conflict."""
    call = make_call(cast, closes_in=-60)
    file = reach(State.REVIEWED, call, cast)
    exchanges.write(file.pk, by=cast.instructor, body="SECRET-MESSAGE de l’autorité")
    other = file.assignments.get(reader=cast.second_expert).review
    other.scores.update(justification="SECRET-NOTE d’un autre lecteur")
    file.versions.update(by=cast.signatory)
    texts = {
        who: json.dumps(made(getattr(cast, who)), ensure_ascii=False)
        for who in ("expert", "editor", "rival", "manager", "delegate")
    }
    assert "Motif écrit pour le test" in texts["expert"]
    for who, text in texts.items():
        assert "SECRET-NOTE" not in text, who
        assert "SECRET-MESSAGE" not in text, who
        assert "Des personnes sans suivi" not in text, who
    file.assignments.filter(reader=cast.expert).update(ended_at=timezone.now())
    reading.declare(file.pk, by=cast.expert, has_conflict=True, motive="Ancien employeur") if file.roles_of(
        cast.expert
    ) else None
    assert everything(cast.expert)["Lectures"] == []


def test_the_log_of_what_the_person_did_is_in_their_copy(cast):
    file = reach(State.SUBMITTED, make_call(cast, closes_in=-60), cast)
    exporting.make(exporting.ask(cast.signatory).pk)
    found = made(cast.signatory)["Journal de vos actions"]
    assert {"Dossier": file.number, "Fait": "Brouillon → Déposé"}.items() <= found[0].items() or found[0][
        "Dossier"
    ] == file.number
    assert sum(row["Fait"] == "Copie de mes données demandée" for row in found) == 2


def test_the_link_serves_its_person_alone_and_for_a_week(cast, client):
    client.force_login(cast.editor)
    assert client.post(reverse("privacy:ask_export")).status_code == 302
    export = PersonalExport.objects.get()
    assert "se prépare" in client.get(reverse("privacy:mine")).content.decode()
    with pytest.raises(Refused, match="déjà en préparation"):
        exporting.ask(cast.editor)
    assert exporting.sweep()["made"] == 1
    assert exporting.make(export.pk) is False
    page = client.get(reverse("privacy:mine"), headers={"HX-Request": "true"}).content.decode()
    assert "Télécharger ma copie" in page
    address = reverse("privacy:download", args=[export.pk])
    answer = client.get(address)
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert "no-store" in answer["Cache-Control"]
    assert PersonalExport.objects.get().downloaded_at
    for other in (cast.signatory, cast.superuser):
        client.force_login(other)
        assert client.get(address).status_code == 404
    path = PersonalExport.objects.get().path
    assert exporting.sweep(timezone.now() + EXPORT_VALID + 2 * DAY) == {"made": 0, "removed": 1}
    assert not default_storage.exists(path)
    client.force_login(cast.editor)
    assert client.get(address).status_code == 404
    assert PersonalExport.objects.get().status == ExportStatus.GONE


def test_a_copy_that_fails_is_tried_again_then_said(cast, monkeypatch):
    export = exporting.ask(cast.editor)
    monkeypatch.setattr(exporting, "archive", lambda *a: 1 / 0)
    now = timezone.now()
    for _ in range(6):
        exporting.sweep(now)
        now += timedelta(hours=1)
    assert PersonalExport.objects.get(pk=export.pk).status == ExportStatus.FAILED


def test_closing_is_refused_while_something_rests_on_the_person(cast):
    file = reach(State.ADMISSIBLE, make_call(cast, closes_in=-30), cast)
    reading.assign(file.pk, cast.expert, by=cast.manager)
    [alone] = reasons_to_stay(cast.signatory)
    assert "seule personne" in alone
    assert any(file.number in reason for reason in reasons_to_stay(cast.expert))
    assert any("Président de la commission" in reason for reason in reasons_to_stay(cast.president))
    for who in (cast.signatory, cast.expert, cast.president):
        with pytest.raises(Refused):
            closing.close_account(who)
        assert Person.objects.get(pk=who.pk).is_active
    assert reasons_to_stay(cast.editor) == []


def test_a_founder_alone_without_live_file_may_go(cast):
    assert reasons_to_stay(cast.rival) == []
    started(make_call(cast), cast, structure=cast.other_structure, by=cast.rival)
    assert "un dossier en cours" in reasons_to_stay(cast.rival)[0]


def test_closing_shuts_everything_at_once(cast, client):
    file = fill(started(make_call(cast), cast), cast, by=cast.editor)
    invite(cast.other_structure, cast.editor.email, [Role.EDITOR], by=cast.rival)
    waiting = Message.objects.create(
        recipient=cast.editor, key="x", cause="x", subject="S", body="B", shown_at=timezone.now()
    )
    client.force_login(cast.editor)
    address = reverse("privacy:close_account")
    assert "rouvre votre compte" in client.get(address).content.decode()
    assert client.post(address).status_code == 422
    assert client.post(address, {"sure": "oui"}).status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 302
    gone = Person.objects.get(pk=cast.editor.pk)
    assert not gone.is_active
    assert authenticate(None, username=gone.email, password=PASSWORD) is None
    assert gone.memberships.get().status == MembershipStatus.ENDED
    assert Invitation.objects.get().revoked_at
    send_mails()
    telling.send_closing(Closing.objects.get().pk)
    [letter] = [message for message in mail.outbox if cast.editor.email in message.to]
    assert letter.subject == "[Jalon] Votre compte est clos"
    assert Closing.objects.get().get_absolute_url() in letter.body
    assert Message.objects.get(pk=waiting.pk).mail == "none"
    assert Application.objects.get(pk=file.pk).answers == file.answers


def test_the_mailed_link_opens_the_account_again_for_a_month(cast, client):
    row = closing.close_account(cast.editor)
    page = reverse("privacy:restore_account", args=[row.token])
    assert client.get(page[:-4] + "xyz/").status_code == 404
    assert "Rouvrir mon compte" in client.get(page).content.decode()
    assert client.post(page).status_code == 302
    back = Person.objects.get(pk=cast.editor.pk)
    assert back.is_active
    assert back.memberships.filter(status=MembershipStatus.PENDING, organisation=cast.structure).count() == 1
    assert cast.structure.roles_of(back) == frozenset()
    assert client.post(page).status_code == 422
    assert closing.erase_closed(timezone.now() + 400 * DAY) == 0


def test_after_a_month_what_identifies_is_gone_and_nothing_is_broken(cast):
    file = reach(State.REVIEWED, make_call(cast, closes_in=-60), cast)
    new = person("autre@structure.test", "Nora", "Nouvelle")
    member(new, cast.structure, Role.SIGNATORY)
    old = cast.signatory.email
    Person.objects.filter(pk=cast.signatory.pk).update(phone="0600000000")
    cast.signatory.interests.create(kind="family", organisation=cast.other_structure)
    assert reasons_to_stay(cast.signatory) == []
    row = closing.close_account(cast.signatory)
    assert closing.erase_closed(row.closed_at + CLOSING_WINDOW - DAY) == 0
    assert closing.erase_closed(row.closed_at + CLOSING_WINDOW + 2 * DAY) == 1
    assert closing.erase_closed(row.closed_at + CLOSING_WINDOW + 2 * DAY) == 0
    gone = Person.objects.get(pk=cast.signatory.pk)
    assert (gone.email, gone.phone, gone.job_title) == (f"compte-clos-{gone.pk}@supprime.invalid", "", "")
    assert not gone.has_usable_password()
    assert not gone.emailaddress_set.exists()
    assert not gone.interests.exists()
    assert str(gone) == "Claire Signataire"  # the deposit and the log bear the name
    assert Application.objects.get(pk=file.pk).submitted_by == gone
    with pytest.raises(Refused, match="délai"):
        closing.restore(Closing.objects.get())
    assert not Person.objects.filter(email=old).exists()


def test_a_name_that_nothing_cites_goes_too(cast):
    closing.close_account(cast.stranger)
    closing.erase_closed(timezone.now() + CLOSING_WINDOW + 2 * DAY)
    assert str(Person.objects.get(pk=cast.stranger.pk)) == "Personne partie"
