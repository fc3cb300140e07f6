"""Loading the places of a year: new and changed ones are written, those gone leave; answers keep their own words."""

from pathlib import Path

from django.db import transaction

from accounts.enums import Level, PlaceLevel
from accounts.errors import Refused
from accounts.models import Place, Territory, folded, spread
from accounts.registers import places
from accounts.services.registers import Loading

BATCH = 2000
WRITTEN = ["name", "year", "departements", "within", "folded", "postcodes", "population"]


def load_communes(path: Path, epci_path: Path | None, year: int) -> Loading:
    """Loads communes, their intercommunalities when a file names them, and the départements, under this year."""
    done = Loading()
    some = _sound(places.communes(path), done)
    names = {row.code: row.name for row in Territory.objects.filter(level=Level.DEPARTEMENT)}
    for one in some:
        one["within"] = _within(one["departements"], names)
    if epci_path:
        wider = places.epcis(epci_path, some)
        for one in wider:
            one["within"] = _within(one["departements"], names)
        _replace(PlaceLevel.EPCI, wider, year)
    _replace(PlaceLevel.COMMUNE, [{k: v for k, v in one.items() if k != "epci"} for one in some], year)
    _replace(PlaceLevel.DEPARTEMENT, [_departement(code, name) for code, name in names.items()], year)
    return done


def load_qpvs(path: Path, year: int) -> Loading:
    """Loads the priority districts of this list under this year."""
    done = Loading()
    _replace(PlaceLevel.QPV, _sound(places.qpvs(path), done), year)
    return done


def _departement(code, name) -> dict:
    return {"level": PlaceLevel.DEPARTEMENT, "code": code, "name": name, "departements": [code]}


def _within(codes, names) -> str:
    return ", ".join(f"{names[code]} ({code})" if code in names else code for code in codes)[:160]


def _sound(stream, done: Loading) -> list[dict]:
    kept = []
    for number, values in stream:
        if wrong := values.get("wrong"):
            done.note(number, wrong)
        else:
            kept.append(values)
    done.kept = len(kept)
    if not kept or done.too_many:
        raise Refused("Trop peu de lignes lisibles : les lieux en service restent.")
    return kept


def _replace(level: PlaceLevel, some: list[dict], year: int) -> None:
    rows = [
        Place(
            **one
            | {"year": year, "folded": folded(one["name"])[:200], "departements": spread(one["departements"])}
        )
        for one in some
    ]
    with transaction.atomic():
        Place.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["level", "code"],
            update_fields=WRITTEN,
        )
        kept = {row.code for row in rows}
        gone = [
            row.pk
            for row in Place.objects.filter(level=level).only("code").iterator()
            if row.code not in kept
        ]
        for start in range(0, len(gone), BATCH):
            Place.objects.filter(pk__in=gone[start : start + BATCH]).delete()
