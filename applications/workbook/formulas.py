"""What a typed amount such as « =12*2 500 » is worth: numbers, + − × ÷ and parentheses, nothing else."""

import re
from fractions import Fraction

TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]+(?:[.,][0-9]+)?)|(?P<sign>[-+*/()]))")
LONGEST = 200
DEEPEST = 20


class NotArithmetic(ValueError):
    """A formula that reads other cells, or that is no arithmetic."""


def value(formula: str) -> Fraction:
    """The exact value of an arithmetic formula, its equals sign included. Raises NotArithmetic."""
    tokens = _tokens(formula.removeprefix("="))
    found = _sum(tokens, 0)
    if tokens:
        raise NotArithmetic(formula)
    return found


def _tokens(text: str) -> list[str]:
    found, text = [], text.replace("\u202f", "").replace("\u00a0", "").strip()
    while text:
        match = TOKEN.match(text)
        if match is None or len(found) > LONGEST:
            raise NotArithmetic(text)
        found.append((match["number"] or match["sign"]).replace(",", "."))
        text = text[match.end() :].strip()
    return found[::-1]  # read from the end


def _sum(tokens: list[str], depth: int) -> Fraction:
    total = _product(tokens, depth)
    while tokens and tokens[-1] in "+-":
        sign = tokens.pop()
        total += _product(tokens, depth) if sign == "+" else -_product(tokens, depth)
    return total


def _product(tokens: list[str], depth: int) -> Fraction:
    total = _factor(tokens, depth)
    while tokens and tokens[-1] in "*/":
        sign, factor = tokens.pop(), _factor(tokens, depth)
        if sign == "/" and not factor:
            raise NotArithmetic("0")
        total = total * factor if sign == "*" else total / factor
    return total


def _factor(tokens: list[str], depth: int) -> Fraction:
    if not tokens or depth > DEEPEST:
        raise NotArithmetic("")
    piece = tokens.pop()
    if piece in "+-":
        return _factor(tokens, depth + 1) * (1 if piece == "+" else -1)
    if piece == "(":
        found = _sum(tokens, depth + 1)
        if not tokens or tokens.pop() != ")":
            raise NotArithmetic("(")
        return found
    if piece in "*/)":
        raise NotArithmetic(piece)
    return Fraction(piece)
