from django import template

from reviews.enums import DecisionKind

register = template.Library()


@register.filter
def of(mapping, key):
    """The value of a mapping at a key known only in the template."""
    return mapping.get(key)


@register.filter
def kindlabel(kind) -> str:
    return DecisionKind(kind).label.lower()
