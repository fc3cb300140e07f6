"""Identifiers are strings. Format and key are checked here; existence is never proved nor required."""

import re

from django.core.exceptions import ValidationError
from stdnum import bic as std_bic
from stdnum import iban as std_iban
from stdnum import luhn
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siren as std_siren
from stdnum.fr import siret as std_siret

FINESS = re.compile(r"[0-9][0-9AB][0-9]{7}")
RNA = re.compile(r"W[0-9][0-9AB][0-9]{7}|W[0-9]{9}")


def compact(value: str) -> str:
    """The identifier without the spaces, dots and dashes people type, in capitals."""
    return re.sub(r"[\s.\-\u00a0\u202f]", "", value or "").upper()


def spaced(value: str) -> str:
    """A SIREN or a SIRET as people read it: 732 829 320 00074, held together by non-breaking spaces."""
    groups = [value[0:3], value[3:6], value[6:9], value[9:]]
    return "\u00a0".join(group for group in groups if group)


def validate_siren(value: str) -> None:
    _with_stdnum(
        std_siren, value, "Ce numéro SIREN n’est pas valable : il a 9 chiffres, dont une clé de contrôle."
    )


def validate_siret(value: str) -> None:
    """La Poste's exception is stdnum's: digit sum multiple of five, head office by Luhn."""
    _with_stdnum(
        std_siret, value, "Ce numéro SIRET n’est pas valable : il a 14 chiffres, dont une clé de contrôle."
    )


WRONG_IBAN = "Cet IBAN n’est pas valable : recopiez-le depuis votre RIB."
RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


def validate_iban(value: str) -> None:
    """ISO 13616, and for a French account the key of its RIB too: 97 less a weighted sum of its three parts."""
    _with_stdnum(std_iban, value, WRONG_IBAN)
    number = compact(value)
    if number.startswith("FR") and not _has_rib_key(number[4:]):
        raise ValidationError(WRONG_IBAN)


def _has_rib_key(rib: str) -> bool:
    digits = rib.translate(RIB_LETTERS)
    bank, branch, account, key = digits[:5], digits[5:10], digits[10:21], digits[21:]
    return 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97 == int(key)


def validate_bic(value: str) -> None:
    _with_stdnum(
        std_bic, value, "Ce BIC n’est pas valable : il a 8 ou 11 caractères, recopiez-le depuis votre RIB."
    )


def validate_rna(value: str) -> None:
    """W and nine characters; Corsican numbers carry 2A or 2B after the W."""
    if not RNA.fullmatch(compact(value)):
        raise ValidationError("Ce numéro RNA n’est pas valable : il commence par W suivi de 9 caractères.")


def validate_finess(value: str) -> None:
    """Nine characters whose last is a Luhn key. A Corsican number is only warned about (see finess_warning)."""
    number = compact(value)
    if not FINESS.fullmatch(number):
        raise ValidationError("Ce numéro FINESS n’est pas valable : il a 9 caractères.")
    if number[1].isdigit() and not luhn.is_valid(number):
        raise ValidationError("Ce numéro FINESS n’est pas valable : sa clé de contrôle est fausse.")


def finess_warning(value: str) -> str:
    """What to say of a Corsican number whose key, read with A as 1 and B as 2, is unexpected (DOMAIN §5.1)."""
    number = compact(value)
    if not FINESS.fullmatch(number) or number[1].isdigit():
        return ""
    if luhn.is_valid(number.replace("A", "1").replace("B", "2")):
        return ""
    return "La clé de ce numéro FINESS corse est inhabituelle : relisez-le. Vous pouvez continuer."


def _with_stdnum(module, value: str, message: str) -> None:
    try:
        module.validate(compact(value))
    except StdnumError as error:
        raise ValidationError(message) from error
