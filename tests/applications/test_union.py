"""A union beside its members: each cell no more than its consent, each look written down, nothing before the release."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Level, OrganisationKind, Role
from accounts.errors import Forbidden, NotVisible, Refused
from accounts.models import Establishment, StructureCategory, UnionMembership
from accounts.services import adhere, end_adhesion
from applications.enums import ConsentLevel, State, Watched
from applications.models import CallAlert, Consent, Look, Prompt
from applications.queries.concerned import concerns_of
from applications.services import accompanying, consents
from applications.views import file as file_views
from applications.views.union import cockpit as cockpit_view
from notifications.models import Message
from notifications.services import tell
from tests.applications.pages import HTMX, as_, url, words
from tests.factories import fill, make_call, reach, started
from tests.factories import member as joins
from tests.factories.cast import organisation, territory
from tests.factories.files import Walk

DAY = timedelta(days=1)
BOARD = reverse("applications:list")
EXPORT = reverse("applications:members_export", args=["csv"])


def share(file, cast, level):
    consents.give(file.pk, cast.union, level, by=cast.signatory)
    return file


def adherent(cast, rank, departement=None):
    """One more member, which knows nothing of the others."""
    place = departement or cast.departement
    made = organisation(OrganisationKind.APPLICANT, f"Adhérente {rank}", territory=place)
    UnionMembership.objects.create(union=cast.union, member=made, since=date(2021, 1, 1))
    return made


@pytest.fixture
def draft(cast):
    return fill(started(make_call(cast), cast), cast)


# The table


def test_each_cell_says_no_more_than_its_consent(cast, draft):
    delegate = as_(cast.delegate)
    assert draft.number not in words(delegate.get(BOARD))
    share(draft, cast, ConsentLevel.EXISTENCE)
    page = words(delegate.get(BOARD))
    assert draft.number in page
    assert "Un dossier existe" in page
    assert "Brouillon" not in page
    share(draft, cast, ConsentLevel.PROGRESS)
    page = words(delegate.get(BOARD))
    assert "Brouillon" in page
    assert "Avant le" in page
    assert draft.title not in page


def test_what_is_missing_is_told_with_its_term(cast):
    begun = share(started(make_call(cast), cast), cast, ConsentLevel.PROGRESS)
    page = words(as_(cast.delegate).get(BOARD))
    assert "Manque : l’intitulé du projet, « Candidature » et 2 autres." in page
    assert begun.number in page


def test_an_empty_cell_never_tells_whether_there_is_a_file(cast):
    """With and without a file that is not shared, the page is the same, word for word."""
    call = make_call(cast)
    before = words(as_(cast.delegate).get(BOARD))
    fill(started(call, cast), cast)
    assert words(as_(cast.delegate).get(BOARD)) == before


def test_the_export_holds_the_same_and_no_more(cast, draft):
    delegate = as_(cast.delegate)
    share(draft, cast, ConsentLevel.EXISTENCE)
    lines = delegate.get(EXPORT).getvalue().decode()
    assert draft.number in lines
    assert "Brouillon" not in lines
    share(draft, cast, ConsentLevel.PROGRESS)
    assert "Brouillon" in delegate.get(EXPORT).getvalue().decode()
    assert draft.title not in delegate.get(EXPORT).getvalue().decode()
    xlsx = delegate.get(reverse("applications:members_export", args=["xlsx"]))
    assert xlsx.status_code == 200
    assert delegate.get(reverse("applications:members_export", args=["pdf"])).status_code == 404


def test_a_name_that_looks_like_a_formula_stays_a_text(cast, draft):
    cast.structure.name = "=HYPERLINK(0)"
    cast.structure.save()
    share(draft, cast, ConsentLevel.PROGRESS)
    assert "'=HYPERLINK(0)" in as_(cast.delegate).get(EXPORT).getvalue().decode()


def test_results_are_there_once_public_shared_or_not(cast):
    call = make_call(cast, closes_in=-60)
    file = reach(State.REVIEWED, call, cast)
    page = words(as_(cast.delegate).get(BOARD + "?period=all"))
    assert "résultat public :" not in page
    Walk(call, cast, file).selected(77_123)
    page = words(as_(cast.delegate).get(BOARD + "?period=all"))
    assert "résultat public :" in page
    assert "77 123 €" in page
    assert file.number not in page
    assert as_(cast.delegate).get(url("file", file)).status_code == 404


def test_a_signed_decision_not_released_shows_nowhere(cast):
    from reviews.enums import DecisionKind
    from reviews.services import deciding

    call = make_call(cast, closes_in=-60)
    file = share(reach(State.REVIEWED, call, cast), cast, ConsentLevel.READ)
    staged = deciding.propose(
        file.pk, DecisionKind.SELECT, by=cast.manager, motive="Le meilleur.", amount=77_123
    )
    deciding.sign([staged.pk], by=cast.director, capacity="Directeur")
    for address in (BOARD + "?period=all", url("file", file), reverse("pages:union_results")):
        page = words(as_(cast.delegate).get(address))
        assert "77 123" not in page
        assert "étape présente" not in page or "Instruit (étape présente)" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_costs_the_same_with_one_member_or_three(cast, count, django_assert_num_queries):
    call = make_call(cast)
    for rank in range(count):
        member = cast.structure if rank == 0 else adherent(cast, rank)
        if rank:
            joins(cast.signatory, member, Role.SIGNATORY, Role.EDITOR)
        share(started(call, cast, structure=member), cast, ConsentLevel.PROGRESS)
    client = as_(cast.delegate)
    client.get(BOARD)
    with django_assert_num_queries(QUERIES):
        client.get(BOARD)


QUERIES = 27


def test_what_is_missing_is_read_for_the_rows_shown_only(cast, monkeypatch):
    call, read = make_call(cast), []
    for rank in range(2):
        member = cast.structure if rank == 0 else adherent(cast, rank)
        if rank:
            joins(cast.signatory, member, Role.SIGNATORY, Role.EDITOR)
        share(started(call, cast, structure=member), cast, ConsentLevel.PROGRESS)
    monkeypatch.setattr(cockpit_view, "A_PAGE", 1)
    monkeypatch.setattr("applications.queries.cockpit.lacking", lambda files: read.extend(files) or {})
    assert "2 adhérents" in words(as_(cast.delegate).get(BOARD))
    assert len(read) == 1


def test_the_table_is_filtered_and_sorted(cast, draft):
    share(draft, cast, ConsentLevel.PROGRESS)
    adherent(cast, 2, territory(Level.DEPARTEMENT, "01", "Ain", cast.region))
    delegate = as_(cast.delegate)
    assert "2 adhérents" in words(delegate.get(BOARD))
    assert "1 adhérent," in words(delegate.get(BOARD + "?shown=preparing"))
    assert "Adhérente 2" not in words(delegate.get(BOARD + "?departement=69"))
    assert "Aucun adhérent ne répond" in words(delegate.get(BOARD + "?q=zzz"))
    page = words(delegate.get(BOARD + "?sort=-name"))
    assert page.index("Association Le Relais") < page.index("Adhérente 2")
    first, second = adherent(cast, 4), adherent(cast, 3)
    type(first).objects.filter(pk=first.pk).update(name="L’Écluse")
    type(first).objects.filter(pk=second.pk).update(name="Le Zinc")
    page = words(delegate.get(BOARD))
    assert page.index("L’Écluse") < page.index("Le Zinc")
    assert "1 adhérent," in words(delegate.get(BOARD + "?q=l'ecluse"))
    assert delegate.get(BOARD + "?sort=x&shown=y&departement=zz&period=w").status_code == 200


def test_the_table_comes_by_pages_and_only_what_is_shown_is_a_look(cast, draft, monkeypatch):
    monkeypatch.setattr(cockpit_view, "A_PAGE", 1)
    share(draft, cast, ConsentLevel.PROGRESS)
    adherent(cast, 2)
    delegate = as_(cast.delegate)
    first = words(delegate.get(BOARD))
    assert "2 adhérents" in first
    assert "Page 1 sur 2" in first
    assert draft.number not in first
    assert not Look.objects.exists()
    second = words(delegate.get(BOARD + "?page=2"))
    assert "Adhérente 2" not in second
    assert draft.number in second
    assert Look.objects.get().page == Watched.COCKPIT
    exported = b"".join(delegate.get(EXPORT + "?page=1").streaming_content).decode()
    assert draft.number in exported


def test_who_left_the_union_is_no_longer_in_it(cast, draft):
    share(draft, cast, ConsentLevel.READ)
    UnionMembership.objects.update(until=timezone.localdate() - DAY)
    delegate = as_(cast.delegate)
    assert cast.structure.name not in words(delegate.get(BOARD))
    assert delegate.get(reverse("applications:member", args=[cast.structure.pk])).status_code == 404
    assert "Ce dossier n’est plus partagé" in words(delegate.get(url("file", draft)))


def test_a_union_that_was_left_opens_nothing_by_declaring_the_adhesion_again(cast, draft):
    share(draft, cast, ConsentLevel.COMMENT)
    draft.consents.update(given_at=timezone.now() - 30 * DAY)
    yesterday = timezone.localdate() - DAY
    end_adhesion(cast.structure.adhesions.get(), yesterday, by=cast.signatory, declared_by=cast.structure)
    adhere(cast.union, cast.structure, yesterday - DAY, by=cast.delegate, declared_by=cast.union)
    delegate = as_(cast.delegate)
    assert delegate.get(url("file", draft)).status_code == 404
    (row,) = as_(cast.signatory).get(url("sharing", draft)).context["rows"]
    assert row["level"] == ConsentLevel.NONE
    share(draft, cast, ConsentLevel.READ)
    assert delegate.get(url("file", draft)).status_code == 200


def test_the_page_of_a_member(cast, draft):
    share(draft, cast, ConsentLevel.PROGRESS)
    page = as_(cast.delegate).get(reverse("applications:member", args=[cast.structure.pk]))
    assert draft.number in words(page)
    assert (
        as_(cast.delegate).get(reverse("applications:member", args=[cast.other_structure.pk])).status_code
        == 404
    )


# Looks


def test_every_look_is_written_and_the_structure_reads_it(cast, draft):
    share(draft, cast, ConsentLevel.READ)
    delegate = as_(cast.delegate)
    for name in ("file", "budget", "print", "attachments"):
        delegate.get(url(name, draft))
    delegate.get(url("attachment", draft, draft.attachments.get().pk))
    delegate.get(BOARD)
    delegate.get(EXPORT)
    delegate.get(reverse("applications:member", args=[cast.structure.pk]))
    seen = list(Look.objects.order_by("pk").values_list("page", "person", "union", "level"))
    pages = ["file", "budget", "print", "attachments", "attachment", "cockpit", "export", "member"]
    assert seen == [(page, cast.delegate.pk, cast.union.pk, ConsentLevel.READ) for page in pages]
    shown = words(as_(cast.editor).get(url("sharing", draft)))
    assert "8 consultations" in shown
    for label in ("Le budget", "L’avancement, dans un export", "La version à imprimer"):
        assert label in shown
    assert "inscrite" in words(delegate.get(url("file", draft)))


def test_the_structure_takes_the_log_of_looks_away(cast, draft):
    share(draft, cast, ConsentLevel.READ)
    as_(cast.delegate).get(url("budget", draft))
    assert words(as_(cast.editor).get(url("sharing", draft))).count("Texte (CSV)") == 1
    sent = as_(cast.editor).get(url("looks_export", draft, "csv"))
    assert f"consultations-{draft.number}.csv" in sent["Content-Disposition"]
    lines = b"".join(sent.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Quand;Qui;Union;Ce qui a été vu;Accord du moment"
    assert lines[1].endswith(f";{cast.delegate};{cast.union.name};Le budget;La lecture du dossier")
    assert len(lines) == 2
    assert as_(cast.editor).get(url("looks_export", draft, "xlsx")).status_code == 200
    assert as_(cast.editor).get(url("looks_export", draft, "pdf")).status_code == 404
    assert as_(cast.delegate).get(url("looks_export", draft, "csv")).status_code == 403
    assert as_(cast.rival).get(url("looks_export", draft, "csv")).status_code == 404


def test_a_page_that_refuses_is_a_look_too(cast, draft):
    share(draft, cast, ConsentLevel.COMMENT)
    response = as_(cast.delegate).post(url("margin", draft), {"part": "besoin", "text": ""})
    assert response.status_code == 422
    assert "Des personnes sans suivi" in words(response)
    assert Look.objects.count() == 1


def test_a_consent_taken_back_while_a_page_is_made_holds_it_back(cast, draft, monkeypatch):
    share(draft, cast, ConsentLevel.READ)
    made = file_views.content_of

    def meanwhile(application):
        consents.give(draft.pk, cast.union, ConsentLevel.NONE, by=cast.signatory)
        return made(application)

    monkeypatch.setattr(file_views, "content_of", meanwhile)
    response = as_(cast.delegate).get(url("print", draft))
    assert response.status_code == 404
    assert "Des personnes sans suivi" not in words(response)
    assert not Look.objects.exists()


def test_nobody_else_is_written_down(cast, draft):
    as_(cast.signatory).get(url("file", draft))
    as_(cast.rival).get(url("file", draft))
    as_(cast.delegate).get(url("file", draft))
    share(draft, cast, ConsentLevel.EXISTENCE)
    as_(cast.delegate).get(BOARD)  # shows that it exists, nothing of its progress
    assert not Look.objects.exists()


def test_the_log_of_looks_only_grows(cast, draft):
    share(draft, cast, ConsentLevel.READ)
    as_(cast.delegate).get(url("file", draft))
    for change in (
        lambda: Look.objects.update(page=Watched.OTHER),
        lambda: Look.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Look.objects.get().page == Watched.FILE


def test_a_consent_taken_back_closes_everything_at_once(cast, draft):
    share(draft, cast, ConsentLevel.COMMENT)
    delegate = as_(cast.delegate)
    assert delegate.get(url("margin", draft)).status_code == 200
    share(draft, cast, ConsentLevel.NONE)
    for name in ("file", "budget", "partners", "attachments", "print", "margin", "complements", "documents"):
        assert delegate.get(url(name, draft)).status_code == 404, name
        assert delegate.get(url(name, draft), headers=HTMX).status_code == 404, name
    sent = delegate.post(url("margin", draft), {"part": "besoin", "text": "Trois pages écrites pour rien ?"})
    assert sent.status_code == 404
    assert "Trois pages écrites pour rien ?" in words(sent)
    assert not draft.threads.exists()
    assert delegate.post(url("prompt", draft)).status_code == 404
    assert draft.number not in words(delegate.get(BOARD))


def test_a_consent_ends_with_the_adhesion_it_was_given_under(cast, draft):
    """Who left the union and comes back, or is said to come back by it, is asked again."""
    share(draft, cast, ConsentLevel.READ)
    long_ago = timezone.now() - 90 * DAY
    Consent.objects.update(given_at=long_ago)
    UnionMembership.objects.update(until=timezone.localdate() - 30 * DAY)
    UnionMembership.objects.create(union=cast.union, member=cast.structure, since=long_ago.date())
    delegate = as_(cast.delegate)
    assert draft.number not in words(delegate.get(BOARD))
    assert delegate.get(url("file", draft)).status_code == 404
    page = words(as_(cast.signatory).get(url("sharing", draft)))
    assert "Aujourd’hui : rien" in page
    assert "éteint avec l’adhésion" in page
    share(draft, cast, ConsentLevel.READ)
    assert delegate.get(url("file", draft)).status_code == 200


def test_on_its_last_day_an_adhesion_still_lets_one_consent(cast, draft):
    UnionMembership.objects.update(until=timezone.localdate())
    share(draft, cast, ConsentLevel.EXISTENCE)
    UnionMembership.objects.update(until=timezone.localdate() - DAY)
    with pytest.raises(Refused, match="n’adhère pas"):
        share(draft, cast, ConsentLevel.READ)
    share(draft, cast, ConsentLevel.NONE)
    assert Consent.objects.get().revoked_at


def test_a_consent_made_narrower_gives_back_what_was_being_typed(cast, draft):
    share(draft, cast, ConsentLevel.COMMENT)
    delegate = as_(cast.delegate)
    share(draft, cast, ConsentLevel.READ)
    sent = delegate.post(url("margin", draft), {"part": "besoin", "text": "Une page entière"})
    assert sent.status_code == 403
    assert "Une page entière" in words(sent)
    assert "ne va pas jusqu’à cette page" in words(sent)
    assert not draft.threads.exists()
    closed = delegate.get(reverse("applications:check", args=[draft.number]))
    assert closed.status_code == 403
    assert "ne va pas jusqu’à cette page" not in words(closed)


# Reminding


def test_a_delegate_reminds_once_a_day(cast, draft):
    share(draft, cast, ConsentLevel.PROGRESS)
    delegate = as_(cast.delegate)
    assert "est relancée par message" in words(delegate.post(url("prompt", draft), follow=True))
    assert "attendez demain" in words(delegate.post(url("prompt", draft), follow=True))
    assert Prompt.objects.count() == 1
    accompanying.prompt(draft.pk, by=cast.delegate, at=timezone.now() + DAY)
    assert Prompt.objects.count() == 2
    tell("prompt", Prompt.objects.earliest("at").pk)
    told = Message.objects.filter(key="prompt")
    assert {message.recipient for message in told} == {cast.signatory, cast.editor}
    assert "Relances reçues" in words(as_(cast.signatory).get(url("sharing", draft)))


def test_a_reminder_asks_for_the_progress_and_for_something_expected(cast, draft):
    share(draft, cast, ConsentLevel.EXISTENCE)
    with pytest.raises(Forbidden):
        accompanying.prompt(draft.pk, by=cast.delegate)
    with pytest.raises(NotVisible):
        accompanying.prompt(draft.pk, by=cast.rival)
    share(draft, cast, ConsentLevel.PROGRESS)
    Walk(draft.call, cast, draft).submitted()
    with pytest.raises(Refused, match="Rien n’est attendu"):
        accompanying.prompt(draft.pk, by=cast.delegate)


# Calls that concern members


@pytest.fixture
def caarud(db):
    return StructureCategory.objects.get_or_create(code="178", defaults={"short": "CAARUD", "label": "C"})[0]


def test_a_call_concerns_a_member_by_category_and_territory(cast, caarud):
    ain = territory(Level.DEPARTEMENT, "01", "Ain", cast.region)
    far = territory(Level.DEPARTEMENT, "29", "Finistère", territory(Level.REGION, "53", "Bretagne"))
    right, elsewhere, other = adherent(cast, 1), adherent(cast, 2), adherent(cast, 3)
    Establishment.objects.create(organisation=right, name="R", category=caarud, departement=ain)
    Establishment.objects.create(organisation=elsewhere, name="E", category=caarud, departement=far)
    Establishment.objects.create(organisation=other, name="O", departement=ain)
    call = make_call(cast)
    call.categories.add(caarud)
    found = concerns_of(cast.union, timezone.now())
    assert [(concern.call, concern.members) for concern in found] == [(call, [right])]
    assert concerns_of(cast.union, call.closes_at + DAY) == []


def test_members_are_told_once(cast, draft):
    second = adherent(cast, 2)
    delegate = as_(cast.delegate)
    page = delegate.get(reverse("applications:concerned"))
    assert "2 adhérents concernés" in words(page)
    address = reverse("applications:alert", args=[draft.call.slug])
    assert "2 adhérents prévenus" in words(delegate.post(address, follow=True))
    again = delegate.post(address)
    assert again.status_code == 422
    assert "déjà prévenus" in words(again)
    third = adherent(cast, 3)
    assert accompanying.alert(cast.union, draft.call, by=cast.delegate) == 1
    assert {row.member for row in CallAlert.objects.all()} == {cast.structure, second, third}
    for row in CallAlert.objects.all():
        tell("call_alert", row.pk)
    told = Message.objects.filter(key="call_alert")
    assert {message.recipient for message in told} == {cast.signatory, cast.editor}


def test_a_publication_is_told_to_the_delegates_it_concerns(cast):
    call = make_call(cast)
    tell("call", call.pk)
    message = Message.objects.get(key="call_for_members")
    assert message.recipient == cast.delegate
    far = make_call(cast)
    far.lots.get().territories.set([territory(Level.REGION, "53", "Bretagne")])
    tell("call", far.pk)
    assert Message.objects.filter(key="call_for_members").count() == 1


def test_a_union_page_is_for_its_delegates(cast):
    names = ["applications:concerned", "applications:new_argument", "pages:union_results"]
    for who in (cast.signatory, cast.manager, cast.rival, cast.stranger):
        for name in names:
            assert as_(who).get(reverse(name)).status_code == 404, (who, name)
