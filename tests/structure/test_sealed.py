"""A sealed file is nowhere: its planted words appear in no page, export, message or act that anyone else can read."""

from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.urls import reverse

from applications.models import Attachment, BudgetLine, Partner, Transition
from applications.services import attaching, deposit, drafting
from calls.models import Programme
from documents import production
from notifications.models import Message
from notifications.services import deliver
from tests.factories import fill, make_call, started
from tests.factories.files import ANSWERS, BUDGET, pdf
from tests.structure.routes import arguments, routes

pytestmark = pytest.mark.usefixtures("plain_refusals")

PLANTED = (
    "SECRETTITRE",
    "SECRETREPONSE",
    "SECRETPIECE",
    "SECRETPARTENAIRE",
    "91 237",
    "91237",
    "91\u202f237",
)
AUTHORITY = (
    "manager",
    "instructor",
    "finance",
    "director",
    "president",
    "commissioner",
    "expert",
    "superuser",
)
OTHERS = ("rival", "delegate", "stranger")


@pytest.fixture
def world(cast):
    call = make_call(cast)
    answers = ANSWERS | {"besoin": "SECRETREPONSE"}
    budget = BUDGET | {"60": (21_237, ""), "74-ars": (91_237, "")}
    draft = fill(started(call, cast), cast, answers=answers, budget=budget)
    drafting.save_identity(draft.pk, by=cast.signatory, title="SECRETTITRE", requested_places=5)
    drafting.add_partner(draft.pk, by=cast.signatory, name="SECRETPARTENAIRE", role="Appui")
    attaching.attach(
        draft.pk, by=cast.signatory, question_key="statuts", upload=pdf("SECRETPIECE.pdf", b"SECRETPIECE")
    )
    row = deposit.submit(draft.pk, by=cast.signatory)
    receipt = row.acts.get().document
    production.render(receipt.pk)
    deliver(row.pk)
    Programme.objects.create(name="Programme", slug="programme", authority=cast.authority, summary="S")
    return SimpleNamespace(
        call=call,
        number=draft.number,
        code=receipt.code,
        section=call.forms.get().sections.first().pk,
        attachment=draft.attachments.first().pk,
        structure=cast.structure,
        union=cast.union,
        programme="programme",
        meeting=0,
    )


def leaks(response) -> list[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "ignore")
    return [secret for secret in PLANTED if secret in text]


ROOMS = {"applications", "reviews", "awards", "documents", "notifications", "pages"}  # where files are read


def addresses(world):
    for name, names in routes().items():
        if name.split(":")[0] in ROOMS or name in {"calls:detail", "calls:manage", "calls:questions"}:
            yield reverse(name, kwargs=arguments(name, names, world))
    yield reverse("applications:call_export", kwargs={"slug": world.call.slug, "kind": "xlsx"})
    yield reverse("applications:call_files", args=[world.call.slug]) + "?q=SECRET"


def admin_addresses():
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        for row in model._default_manager.all()[:3]:
            yield reverse(f"{name}_change", args=[row.pk])


def test_a_sealed_file_is_found_nowhere(client, cast, world):
    for name in (*AUTHORITY, *OTHERS):
        client.force_login(getattr(cast, name))
        for address in [*addresses(world), *(admin_addresses() if name == "superuser" else [])]:
            assert leaks(client.get(address)) == [], (name, address)


def test_the_public_learns_nothing(client, world):
    assert {address: found for address in addresses(world) if (found := leaks(client.get(address)))} == {}


def test_nobody_at_the_authority_is_told(cast, world):
    told = Message.objects.values_list("recipient__email", "subject", "body")
    assert {email for email, _, _ in told} == {cast.signatory.email, cast.editor.email}
    assert not [body for _, _, body in told if any(secret in body for secret in PLANTED[1:])]


def test_no_content_of_files_is_in_the_admin():
    hidden = {Attachment, BudgetLine, Partner, Transition}
    assert hidden.isdisjoint(admin.site._registry)
