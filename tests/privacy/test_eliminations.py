"""Public archives go by a list only: visa, signature, a week, and what holds a file back holds it back to the end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Forbidden, Refused
from applications.enums import State
from applications.models import Application
from applications.services.gate import broken_links
from applications.services.gathering import gather
from awards.models import Instalment
from documents.enums import DocumentStatus
from documents.models import Document
from documents.production import render
from privacy.models import Elimination, EliminationItem, Hold, RetentionRule
from privacy.queries.retention import due_for_elimination, held_back
from privacy.services import eliminating, executing, leftovers, retaining
from tests.factories import make_call, reach
from tests.factories.cast import member, person
from tests.factories.files import pdf
from tests.privacy.world import DAY, content, stored

YEARS = 366 * DAY


@pytest.fixture
def rejected(cast):
    file = reach(State.REJECTED, make_call(cast, closes_in=-60), cast)
    for act in file.acts.select_related("document"):
        render(act.document_id)
    render(gather(file.pk, by=cast.instructor).pk)
    return file


def aged(years=11) -> None:
    """Every file closed so long ago."""
    Application.objects.exclude(ended_at=None).update(ended_at=timezone.now() - years * YEARS)


def later(years=11):
    return timezone.now() + years * YEARS


def to_visa(cast, at):
    listing = eliminating.prepare(cast.authority, by=cast.manager, at=at)
    eliminating.send(listing.pk, by=cast.manager, at=at)
    eliminating.record_visa(
        listing.pk,
        by=cast.manager,
        name="Directrice des Archives",
        on=timezone.localdate(),
        reference="2036/118",
        upload=pdf("visa.pdf"),
    )
    return listing


def to_signed(cast, at):
    listing = to_visa(cast, at)
    signed = eliminating.sign(listing.pk, by=cast.director, capacity="Directeur général", at=at)
    render(signed.document_id)
    return Elimination.objects.get(pk=listing.pk)


def test_the_worker_destroys_no_public_archive_by_itself(cast, rejected):
    before = content(rejected)
    for years in (1, 6, 20):
        retaining.retain(later(years))
        assert executing.sweep(later(years)) == 0
    assert content(rejected) == before


def test_a_list_names_what_is_due_by_which_rule(cast, rejected):
    assert due_for_elimination(cast.authority, later(4)) == []
    listing = eliminating.prepare(cast.authority, by=cast.manager, at=later(6))
    item = listing.items.get()
    assert (item.number, item.kind) == (rejected.number, "refused")
    assert item.rule.startswith("60 mois après la décision")
    assert due_for_elimination(cast.authority, later(6)) == []
    with pytest.raises(Refused, match="Aucun dossier"):
        eliminating.prepare(cast.authority, by=cast.manager, at=later(6))


def test_the_steps_come_in_their_order_and_from_whom_they_must(cast, rejected):
    at = later()
    with pytest.raises(Forbidden):
        eliminating.prepare(cast.authority, by=cast.instructor, at=at)
    listing = eliminating.prepare(cast.authority, by=cast.manager, at=at)
    with pytest.raises(Refused, match="Préparée"):
        eliminating.sign(listing.pk, by=cast.director, capacity="Directeur", at=at)
    eliminating.send(listing.pk, by=cast.manager, at=at)
    with pytest.raises(Refused, match="Adressée"):
        eliminating.sign(listing.pk, by=cast.director, capacity="Directeur", at=at)
    with pytest.raises(Refused, match="avenir"):
        eliminating.record_visa(
            listing.pk, by=cast.manager, name="A", on=timezone.localdate() + DAY, reference="1", upload=pdf()
        )
    eliminating.record_visa(
        listing.pk, by=cast.manager, name="A", on=timezone.localdate(), reference="1", upload=pdf()
    )
    with pytest.raises(Forbidden):
        eliminating.sign(listing.pk, by=cast.manager, capacity="Responsable", at=at)
    eliminating.sign(listing.pk, by=cast.director, capacity="Directeur", at=at)
    assert executing.execute(listing.pk, now=at + 8 * DAY) == 0  # its act is not established yet


@pytest.mark.servers
def test_an_executed_list_empties_the_file_and_keeps_its_log_and_acts(cast, rejected, client):
    at = later()
    log = list(rejected.transitions.values())
    copy = Document.objects.get(kind="whole_file").file
    paths = [*rejected.attachments.values_list("path", flat=True), copy]
    kept = set(
        rejected.acts.exclude(document__kind__in=["whole_file", "instruction_report"]).values_list(
            "document", flat=True
        )
    )
    listing = to_signed(cast, at)
    assert executing.execute(listing.pk, now=at + 6 * DAY) == 0
    assert executing.execute(listing.pk, now=at + 7 * DAY) == 1
    left = content(rejected)
    assert left["log"] == log
    assert broken_links(rejected) == []
    assert not any(left[key] for key in ("budget", "partners", "versions", "snapshots", "pieces"))
    assert left["row"]["answers"] == {}
    assert set(rejected.acts.values_list("document", flat=True)) == kept
    assert kept
    assert not rejected.notes.exists()
    assert not hasattr(Application.objects.get(pk=rejected.pk), "report")
    leftovers.clear(at + 9 * DAY)
    assert [stored(path) for path in paths] == [None] * len(paths)
    listing = Elimination.objects.get(pk=listing.pk)
    assert listing.step == "executed"
    assert stored(listing.document.file)
    assert stored(listing.visa_path)
    again = content(rejected)
    assert executing.execute(listing.pk, now=at + 10 * DAY) == 0
    assert content(rejected) == again
    for who in (cast.signatory, cast.manager):
        client.force_login(who)
        page = client.get(f"/dossiers/{rejected.number}/")
        assert page.status_code == 200
        assert "Le contenu de ce dossier a été éliminé" in page.content.decode()


def test_until_then_everything_may_be_stopped(cast, rejected):
    at, before = later(), content(rejected)
    listing = to_signed(cast, at)
    eliminating.take_out(listing.items.get().pk, by=cast.manager, reason="Intérêt historique", at=at)
    assert executing.execute(listing.pk, now=at + 8 * DAY) == 0
    assert content(rejected) == before
    second = to_visa(cast, at + 30 * DAY)
    eliminating.cancel(second.pk, by=cast.director, at=at + 31 * DAY)
    assert Elimination.objects.get(pk=second.pk).step == "cancelled"
    assert content(rejected) == before
    assert len(due_for_elimination(cast.authority, at)) == 1


def test_an_appeal_blocks_a_file_before_during_and_after_the_signature(cast, rejected):
    at, before = later(), content(rejected)
    hold = eliminating.hold(rejected, by=cast.manager, kind="appeal", reason="Tribunal administratif")
    assert due_for_elimination(cast.authority, at) == []
    assert held_back(cast.authority, at) == [(rejected, ["Recours en cours : Tribunal administratif."])]
    eliminating.lift(hold.pk, by=cast.manager)
    listing = to_visa(cast, at)
    hold = eliminating.hold(rejected, by=cast.manager, kind="appeal")
    with pytest.raises(Refused, match="Recours en cours"):
        eliminating.sign(listing.pk, by=cast.director, capacity="Directeur", at=at)
    eliminating.lift(hold.pk, by=cast.manager)
    render(eliminating.sign(listing.pk, by=cast.director, capacity="Directeur", at=at).document_id)
    eliminating.hold(rejected, by=cast.manager, kind="audit")
    assert executing.execute(listing.pk, now=at + 8 * DAY) == 0
    item = listing.items.get()
    assert (item.executed_at, item.reason) == (None, "Contrôle ou enquête en cours.")
    assert content(rejected) == before


def test_an_unpaid_instalment_blocks_a_funded_file(cast):
    file = reach(State.EVALUATED, make_call(cast, closes_in=-60), cast)
    assert due_for_elimination(cast.authority, later(12)) == []
    assert held_back(cast.authority, later(12))[0][1] == ["Un versement n’est pas soldé."]
    Instalment.objects.filter(agreement__application=file).update(
        paid_on=timezone.localdate(), paid_by=cast.finance, payment_reference="V1"
    )
    assert due_for_elimination(cast.authority, later(9)) == []
    assert [row.kind for row in due_for_elimination(cast.authority, later(12))] == ["funded"]
    listing = to_signed(cast, later(12))
    assert executing.execute(listing.pk, now=later(12) + 8 * DAY) == 1
    emptied = Application.objects.get(pk=file.pk)
    assert (emptied.state, emptied.awarded_amount, emptied.answers) == (
        State.EVALUATED,
        file.awarded_amount,
        {},
    )


def test_a_file_to_be_transferred_is_never_listed(cast, rejected):
    RetentionRule.objects.filter(kind="refused").update(fate="transfer")
    assert due_for_elimination(cast.authority, later()) == []


def test_a_transfer_goes_with_its_slip(cast, client, rejected):
    client.force_login(cast.manager)
    lists = reverse("privacy:lists", args=[cast.authority.pk])
    aged()
    assert "à verser" not in client.get(lists).content.decode()
    RetentionRule.objects.filter(kind="refused").update(fate="transfer")
    page = client.get(lists).content.decode()
    assert "1 dossier est au terme et doit être versé" in page
    slip = reverse("privacy:slip", args=[cast.authority.pk, "csv"])
    assert slip in page
    lines = b"".join(client.get(slip).streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("N° d’ordre;Dossier;Structure;")
    assert lines[1].startswith(f"1;{rejected.number};{rejected.structure.name};")
    assert len(lines) == 2
    Hold.objects.create(application=rejected, kind="appeal", by=cast.manager)
    assert rejected.number not in b"".join(client.get(slip).streaming_content).decode()
    client.force_login(cast.finance)
    assert client.get(slip).status_code == 403


def test_an_authority_follows_its_own_rule(cast, rejected):
    RetentionRule.objects.create(
        kind="refused", authority=cast.authority, months=240, fate="eliminate", legal_basis="Tableau"
    )
    assert due_for_elimination(cast.authority, later(11)) == []
    assert len(due_for_elimination(cast.authority, later(21))) == 1


def test_a_worker_that_stops_goes_on_where_it_was(cast, rejected, monkeypatch):
    at = later()
    listing = to_signed(cast, at)
    monkeypatch.setattr(executing, "erase", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        executing.execute(listing.pk, now=at + 8 * DAY)
    monkeypatch.undo()
    assert content(rejected)["snapshots"]
    assert EliminationItem.objects.get().executed_at is None
    assert executing.execute(listing.pk, now=at + 9 * DAY) == 1


def test_the_pages_lead_from_the_due_to_the_executed(cast, client, rejected):
    aged()
    client.force_login(cast.manager)
    address = reverse("privacy:lists", args=[cast.authority.pk])
    assert rejected.number in client.get(address).content.decode()
    listing = eliminating.prepare(cast.authority, by=cast.manager)
    page = reverse("privacy:list", args=[cast.authority.pk, listing.pk])
    assert "adressée aux Archives" in client.get(page).content.decode()
    assert client.post(f"{page}adresser/").status_code == 302
    assert client.post(f"{page}visa/", {"name": "A"}).status_code == 422
    data = {
        "name": "Archives",
        "on": timezone.localdate().isoformat(),
        "reference": "2036/1",
        "upload": pdf("visa.pdf"),
    }
    assert client.post(f"{page}visa/", data).status_code == 302
    assert b"%PDF" in client.get(f"{page}visa/fichier/").content
    assert client.post(f"{page}signer/", {"capacity": "x"}).status_code == 403
    client.force_login(cast.director)
    assert client.post(f"{page}signer/", {"capacity": ""}).status_code == 422
    assert client.post(f"{page}signer/", {"capacity": "Directeur général"}).status_code == 302
    document = Elimination.objects.get().document
    assert document.status == DocumentStatus.PENDING
    assert client.get(f"/documents/{document.code}/").status_code in {200, 404}
    assert client.post(f"{page}abandonner/").status_code == 302


def test_who_is_in_conflict_reads_no_number(cast, client, rejected):
    aged()
    tied = person("liee@ars.test", "Lia", "Liée")
    member(tied, cast.authority, Role.MANAGER)
    tied.interests.create(kind="employer", organisation=cast.structure)
    listing = eliminating.prepare(cast.authority, by=cast.manager)
    client.force_login(tied)
    for name, args in (("lists", []), ("list", [listing.pk])):
        page = client.get(reverse(f"privacy:{name}", args=[cast.authority.pk, *args]))
        assert page.status_code == 200
        assert rejected.number not in page.content.decode()


def test_the_lists_do_not_ask_more_for_more_files(cast, client, django_assert_num_queries):
    client.force_login(cast.manager)
    address = reverse("privacy:lists", args=[cast.authority.pk])
    reach(State.REJECTED, make_call(cast, closes_in=-60), cast)
    aged()
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    for _ in range(2):
        reach(State.REJECTED, make_call(cast, closes_in=-60), cast)
    aged()
    with django_assert_num_queries(QUERIES):
        client.get(address)


QUERIES = 21


def test_a_week_is_left_after_the_signature(cast, rejected):
    listing = to_signed(cast, later())
    assert listing.executes_at - listing.signed_at == timedelta(days=7)
