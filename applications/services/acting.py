"""Documents of a file: the row is written with the move it is made for."""

from applications.models import Act
from documents.models import Document
from documents.services import issue


def act(application, kind: str, context: dict, *, transition=None, dated=None, released=True) -> Document:
    """Asks for a document about this file and links it to the move it is made for."""
    document = issue(
        kind,
        authority=application.call.authority,
        recipient=application.structure,
        reference=application.number,
        context=context,
        dated=dated,
        is_demo=application.is_fictitious,
        released=released,
    )
    Act.objects.create(application=application, document=document, transition=transition)
    return document
