"""What people read about their data where they give it, and the copy a structure takes of its own file."""

import io
import zipfile

import pytest
from django.urls import reverse

from applications.enums import State
from applications.services import exchanges
from privacy.models import RetentionRule
from tests.factories import fill, make_call, reach, started
from tests.privacy.world import expired


def read(client, name, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def unzipped(client, file) -> dict[str, bytes]:
    answer = client.get(reverse("applications:archive", args=[file.number]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_the_privacy_page_says_the_rules_in_force(client, db):
    page = read(client, "pages:privacy")
    for words in ("1\u00a0an", "5\u00a0ans", "10\u00a0ans", "Toujours", "à vérifier"):
        assert words in page, words
    RetentionRule.objects.filter(kind="draft").update(months=9, verified=True)
    assert "9 mois" in read(client, "pages:privacy")


def test_the_notice_stands_where_data_are_given(client, cast):
    call = make_call(cast, contact_name="Marc Contact", contact_email="contact@ars.test")
    assert "article 6-1-e" in read(client, "account_signup")
    client.force_login(cast.expert)
    assert "Vos données personnelles" in read(client, "reviews:interests")
    client.force_login(cast.rival)
    assert "contact@ars.test" in read(client, "applications:start", call.slug)
    file = fill(started(call, cast), cast)
    client.force_login(cast.signatory)
    page = read(client, "applications:deposit", file.number)
    assert "Agence de test" in page
    assert "contact@ars.test" in page


def test_health_data_are_warned_of_where_one_writes_and_joins(client, cast):
    file = started(make_call(cast), cast)
    client.force_login(cast.editor)
    assert "Aucune donnée de patient" in read(client, "applications:attachments", file.number)
    assert "ni situation reconnaissable" in read(client, "applications:section", file.number, "projet")
    assert "Aucune donnée de patient" in read(client, "applications:section", file.number, "candidature")


@pytest.mark.parametrize("over", [False, True])
def test_a_structure_takes_its_whole_draft_away(client, cast, over):
    file = expired(cast) if over else fill(started(make_call(cast), cast), cast)
    client.force_login(cast.editor)
    found = unzipped(client, file)
    assert "Des personnes sans suivi." in found["reponses.html"].decode()
    assert b"Des personnes sans suivi." in found["reponses.json"]
    assert (
        "90\u202f000" in found["reponses.html"].decode() or "90\u00a0000" in found["reponses.html"].decode()
    )
    assert "pieces/01-statuts.pdf" in found
    assert file.attachments.get().sha256.encode() in found["empreintes-sha256.txt"]


def test_messages_go_with_the_file_for_those_who_may_read_them(client, cast):
    file = reach(State.ADMISSIBLE, make_call(cast, closes_in=-30), cast)
    exchanges.write(file.pk, by=cast.editor, body="Question à l’agence")
    for who, reads in ((cast.editor, True), (cast.instructor, True), (cast.director, True)):
        client.force_login(who)
        assert ("messages.html" in unzipped(client, file)) is reads


def test_administrators_change_the_rules_and_only_within_the_law(client, cast):
    client.force_login(cast.superuser)
    rule = RetentionRule.objects.get(kind="refused")
    address = reverse("admin:privacy_retentionrule_change", args=[rule.pk])
    data = {"months": 72, "fate": "eliminate", "legal_basis": "Tableau de gestion 2026", "verified": "on"}
    assert client.post(address, data).status_code == 302
    rule.refresh_from_db()
    assert (rule.months, rule.verified) == (72, True)
    answer = client.post(address, data | {"fate": "destroy"})
    assert "sans visa des Archives" in answer.content.decode()
    assert "assurez-vous" in client.post(address, data | {"months": 1}).content.decode().lower()
