"""A union delegate over every address of the site: planted words show how much of a file each consent opens, no more."""

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from applications.enums import ConsentLevel, State
from applications.services import arguments, attaching, completeness, consents, drafting, margin
from calls.models import Programme
from notifications.models import Message
from notifications.services import deliver, sweep
from reviews.enums import DecisionKind
from reviews.services import deciding, opinions, reading
from tests.applications.pages import HTMX
from tests.factories import fill, make_call, started
from tests.factories.files import ANSWERS, BUDGET, TEXT, Walk, pdf
from tests.structure.routes import arguments as built
from tests.structure.routes import routes

pytestmark = pytest.mark.usefixtures("plain_refusals")

NUMBER = {"NUMÉRODUDOSSIER"}  # stands for the file's own number
PROGRESS = {"SECRETTITRE", "Brouillon"}
CONTENT = {"SECRETREPONSE", "SECRETPIECE", "SECRETPARTENAIRE", "91 237"}
MARGIN = {"SECRETMARGE"}
NEVER = {"SECRETRIVALE", "SECRETNOTE", "SECRETAVIS", "SECRETCONTROLE", "SECRETMOTIF", "AUTREUNION"}
ALLOWED = {
    ConsentLevel.NONE: set(),
    ConsentLevel.EXISTENCE: NUMBER,
    ConsentLevel.PROGRESS: NUMBER | PROGRESS,
    ConsentLevel.READ: NUMBER | PROGRESS | CONTENT,
    ConsentLevel.COMMENT: NUMBER | PROGRESS | CONTENT | MARGIN,
}
PLANTED = NUMBER | PROGRESS | CONTENT | MARGIN | NEVER


def planted_draft(cast, call):
    answers = ANSWERS | {"besoin": "SECRETREPONSE"}
    budget = BUDGET | {"60": (21_237, ""), "74-ars": (91_237, "")}
    draft = fill(started(call, cast), cast, answers=answers, budget=budget)
    by, at = cast.signatory, draft.edited_at
    drafting.save_identity(draft.pk, by=by, title="SECRETTITRE", requested_places=5, at=at)
    drafting.add_partner(draft.pk, by=by, at=at, name="SECRETPARTENAIRE", role="Appui")
    piece = pdf("SECRETPIECE.pdf", b"SECRETPIECE")
    attaching.attach(draft.pk, by=by, question_key="statuts", upload=piece, at=at)
    consents.give(draft.pk, cast.union, ConsentLevel.COMMENT, by=cast.signatory)
    margin.open_thread(draft.pk, by=cast.delegate, part="besoin", text="SECRETMARGE")
    consents.give(draft.pk, cast.union, ConsentLevel.NONE, by=cast.signatory)
    return draft


def rival_file(cast, call):
    """Another candidate, with words of its own on the same lot."""
    other = fill(
        started(call, cast, structure=cast.other_structure, by=cast.rival), cast, by=cast.rival,
        answers=ANSWERS | {"besoin": "SECRETRIVALE"},
    )  # fmt: skip
    title, at = "SECRETRIVALE", other.edited_at
    drafting.save_identity(other.pk, by=cast.rival, title=title, requested_places=5, at=at)
    return other


def world_of(cast, call, file) -> SimpleNamespace:
    Programme.objects.get_or_create(
        slug="programme", defaults={"name": "Programme", "authority": cast.authority, "summary": "S"}
    )
    return SimpleNamespace(
        call=call,
        number=file.number,
        code="aucun",
        section=call.forms.get().sections.first().pk,
        attachment=file.attachments.first().pk,
        structure=cast.structure,
        union=cast.union,
        programme="programme",
        meeting=0,
    )


def addresses(world):
    for name, names in routes().items():
        if not name.startswith("accounts:switch"):
            yield reverse(name, kwargs=built(name, names, world))
    yield reverse("applications:list") + "?period=all"
    yield reverse("applications:members_export", kwargs={"kind": "csv"}) + "?period=all"


def text_of(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return re.sub(r"[\u00a0\u202f]", " ", body.decode("utf-8", "ignore"))


def found(client, world, **extra) -> set[str]:
    """The planted words this person reads anywhere."""
    seen = set()
    for address in addresses(world):
        text = text_of(client.get(address, **extra))
        seen |= {word for word in PLANTED if word in text}
        if world.number in text and "Dossier" in text:
            seen |= NUMBER
    return seen


@pytest.mark.parametrize("level", ConsentLevel)
def test_a_draft_is_read_no_further_than_its_consent(client, cast, level):
    call = make_call(cast)
    draft = planted_draft(cast, call)
    rival_file(cast, call)
    consents.give(draft.pk, cast.union, level, by=cast.signatory)
    client.force_login(cast.delegate)
    world = world_of(cast, call, draft)
    assert found(client, world) == ALLOWED[level]
    assert found(client, world, headers=HTMX) <= ALLOWED[level]


@pytest.fixture
def judged(cast):
    """A file judged and put on the waiting list, with every word of its judges planted."""
    call = make_call(cast, closes_in=-60)
    file, other = planted_draft(cast, call), rival_file(cast, call)
    consents.give(file.pk, cast.union, ConsentLevel.COMMENT, by=cast.signatory)
    walk, rival = Walk(call, cast, file), Walk(call, cast, other)
    walk.submitted()
    rival.submitted(by=cast.rival)
    walk.opened()
    points = {point.pk: ("passed", "SECRETCONTROLE") for point in call.check_points.all()}
    completeness.record_checks(file.pk, by=cast.instructor, results=points, at=walk.now())
    completeness.admit(file.pk, by=cast.instructor, at=walk.now())
    opinions.ask(file.pk, cast.finance, by=cast.instructor, question="SECRETAVIS ?", at=walk.now())
    for reader in (cast.expert, cast.second_expert):
        reading.assign(file.pk, reader, by=cast.manager, at=walk.now())
        reading.declare(file.pk, by=reader, has_conflict=False, at=walk.now())
        scores = {c.pk: (3, "SECRETNOTE motif assez long pour être lu") for c in call.criteria.all()}
        reading.save_review(
            file.pk,
            by=reader,
            scores=scores,
            strengths="SECRETNOTE " + TEXT,
            advice="reserved",
            at=walk.now(),
        )
        reading.submit_review(file.pk, by=reader, at=walk.now())
    walk.read = lambda values: None
    walk.reviewed()
    staged = deciding.propose(
        file.pk, DecisionKind.WAITLIST, by=cast.manager, motive="SECRETMOTIF", rank=7, at=walk.now()
    )
    deciding.sign([staged.pk], by=cast.director, capacity="Directeur général", at=walk.now())
    deciding.release([staged.pk], by=cast.director, at=walk.now(), await_acts=False)
    return walk.file


def test_a_judged_file_shows_no_score_no_opinion_no_rank(client, cast, judged):
    for row in judged.transitions.all():
        deliver(row.pk)
    sweep()
    client.force_login(cast.delegate)
    world = world_of(cast, judged.call, judged)
    assert judged.state == State.WAITLISTED
    assert found(client, world) == ALLOWED[ConsentLevel.COMMENT] - {"Brouillon"}
    for address in addresses(world):
        text = text_of(client.get(address))
        assert not re.search(r"rang (n° )?7|au rang 7|7e rang", text), address
    told = Message.objects.filter(recipient=cast.delegate).values_list("subject", "body")
    words = " ".join(part for message in told for part in message)
    assert not [word for word in PLANTED - NUMBER if word in words]
    assert "rang" not in words


def test_another_union_sees_nothing(client, cast):
    from accounts.enums import OrganisationKind, Role
    from tests.factories import member, person
    from tests.factories.cast import organisation

    other = organisation(OrganisationKind.UNION, "Autre union de test", territory=cast.region)
    stranger = person("autre@union.test", "Odile", "Ailleurs")
    member(stranger, other, Role.UNION_DELEGATE)
    call = make_call(cast)
    draft = planted_draft(cast, call)
    consents.give(draft.pk, cast.union, ConsentLevel.COMMENT, by=cast.signatory)
    made = arguments.write(cast.union, by=cast.delegate, theme="need", title="AUTREUNION", text="AUTREUNION")
    client.force_login(stranger)
    assert found(client, world_of(cast, call, draft)) == set()
    assert client.get(reverse("applications:argument", args=[made.pk])).status_code == 404
