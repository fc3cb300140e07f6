"""The vectors of the domain file: real samples, documented exceptions, and their near misses."""

import pytest
from django.core.exceptions import ValidationError

from accounts.identifiers import (
    compact,
    finess_warning,
    validate_finess,
    validate_iban,
    validate_rna,
    validate_siren,
    validate_siret,
)

GOOD = [
    (validate_siret, "73282932000074"),
    (validate_siret, "732 829 320 00074"),
    (validate_siret, "35600000000048"),  # La Poste, head office
    (validate_siret, "35600000049837"),  # La Poste, a site: digit sum 45
    (validate_siren, "732829320"),
    (validate_siren, "356 000 000"),
    (validate_iban, "FR14 2004 1010 0505 0001 3M02 606"),
    (validate_finess, "010000040"),
    (validate_finess, "010008407"),
    (validate_finess, "590782553"),
    (validate_finess, "2A0000014"),
    (validate_finess, "2B9999999"),
    (validate_rna, "W691234567"),
    (validate_rna, "W2A1234567"),
    (validate_rna, "w2b1234567"),
]
BAD = [
    (validate_siret, "73282932000075"),
    (validate_siret, "7328293200007"),
    (validate_siret, "35600000049838"),
    (validate_siret, "ABCDEFGHIJKLMN"),
    (validate_siren, "732829321"),
    (validate_iban, "FR14 2004 1010 0505 0001 3M02 607"),
    (validate_iban, "FR14"),
    (validate_finess, "010000041"),
    (validate_finess, "01000004"),
    (validate_finess, "2C0000014"),
    (validate_finess, "A10000040"),
    (validate_rna, "691234567"),
    (validate_rna, "W69123456"),
    (validate_rna, "W6912345678"),
    (validate_rna, "WAB1234567"),
]


@pytest.mark.parametrize(("validate", "value"), GOOD)
def test_a_true_identifier_passes(validate, value):
    validate(value)


@pytest.mark.parametrize(("validate", "value"), BAD)
def test_a_false_identifier_is_refused_in_french(validate, value):
    with pytest.raises(ValidationError, match="pas valable"):
        validate(value)


def test_what_people_type_is_compacted():
    assert compact(" 732 829\u00a0320.000-74 ") == "73282932000074"
    assert compact("w2a1234567") == "W2A1234567"
    assert compact(None) == ""


@pytest.mark.parametrize("number", ["2A0000014", "2B0000012"])
def test_an_unusual_corsican_key_is_said_and_never_refused(number):
    validate_finess(number)
    expected = "" if finess_is_usual(number) else "inhabituelle"
    assert expected in finess_warning(number)


def finess_is_usual(number):
    from stdnum import luhn

    return luhn.is_valid(number.replace("A", "1").replace("B", "2"))


def test_only_corsican_numbers_are_warned_about():
    assert finess_warning("590782553") == ""
    assert finess_warning("n’importe quoi") == ""
    keys = [finess_warning(f"2A000001{key}") for key in range(10)]
    assert keys.count("") == 1
