"""What a person says they read best; only they write it."""

from django.db import transaction

from accounts.models import Expertise


def save_expertise(person, *, categories, territories, languages) -> Expertise:
    """Replaces what this person declared before."""
    with transaction.atomic():
        row, _ = Expertise.objects.select_for_update(of=("self",)).get_or_create(person=person)
        row.languages = sorted(languages)
        row.save(update_fields=["languages"])
        row.categories.set(categories)
        row.territories.set(territories)
    return row
