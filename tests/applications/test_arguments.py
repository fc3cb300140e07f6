"""The library of a union: written once, copied by its members, never read by anyone else."""

import pytest
from django.urls import reverse

from accounts.errors import Refused
from accounts.models import StructureCategory, UnionMembership
from applications.models import Application, ArgumentVersion
from applications.services import arguments
from tests.applications.pages import as_, url, words
from tests.factories import fill, make_call, started

TEXT = "Une personne sur deux renonce aux soins."


@pytest.fixture
def argument(cast):
    return arguments.write(
        cast.union, by=cast.delegate, theme="need", title="Renoncement aux soins", text=TEXT,
        sources=[{"label": "Observatoire", "url": "https://exemple.test/rapport"}],
    )  # fmt: skip


@pytest.fixture
def draft(cast):
    return fill(started(make_call(cast), cast), cast)


def test_a_delegate_writes_and_members_read(cast):
    form = {
        "title": "File active", "theme": "territory", "text": TEXT, "categories": [],
        "sources": "Baromètre https://exemple.test/a\nRapport papier",
    }  # fmt: skip
    as_(cast.delegate).post(reverse("applications:new_argument"), form)
    version = ArgumentVersion.objects.get()
    assert version.sources == [
        {"label": "Baromètre", "url": "https://exemple.test/a"},
        {"label": "Rapport papier", "url": ""},
    ]
    page = words(as_(cast.editor).get(reverse("applications:library")))
    assert "File active" in page
    assert "Écrire un argument" not in page


@pytest.mark.parametrize("line", ["Piège javascript://x", "Piège ftp://x.test/a", "Piège https:///a"])
def test_an_address_is_one_a_browser_may_follow(cast, line):
    form = {"title": "T", "theme": "need", "text": TEXT, "sources": line}
    answer = as_(cast.delegate).post(reverse("applications:new_argument"), form)
    assert answer.status_code == 422
    assert "ne se lit pas" in words(answer)


def test_a_new_text_is_a_new_version(cast, argument):
    fields = {
        "theme": "need",
        "title": "Renoncement",
        "text": "Deux sur trois.",
        "sources": [],
        "categories": [],
    }
    arguments.revise(argument.pk, by=cast.delegate, base=1, **fields)
    assert [row.text for row in argument.versions.order_by("number")] == [TEXT, "Deux sur trois."]
    with pytest.raises(Refused, match="vient de modifier"):
        arguments.revise(argument.pk, by=cast.delegate, base=1, **fields)
    page = words(as_(cast.delegate).get(reverse("applications:argument", args=[argument.pk])))
    assert "Versions précédentes" in page
    assert TEXT not in words(as_(cast.editor).get(reverse("applications:argument", args=[argument.pk])))


def test_a_member_copies_it_after_its_answer(cast, argument, draft):
    editor = as_(cast.editor)
    assert "S’appuyer sur un argument" in words(editor.get(url("section", draft, "projet")))
    assert TEXT in words(editor.get(url("lean", draft, "besoin")))
    done = editor.post(url("lean", draft, "besoin"), {"version": argument.version.pk}, follow=True)
    assert "copié à la suite de votre réponse" in words(done)
    assert Application.objects.get().answers["besoin"] == f"Des personnes sans suivi.\n\n{TEXT}"


def test_an_answer_never_grows_over_its_limit(cast, draft):
    long = arguments.write(cast.union, by=cast.delegate, theme="need", title="Long", text="mot " * 800)
    refused = as_(cast.editor).post(url("lean", draft, "besoin"), {"version": long.version.pk})
    assert refused.status_code == 422
    assert "dépasserait de" in words(refused)
    assert Application.objects.get().answers["besoin"] == "Des personnes sans suivi."


def test_it_stays_among_members(cast, argument, draft):
    address = reverse("applications:argument", args=[argument.pk])
    for who in (cast.rival, cast.manager, cast.expert, cast.stranger, cast.superuser):
        assert as_(who).get(address).status_code == 404, who
        assert as_(who).get(reverse("applications:library")).status_code == 404, who
    UnionMembership.objects.update(until="2024-01-01")
    assert as_(cast.editor).get(address).status_code == 404
    answer = as_(cast.editor).post(url("lean", draft, "besoin"), {"version": argument.version.pk})
    assert answer.status_code == 422
    assert "n’est plus proposé" in words(answer)


def test_a_retired_argument_is_offered_no_more(cast, argument, draft):
    as_(cast.delegate).post(reverse("applications:retire_argument", args=[argument.pk]))
    assert TEXT not in words(as_(cast.editor).get(url("lean", draft, "besoin")))
    assert "Retiré" in words(as_(cast.delegate).get(reverse("applications:library")))


def test_a_member_finds_the_library_in_its_menu(cast):
    entry = 'href="/union/arguments/"'
    assert entry in as_(cast.editor).get("/accueil/").content.decode()
    UnionMembership.objects.all().delete()
    assert entry not in as_(cast.editor).get("/accueil/").content.decode()


def test_a_member_does_not_write(cast, argument):
    address = reverse("applications:argument", args=[argument.pk])
    assert as_(cast.editor).post(address, {"title": "x"}).status_code == 403
    assert (
        as_(cast.editor).post(reverse("applications:retire_argument", args=[argument.pk])).status_code == 404
    )


def test_the_library_is_searched_in_its_last_versions(cast, argument):
    category = StructureCategory.objects.get_or_create(
        code="178", defaults={"short": "CAARUD", "label": "C"}
    )[0]
    arguments.write(
        cast.union, by=cast.delegate, theme="money", title="Coûts", text="Par place.", categories=[category]
    )
    page = as_(cast.delegate)
    library = reverse("applications:library")
    assert "1 argument" in words(page.get(library + "?q=renonce"))
    assert "1 argument" in words(page.get(library + "?theme=money"))
    assert "2 arguments" in words(page.get(f"{library}?category={category.pk}"))
    assert "Aucun argument ne répond" in words(page.get(library + "?q=zzz"))
    assert page.get(library + "?theme=x&category=zz").status_code == 200
