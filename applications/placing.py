"""Places chosen in a file: found in the code of the year, inside the lot, kept with their words for ever."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.enums import PlaceLevel
from accounts.models import Place

MOST = 200  # places in one answer
SHOWN = 20  # suggestions
RANKS = {level: rank for rank, level in enumerate(PlaceLevel.values)}


def key_of(row: dict) -> str:
    return f"{row['level']}:{row['code']}"


def label_of(row: dict) -> str:
    """How one chosen place reads: « Villeurbanne (commune 69266, Rhône (69)) »."""
    level = PlaceLevel(row["level"]).label
    kind = "QPV" if row["level"] == PlaceLevel.QPV else level.lower()
    return f"{row['name']} ({kind} {row['code']})"


def kept(place: Place) -> dict:
    """What the answer keeps of a place: its code, its year, and the words of that year."""
    return {"level": place.level, "code": place.code, "name": place.name, "year": place.year}


def split(keys) -> list[tuple[str, str]]:
    """[(level, code)] of the keys that can be one."""
    pairs = [key.partition(":")[::2] for key in keys if len(key) < 40]
    return [(level, code) for level, code in pairs if level in RANKS and code]


class PlacesField(forms.Field):
    """Keys « commune:69266 ». Those saved before stay as they were; new ones must exist and lie in the lot."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, saved, inside, levels, **options):
        super().__init__(**options)
        self.saved = {key_of(row): row for row in saved or []}
        self.inside, self.levels = inside, levels

    def to_python(self, value):
        return list(dict.fromkeys(str(key) for key in value or []))

    def clean(self, value):
        """The chosen places as the answer keeps them, from the widest to the narrowest."""
        keys = self.to_python(value)
        if len(keys) > MOST:
            raise ValidationError(f"Choisissez {MOST} lieux au plus, ou un territoire plus large.")
        fresh = [key for key in keys if key not in self.saved]
        found = {place.key: place for place in Place.objects.named(split(fresh))}
        problems = [reason for key in fresh if (reason := self.refusal(found.get(key)))]
        if problems:
            raise ValidationError(problems)
        rows = [self.saved.get(key) or kept(found[key]) for key in keys]
        return sorted(rows, key=lambda row: (RANKS[row["level"]], row["name"], row["code"]))

    def refusal(self, place) -> str:
        """Why this place may not be chosen here; nothing when it may."""
        if place is None:
            return "Un des lieux choisis n’existe pas dans le code officiel géographique : cherchez-le par son nom."
        if place.level not in self.levels:
            return f"« {place.name} » est d’un niveau que cette question ne demande pas."
        if not (outside := place.outside(self.inside)):
            return ""
        if len(outside) == len(place.codes):
            return f"« {place.name} » ({', '.join(outside)}) est hors du territoire du lot."
        return f"« {place.name} » s’étend aussi hors du territoire du lot ({', '.join(outside)}) : choisissez ses communes."


def chosen_rows(field: PlacesField, keys) -> list[dict]:
    """The places of these keys, saved or not, for the page that shows them ticked."""
    rows = [field.saved[key] for key in keys if key in field.saved]
    fresh = split([key for key in keys if key not in field.saved][:MOST])
    return rows + [kept(place) for place in Place.objects.named(fresh)] if fresh else rows


def suggestions(field: PlacesField, words: str, keys) -> tuple[list[Place], list[str]]:
    """The places a search finds inside the lot and not chosen yet, and the names of those it finds outside."""
    matching = Place.objects.matching(words, field.levels)
    near = [place for place in matching.touching(field.inside)[: SHOWN * 3] if place.key not in set(keys)]
    inside = [place for place in near if not place.outside(field.inside)]
    outside = [] if inside else [place.label for place in matching[:3] if place.outside(field.inside)]
    return inside[:SHOWN], outside


def said(found: list[Place], outside: list[str], words: str) -> str:
    """What the search found, in one sentence that screen readers hear."""
    if found:
        plural = "s" if len(found) > 1 else ""
        more = " Précisez le nom pour en voir d’autres." if len(found) == SHOWN else ""
        return f"{len(found)} lieu{'x' if plural else ''} trouvé{plural}. Cochez ceux de votre projet.{more}"
    if outside:
        return f"Hors du territoire du lot : {' ; '.join(outside)}."
    if len(words.strip()) < 2:
        return "Écrivez au moins deux lettres."
    return f"Aucun autre lieu ne correspond à « {words.strip()[:40]} » dans le territoire du lot."
