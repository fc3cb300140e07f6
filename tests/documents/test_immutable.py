"""The database itself refuses to change an act: tried after a full migrate, on SQLite and PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from documents import services
from documents.models import Document

pytestmark = pytest.mark.servers
LATER = timezone.now() + timedelta(days=1)


def refused(queryset, **changes):
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        queryset.update(**changes) if changes else queryset.delete()


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "closing"},
        {"reference": "autre"},
        {"code": "2222-2222-2222-2222"},
        {"context": {"kind": "favourable"}},
        {"context_sha256": "0" * 64},
        {"recipient": None},
        {"is_demo": True},
        {"dated": LATER},
        {"released_at": None},
    ],
)
def test_what_is_frozen_stays_even_while_pending(pending, changes):
    refused(Document.objects.filter(pk=pending().pk), **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "pending", "issued_at": None},
        {"file": "documents/autre.pdf"},
        {"file_sha256": "0" * 64},
        {"size": 1},
        {"pages": 1},
        {"issued_at": LATER},
    ],
)
def test_what_is_issued_stays(issued, changes):
    refused(Document.objects.filter(pk=issued().pk), **changes)


def test_an_issued_document_is_never_deleted(issued):
    refused(Document.objects.filter(pk=issued().pk))


def test_release_and_standing_move_one_way(issued):
    document = issued(released=False)
    assert services.release([document], at=LATER) == 1
    assert services.release([document]) == 0
    assert services.replace(document)
    assert not services.withdraw(document)
    found = Document.objects.get(pk=document.pk)
    assert (found.released_at, found.standing) == (LATER, "replaced")
    refused(Document.objects.filter(pk=document.pk), standing="in_force")
    refused(Document.objects.filter(pk=document.pk), released_at=None)
