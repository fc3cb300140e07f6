"""What each published file looks like, and the line we keep of it. One row of FORMATS per file.

Sources: FINESS « etalab-cs1100501 » (entités juridiques) and « etalab-cs1100502 » (établissements), INSEE
« StockUniteLegale » and « StockEtablissement », RNA « rna_waldec ». No natural person's name is kept.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.enums import Register
from accounts.identifiers import FINESS, RNA

SIREN_SHAPE, SIRET_SHAPE = re.compile(r"\d{9}"), re.compile(r"\d{14}")
HIDDEN = "[ND]"  # INSEE: not for diffusion
STREETS = {
    "ALL": "allée", "AV": "avenue", "BD": "boulevard", "CHE": "chemin", "CRS": "cours", "IMP": "impasse",
    "PL": "place", "QU": "quai", "QUAI": "quai", "R": "rue", "RTE": "route", "RUE": "rue", "SQ": "square",
}  # fmt: skip
FINESS_SITE = [
    "structureet",
    "nofinesset",
    "nofinessej",
    "rs",
    "rslongue",
    "complrs",
    "compldistrib",
    "numvoie",
    "typvoie",
    "voie",
    "compvoie",
    "lieuditbp",
    "commune",
    "departement",
    "libdepartement",
    "ligneacheminement",
    "telephone",
    "telecopie",
    "categetab",
    "libcategetab",
    "categagretab",
    "libcategagretab",
    "siret",
]
FINESS_ENTITY = [
    "structureej",
    "nofiness",
    "rs",
    "rslongue",
    "complrs",
    "numvoie",
    "typvoie",
    "voie",
    "compvoie",
    "compldistrib",
    "lieuditbp",
    "commune",
    "ligneacheminement",
    "departement",
    "libdepartement",
    "telephone",
    "statutjuridique",
    "libstatutjuridique",
    "categetab",
    "libcategetab",
    "siren",
]


class Malformed(ValueError):
    """This line is not what its file promises; the message says what is wrong, in French."""


@dataclass(frozen=True)
class Line:
    """What is kept of one line of a register."""

    number: str
    name: str = ""
    address: str = ""
    parent: str = ""
    category: str = ""
    is_closed: bool = False
    closed_on: date | None = None


@dataclass(frozen=True)
class Format:
    """One published file: how its first rows tell it, and how a row (by column) becomes a line."""

    register: Register
    command: str
    needs: frozenset[str]  # of its header; without header, the word its lines begin with
    read: Callable[[dict], Line]
    columns: tuple[str, ...] = ()  # when the file has no header
    delimiter: str = ";"

    def line(self, row: list[str], header: list[str]) -> Line:
        """The line kept of a row; Malformed when it has not its columns or a number of the wrong shape."""
        columns = self.columns or header
        few = len(row) < len(columns) if self.columns else len(row) != len(columns)
        if few:
            raise Malformed(f"{len(row)} colonnes au lieu de {len(columns)}")
        cells = {column: _said(cell) for column, cell in zip(columns, row, strict=False)}
        return self.read(cells)


def _said(cell: str) -> str:
    words = " ".join(cell.replace("\x00", "").strip(' "').split())
    return "" if words == HIDDEN else words


def _number(value: str, shape: re.Pattern, name: str) -> str:
    if not shape.fullmatch(value):
        raise Malformed(f"« {value[:20]} » n’est pas un numéro {name}")
    return value


def _day(value: str) -> date | None:
    """A date; none when it is empty or one of the registers' « unknown » (year 1)."""
    if not value or value.startswith("0001"):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        raise Malformed(f"« {value[:20]} » n’est pas une date") from error


def _street(number: str, kind: str, name: str) -> str:
    return " ".join(part for part in (number, STREETS.get(kind, kind.lower()), name) if part)


def _address(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def finess_site(row) -> Line:
    return Line(
        _number(row["nofinesset"], FINESS, "FINESS"),
        (row["rslongue"] or row["rs"])[:250],
        _address(_street(row["numvoie"], row["typvoie"], row["voie"]), row["lieuditbp"], row["ligneacheminement"]),
        parent=_number(row["nofinessej"], FINESS, "FINESS"),
        category=row["categetab"][:10],
    )  # fmt: skip


def finess_entity(row) -> Line:
    return Line(
        _number(row["nofiness"], FINESS, "FINESS"),
        (row["rslongue"] or row["rs"])[:250],
        _address(_street(row["numvoie"], row["typvoie"], row["voie"]), row["lieuditbp"], row["ligneacheminement"]),
        parent=row["siren"] if SIREN_SHAPE.fullmatch(row["siren"]) else "",
        category=row["statutjuridique"][:10],
    )  # fmt: skip


def sirene_unit(row) -> Line:
    closed = row["etatAdministratifUniteLegale"] == "C"
    return Line(
        _number(row["siren"], SIREN_SHAPE, "SIREN"),
        row["denominationUniteLegale"][:250],
        category=row["categorieJuridiqueUniteLegale"][:10],
        is_closed=closed,
        closed_on=_day(row.get("dateDebut", "")) if closed else None,
    )


def sirene_site(row) -> Line:
    closed = row["etatAdministratifEtablissement"] == "F"
    number = " ".join(
        part for part in (row["numeroVoieEtablissement"], row["indiceRepetitionEtablissement"]) if part
    )
    return Line(
        _number(row["siret"], SIRET_SHAPE, "SIRET"),
        (row["enseigne1Etablissement"] or row["denominationUsuelleEtablissement"])[:250],
        _address(
            row["complementAdresseEtablissement"],
            _street(number, row["typeVoieEtablissement"], row["libelleVoieEtablissement"]),
            f"{row['codePostalEtablissement']} {row['libelleCommuneEtablissement']}".strip(),
        ),
        parent=_number(row["siren"], SIREN_SHAPE, "SIREN"),
        is_closed=closed,
        closed_on=_day(row.get("dateDebut", "")) if closed else None,
    )


def association(row) -> Line:
    closed = row["position"] in {"D", "S"}
    number = " ".join(part for part in (row["adrs_numvoie"], row["adrs_repetition"]) if part)
    return Line(
        _number(row["id"], RNA, "RNA"),
        row["titre"][:250],
        _address(
            row["adrs_complement"],
            _street(number, row["adrs_typevoie"], row["adrs_libvoie"]),
            f"{row['adrs_codepostal']} {row['adrs_libcommune']}".strip(),
        ),
        is_closed=closed,
        closed_on=_day(row["date_disso"]) if closed else None,
    )


FORMATS = (
    Format(Register.FINESS_SITES, "finess", frozenset({"structureet"}), finess_site, tuple(FINESS_SITE)),
    Format(Register.FINESS_ENTITIES, "finess", frozenset({"structureej"}), finess_entity, tuple(FINESS_ENTITY)),
    Format(
        Register.SIRENE_SITES,
        "sirene",
        frozenset(
            ["siren", "siret", "etatAdministratifEtablissement", "numeroVoieEtablissement", "indiceRepetitionEtablissement", "typeVoieEtablissement", "libelleVoieEtablissement", "codePostalEtablissement", "libelleCommuneEtablissement", "complementAdresseEtablissement", "enseigne1Etablissement", "denominationUsuelleEtablissement"]
        ),
        sirene_site,
        delimiter=",",
    ),
    Format(
        Register.SIRENE_UNITS,
        "sirene",
        frozenset(
            ["siren", "etatAdministratifUniteLegale", "denominationUniteLegale", "categorieJuridiqueUniteLegale"]
        ),
        sirene_unit,
        delimiter=",",
    ),
    Format(
        Register.RNA,
        "rna",
        frozenset(
            ["id", "titre", "position", "date_disso", "adrs_complement", "adrs_numvoie", "adrs_repetition", "adrs_typevoie", "adrs_libvoie", "adrs_codepostal", "adrs_libcommune"]
        ),
        association,
    ),
)  # fmt: skip


def format_of(command: str, first_rows: list[list[str]]) -> Format | None:
    """The format whose marks these first rows bear, among those of a command; None when there is none."""
    words = {cell.strip() for row in first_rows[:1] for cell in row}
    words |= {row[0].strip() for row in first_rows if row}
    return next((one for one in FORMATS if one.command == command and one.needs <= words), None)
