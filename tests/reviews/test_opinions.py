"""The opinion of a local delegation: asked, read only once interests are declared, printed in the report."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Forbidden, Refused
from applications.enums import State
from applications.models import Application
from notifications.models import Message
from notifications.services import tell
from reviews.models import Opinion
from reviews.queries.opinions import candidates, opinions_of
from reviews.services import opinions, reading
from tests.factories import make_call, member, person, reach

pytestmark = pytest.mark.django_db

TEXT = "Le besoin est réel sur ce bassin ; l’hôpital attend cette équipe."


@pytest.fixture
def file(cast):
    return reach(State.ADMISSIBLE, make_call(cast, closes_in=-3), cast)


@pytest.fixture
def local(cast):
    """Someone of the authority's delegation, without any role on calls."""
    who = person("delegation69@ars.test", "Denise", "Locale")
    member(who, cast.authority)
    return who


def told(kind, row):
    tell(kind, row.pk)
    return list(Message.objects.order_by("pk").values_list("key", "recipient__email"))


def test_an_opinion_is_asked_given_and_printed(client, cast, file, local):
    url = reverse("reviews:opinion", args=[file.number])
    client.force_login(local)
    assert client.get(url).status_code == 404
    client.force_login(cast.instructor)
    page = reverse("reviews:ask_opinion", args=[file.number])
    due = timezone.localdate() + timedelta(days=8)
    late = {"person": local.pk, "due_on": timezone.localdate() - timedelta(days=1)}
    assert "Cette date est passée" in client.post(page, late).content.decode()
    assert client.post(page, {"person": cast.signatory.pk}).status_code == 422
    sent = {"person": local.pk, "question": "Le besoin ?", "due_on": due}
    assert client.post(page, sent).status_code == 302
    row = Opinion.objects.get()
    assert told("opinion", row) == [("opinion_asked", local.email)]
    assert Application.objects.get(pk=file.pk).roles_of(local) == {Role.DELEGATION}

    client.force_login(local)
    assert "Intérêts à déclarer" in client.get(reverse("reviews:opinions")).content.decode()
    declaring = client.get(reverse("reviews:declare", args=[file.number])).content.decode()
    assert "Avis demandés</a></li>" in declaring
    assert "Mes lectures" not in declaring
    landing = client.get("/accueil/").content.decode()
    assert "Rien ne vous attend" not in landing
    assert reverse("calls:manage") not in landing
    assert reverse("applications:call_files", args=[file.call.slug]) not in landing
    assert "Donner votre avis" in client.get(reverse("pages:landing")).content.decode()
    assert client.get(url).url.startswith(reverse("reviews:declare", args=[file.number]))
    with pytest.raises(Refused, match="Déclarez d’abord"):
        opinions.give(file.pk, by=local, advice="reserved", text=TEXT)
    reading.declare(file.pk, by=local, has_conflict=False)
    assert "Le besoin ?" in client.get(url).content.decode()
    assert client.post(url, {"advice": "reserved", "text": " "}).status_code == 422
    assert client.post(url, {"advice": "reserved", "text": TEXT}).url == reverse("reviews:opinions")
    assert client.post(url, {"advice": "favourable", "text": TEXT}).status_code == 422
    row.refresh_from_db()
    assert (row.advice, row.text) == ("reserved", TEXT)
    assert {key for key, _ in told("opinion", row)} == {"opinion_asked", "opinion_given"}
    assert client.get(reverse("reviews:ranking", args=[file.lot_id])).status_code == 403

    client.force_login(cast.manager)
    shown = client.get(reverse("reviews:file", args=[file.number])).content.decode()
    assert "Favorable avec réserves" in shown
    assert TEXT in shown
    from reviews.letters import report
    from reviews.models import Report

    draft = Report(application=file, author=cast.instructor, advice="favourable", signed_at=timezone.now())
    (printed,) = report(file, draft)["opinions"]
    assert printed["by"] == "Denise Locale, Fonction de test"
    assert (printed["advice"], printed["text"]) == ("Favorable avec réserves", [TEXT])


def test_an_opinion_waited_for_is_late_then_cancelled(client, cast, file, local):
    with pytest.raises(Forbidden):
        opinions.ask(file.pk, local, by=cast.director)
    row = opinions.ask(file.pk, local, by=cast.manager, due_on=timezone.localdate() - timedelta(days=1))
    assert [asked.label for asked in opinions_of(file)] == ["En retard"]
    with pytest.raises(Refused, match="ne peut pas être demandé"):
        opinions.ask(file.pk, local, by=cast.manager)
    client.force_login(cast.instructor)
    assert (
        "Un avis demandé n’est pas rendu"
        in client.get(reverse("reviews:report", args=[file.number])).content.decode()
    )
    url = reverse("reviews:cancel_opinion", args=[file.number, row.pk])
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 422
    assert client.post(reverse("reviews:cancel_opinion", args=[file.number, 0])).status_code == 404
    assert ("opinion_cancelled", local.email) in told("opinion", row)
    assert not Application.objects.visible_to(local).filter(pk=file.pk).exists()
    client.force_login(local)
    assert "Aucun avis ne vous est demandé" in client.get(reverse("reviews:opinions")).content.decode()


def test_nobody_tied_to_the_structure_is_asked_and_a_conflict_closes_the_file(client, cast, file, local):
    member(cast.finance, cast.structure, Role.EDITOR)
    people = set(candidates(file))
    assert local in people
    assert cast.expert in people
    assert cast.finance not in people
    assert cast.rival not in people
    opinions.ask(file.pk, local, by=cast.manager)
    reading.declare(file.pk, by=local, has_conflict=True, motive="Ancien salarié de la structure.")
    assert [asked.label for asked in opinions_of(file)] == ["S’est déporté"]
    client.force_login(local)
    assert client.get(reverse("reviews:opinion", args=[file.number])).status_code == 404
    assert file.number not in client.get(reverse("reviews:opinions")).content.decode()
    assert local not in set(candidates(file))
