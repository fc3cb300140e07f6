"""The communes, intercommunalities and QPV of published files, as the values of a place."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from accounts.enums import PlaceLevel
from accounts.registers.formats import Malformed
from accounts.registers.reading import Unreadable, opened, rows

COMMUNE, DEPARTEMENT = re.compile(r"\d[\dAB]\d{3}"), re.compile(r"\d[\dAB]\d?")
QPV = re.compile(r"QN\w{6}")
COMMUNE_COLUMNS = ["code", "nom", "departement", "region", "epci", "population", "codes_postaux"]
QPV_COLUMNS = {"code_qp", "lib_qp", "insee_dep", "lib_com"}


def communes(path: Path) -> Iterator[tuple[int, dict]]:
    """(line, values) of each commune; Unreadable when the file has not the columns of communes.csv."""
    stream = rows(path, ",")
    if [cell.strip() for cell in next(stream, (0, []))[1]] != COMMUNE_COLUMNS:
        raise Unreadable(f"{path.name} n’a pas les colonnes attendues : {', '.join(COMMUNE_COLUMNS)}.")
    for number, row in stream:
        yield number, _commune(row)


def _commune(row: list[str]) -> dict:
    if len(row) != len(COMMUNE_COLUMNS):
        return {"wrong": f"{len(row)} colonnes au lieu de {len(COMMUNE_COLUMNS)}"}
    code, name, departement, _, epci, population, postcodes = (cell.strip() for cell in row)
    if not COMMUNE.fullmatch(code) or not DEPARTEMENT.fullmatch(departement) or not name:
        return {"wrong": f"« {code[:20]} » n’est pas une commune"}
    return {
        "level": PlaceLevel.COMMUNE,
        "code": code,
        "name": name.replace("'", "’")[:160],
        "departements": [departement],
        "epci": epci,
        "population": int(population) if population.isdigit() else 0,
        "postcodes": "".join(f" {one}" for one in re.findall(r"\d{5}", postcodes)),
    }


def epcis(path: Path, some: list[dict]) -> list[dict]:
    """The intercommunalities named in this file, each with the départements of its communes among `some`."""
    with opened(path) as file:
        names = {row["code"]: row["nom"] for row in json.loads(file.read())}
    where: dict[str, set[str]] = defaultdict(set)
    people: dict[str, int] = defaultdict(int)
    for one in some:
        where[one["epci"]].update(one["departements"])
        people[one["epci"]] += one["population"]
    return [
        {
            "level": PlaceLevel.EPCI,
            "code": code,
            "name": name.replace("'", "’")[:160],
            "departements": sorted(where[code]),
            "population": people[code],
        }
        for code, name in names.items()
        if where[code]
    ]


def qpvs(path: Path) -> Iterator[tuple[int, dict]]:
    """(line, values) of each QPV of the national list (columns code_qp; lib_qp; insee_dep; lib_com…)."""
    stream = rows(path, ";")
    header = [cell.strip() for cell in next(stream, (0, []))[1]]
    if not set(header) >= QPV_COLUMNS:
        raise Unreadable(f"{path.name} n’a pas les colonnes attendues : {', '.join(sorted(QPV_COLUMNS))}.")
    for number, row in stream:
        try:
            yield number, _qpv(dict(zip(header, row, strict=True)))
        except (ValueError, Malformed):
            yield number, {"wrong": f"« {' '.join(row)[:20]} » n’est pas un quartier prioritaire"}


def _qpv(cells: dict) -> dict:
    said = {key: " ".join(value.replace("=", "").strip(' "').split()) for key, value in cells.items()}
    departements = re.findall(r"\d[\dAB]\d?", said["insee_dep"])
    if not QPV.fullmatch(said["code_qp"]) or not said["lib_qp"] or not departements:
        raise Malformed("pas un QPV")
    return {
        "level": PlaceLevel.QPV,
        "code": said["code_qp"],
        "name": said["lib_qp"][:160],
        "departements": departements,
        "within": said["lib_com"][:160],
    }
