"""A file that somebody sent, given back: never opened in the site's own page, never guessed, never kept on the way."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    """The answer that downloads these bytes under this name."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )
