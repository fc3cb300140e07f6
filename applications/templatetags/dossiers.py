"""What the templates of a file ask for themselves, whichever room renders them."""

from django import template
from django.conf import settings

from applications.queries.pieces import standing
from applications.uploads import limit_words
from applications.views import beside, page
from engine.deadlines import long_instant

register = template.Library()


@register.simple_tag(takes_context=True)
def file_frame(context):
    """The header of a file's page for its reader: stakes, what comes next, tabs."""
    request = context["request"]
    current = request.resolver_match.view_name if request.resolver_match else ""
    return page.frame(context["application"], request.user, current)


@register.simple_tag
def draft_banner(application):
    """What is left before the closing."""
    return page.banner(application)


@register.simple_tag
def piece_standing(piece, own) -> dict:
    """Whether this piece opens for its reader, and what the antivirus said of it, in words."""
    return {"open": piece.open_to(bool(own)), **standing(piece)}


@register.simple_tag
def upload_limits() -> dict:
    """What one is told before choosing a file."""
    return {
        "size": limit_words(),
        "bytes": settings.UPLOAD_MAX_BYTES,
        "per_question": settings.PIECES_PER_QUESTION,
        "per_file": settings.PIECES_PER_FILE,
    }


@register.inclusion_tag("applications/margin/_beside.html", takes_context=True)
def beside_question(context, question):
    """What stands beside a question of a draft: the comments on it, and the way to the union's arguments."""
    spoken = context.get("spoken", ())
    return beside.of_question(context["request"], context["application"], question, spoken)


@register.inclusion_tag("applications/margin/_beside.html", takes_context=True)
def beside_part(context):
    """The comments on the part of the draft this page fills, when it is not a section."""
    match = context["request"].resolver_match
    return beside.of_part(context["request"], context["application"], match.url_name if match else "")


@register.filter
def clock(moment, zone: str) -> str:
    """An instant that binds nobody: in full, to the minute."""
    return "" if not moment else long_instant(moment.replace(second=0), zone)
