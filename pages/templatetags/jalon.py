from django import template

from accounts.identifiers import spaced
from applications.queries import stakes as line_of_stakes
from engine import deadlines, money
from privacy.queries.table import durations

register = template.Library()


@register.filter
def euros(amount):
    """12500 → « 12 500 € »; nothing for None."""
    return "" if amount is None else money.euros(int(amount))


@register.filter
def precise(amount):
    """1487.5 → « 1 487,50 € »: a tariff keeps its cents."""
    return "" if amount is None else money.precise_euros(amount)


@register.filter
def number(value):
    return "" if value is None else money.number(value)


@register.filter
def siret(compact):
    """A SIRET as one reads it: 732 829 320 00074."""
    return spaced(compact or "")


@register.filter(expects_localtime=True)
def longdate(day):
    """A date in full, without the hour."""
    return "" if not day else deadlines.long_date(day)


@register.filter
def instant(moment, zone="Europe/Paris"):
    """An instant in full, with the hour and the zone named."""
    return "" if not moment else deadlines.long_instant(moment, zone)


@register.filter
def weight(size) -> str:
    """A size as people read it: « 132 ko », « 2,4 Mo »."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0ko"
    return f"{size / 1_000_000:.1f}\u00a0Mo".replace(".", ",")


@register.simple_tag
def stakes(application):
    """The line of stakes of a file, for the component that draws it."""
    return line_of_stakes(application)


@register.simple_tag
def retention():
    """How long each kind of data is kept, in words: {kind: « 12 mois »}."""
    return durations()


@register.filter
def plural(count, forms="s"):
    """The French ending of a number or of a list: singular below two ("0 dossier"); "est,sont" when the word changes."""
    singular, _, several = forms.rpartition(",")
    many = len(count) if isinstance(count, list | tuple) else int(count)
    return several if many > 1 else singular
