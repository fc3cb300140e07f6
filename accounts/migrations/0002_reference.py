"""Loads the territories, the authorities, the categories and the places of accounts/data; makes the cache table."""

import json
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.db import migrations
from django.utils import timezone

from accounts.models.places import folded, spread
from accounts.registers import places

DATA = Path(__file__).resolve().parent.parent / "data"
YEAR = 2026  # of the code officiel géographique in accounts/data


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


def load_places(apps, schema_editor):
    """The communes, intercommunalities and départements of accounts/data; `import_communes` loads another year."""
    names = dict(
        apps.get_model("accounts", "Territory")
        .objects.filter(level="departement")
        .values_list("code", "name")
    )
    towns = [values for _, values in places.communes(DATA / "communes.csv.gz")]
    wider = places.epcis(DATA / "epci.json", towns)
    for one in (*towns, *wider):
        one["within"] = ", ".join(f"{names.get(code, code)} ({code})" for code in one["departements"])[:160]
    whole = [
        {"level": "departement", "code": code, "name": name, "departements": [code]}
        for code, name in names.items()
    ]
    model = apps.get_model("accounts", "Place")
    model.objects.bulk_create(
        (
            model(
                **one
                | {"year": YEAR, "folded": folded(one["name"]), "departements": spread(one["departements"])}
            )
            for one in (*whole, *wider, *({k: v for k, v in one.items() if k != "epci"} for one in towns))
        ),
        batch_size=2000,
    )


def create_cache_table(apps, schema_editor):
    """Where the rate limits count; without a database cache it does nothing."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunPython(function, migrations.RunPython.noop)
        for function in (load, load_places, create_cache_table)
    ]
