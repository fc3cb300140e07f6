"""Who may read which document: the recipient once released, the authority once opened, never in conflict."""

import pytest

from accounts.backends import may
from applications.enums import State
from applications.models import Act, Consent
from documents import services
from documents.models import Document
from reviews.models import Conflict, Nomination
from tests.documents.samples import AT, sample
from tests.factories import fill, make_call, reach, started

AUTHORITY = {"manager", "instructor", "finance", "director", "president"}
STRUCTURE = {"signatory", "editor"}


@pytest.fixture
def on_file(cast):
    """Hangs a document of a kind on a file."""

    def write(application, kind, released=True):
        document = services.issue(
            kind,
            authority=cast.authority,
            recipient=application.structure,
            reference=application.number,
            context=sample(kind, cast),
            dated=AT,
            released=released,
        )
        Act.objects.create(application=application, document=document)
        return document

    return write


def readers(document, cast) -> set[str]:
    """Who may read it; both answers, of the list and of the object, must agree for everybody."""
    found, people = (
        set(),
        {n: p for n, p in vars(cast).items() if hasattr(p, "email") and hasattr(p, "is_staff")},
    )
    for name, person in people.items():
        listed = Document.objects.visible_to(person).filter(pk=document.pk).exists()
        assert listed == may(person, "documents.view", document), name
        if listed:
            found.add(name)
    return found


def test_before_the_opening_the_authority_reads_nothing(cast, on_file):
    call = make_call(cast)
    application = fill(started(call, cast), cast)
    assert readers(on_file(application, "draft"), cast) == STRUCTURE
    assert readers(on_file(application, "receipt"), cast) == STRUCTURE


def test_after_the_opening(cast, on_file):
    application = reach(State.SUBMITTED, make_call(cast, closes_in=-1), cast)
    receipt = on_file(application, "receipt")
    assert readers(receipt, cast) == STRUCTURE | AUTHORITY - {"president"}
    Conflict.objects.create(application=application, person=cast.president, has_conflict=False)
    assert readers(receipt, cast) == STRUCTURE | AUTHORITY
    assert readers(on_file(application, "favourable", released=False), cast) == AUTHORITY
    assert readers(on_file(application, "instruction_report"), cast) == AUTHORITY
    assert readers(on_file(application, "draft"), cast) == STRUCTURE
    Nomination.objects.all().delete()
    assert readers(receipt, cast) == STRUCTURE | AUTHORITY - {"president"}


def test_a_conflict_takes_everything_away(cast, on_file):
    application = reach(State.SUBMITTED, make_call(cast, closes_in=-1), cast)
    Conflict.objects.create(
        application=application, person=cast.manager, has_conflict=True, motive="Lien familial"
    )
    assert readers(on_file(application, "favourable"), cast) == STRUCTURE | AUTHORITY - {
        "manager",
        "president",
    }


def test_a_union_reads_no_document_whatever_its_level(cast, on_file):
    application = reach(State.SUBMITTED, make_call(cast, closes_in=-1), cast)
    Consent.objects.create(application=application, union=cast.union, level=4, given_by=cast.signatory)
    assert "delegate" not in readers(on_file(application, "favourable"), cast)


def test_without_a_file_the_memberships_decide(cast, pending):
    assert readers(pending("closing"), cast) == STRUCTURE | AUTHORITY - {"president"}
    assert readers(pending("closing", released=False), cast) == AUTHORITY - {"president"}
    assert readers(pending("closing", recipient=None), cast) == AUTHORITY - {"president"}
