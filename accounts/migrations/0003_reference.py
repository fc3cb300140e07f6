"""Loads the territories, the authorities and the categories of accounts/data. What exists is left as it is."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations
from django.utils import timezone

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def load_territories(model):
    data = read("territories")
    for row in data["country"]:
        model.objects.get_or_create(level="country", code=row["code"], defaults={"name": row["name"]})
    regions = {row["code"]: region(model, row) for row in data["regions"]}
    for row in data["departements"]:
        parent = regions[row["region"]]
        fields = {"name": row["name"], "parent": parent, "time_zone": parent.time_zone}
        model.objects.get_or_create(level="departement", code=row["code"], defaults=fields)


def region(model, row):
    fields = {"name": row["name"], "time_zone": row["time_zone"]}
    return model.objects.get_or_create(level="region", code=row["code"], defaults=fields)[0]


def load_authorities(model, territories):
    for row in read("authorities")["authorities"]:
        territory = territories.objects.get(level=row["level"], code=row["territory"])
        fields = {
            "short_name": row["short_name"],
            "court": row["court"],
            "time_zone": territory.time_zone,
            "legal_form": "state",
            "verified_at": timezone.now(),
        }
        model.objects.get_or_create(kind="authority", territory=territory, name=row["name"], defaults=fields)


def load_categories(model):
    for row in read("categories")["categories"]:
        days = {key: row[key] and date.fromisoformat(row[key]) for key in ("since", "until")}
        model.objects.get_or_create(code=row["code"], defaults={**row, **days})


def load(apps, schema_editor):
    territories = apps.get_model("accounts", "Territory")
    load_territories(territories)
    load_authorities(apps.get_model("accounts", "Organisation"), territories)
    load_categories(apps.get_model("accounts", "StructureCategory"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_invitations")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
