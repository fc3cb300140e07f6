from django import template

from calls.scales import name_of

register = template.Library()


@register.filter
def said(score, call) -> str:
    """What a reader gave to a criterion: « 4 », « En projet », « Non noté »."""
    return name_of(score.value, score.criterion.maximum, scored=call.scored)


@register.filter
def meaning(score, criterion) -> str:
    """What this mark means on the scale of its criterion, within a sentence; empty when nothing says it."""
    return next((step.words for step in criterion.scale if step.value == score.value), "").rstrip(".")
