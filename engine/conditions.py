"""A tiny closed grammar of conditions on answers, kept as JSON and read without eval.

    {"all": [c, …]}   {"any": [c, …]}   {"not": c}   {"key": "beds", "op": "gte", "value": 10}

Scalars are numbers, booleans and text; order (lt, lte, gt, gte) exists between two numbers or two ISO dates,
never between other texts. ``in`` and ``not_in`` take a list of scalars, ``contains`` asks whether a
multiple-choice answer holds a scalar, ``filled`` and ``empty`` take no value. A missing answer (absent, null,
blank, empty list) makes every comparison false, ``ne`` and ``not_in`` included; so does a mismatch of types.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from engine.money import NO_BREAK, number

MAX_DEPTH = 20


class ConditionError(ValueError):
    """A condition outside the grammar; the message, in French, says where and why."""


def check(condition: object) -> None:
    """Raise ConditionError unless the condition belongs to the grammar, nested at most ``MAX_DEPTH`` deep."""
    _parse(condition, "condition", 1)


def evaluate(condition: Mapping[str, object], answers: Mapping[str, object]) -> bool:
    """Whether the answers meet the condition. Answers never raise; a bad condition raises ConditionError."""
    return _holds(_parse(condition, "condition", 1), answers)


def keys(condition: Mapping[str, object]) -> set[str]:
    """The keys of the answers the condition reads. Raises ConditionError on a bad condition."""
    return _keys(_parse(condition, "condition", 1))


def explain(condition: Mapping[str, object], labels: Mapping[str, str]) -> str:
    """Say the condition in French, with the label of each key (the key itself without one).

    Raises ConditionError on a bad condition.
    """
    return _say(_parse(condition, "condition", 1), labels)


@dataclass(frozen=True)
class _Leaf:
    key: str
    op: str
    value: object


@dataclass(frozen=True)
class _Branch:
    word: str
    children: tuple[_Leaf | _Branch, ...]


_Node = _Leaf | _Branch
_Compare = Callable[[object, object], bool]


def _kind(value: object) -> str | None:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, float):
        return "number" if isfinite(value) else None
    if isinstance(value, Decimal):
        return "number" if value.is_finite() else None
    return "number" if isinstance(value, int) else "text" if isinstance(value, str) else None


def _rank(value: object) -> tuple[str, Fraction] | None:
    if _kind(value) == "number" and isinstance(value, int | float | Decimal):
        return "number", Fraction(value)
    if not isinstance(value, str) or len(value) != len("2026-11-24"):
        return None
    try:
        return "date", Fraction(date.fromisoformat(value).toordinal())
    except ValueError:
        return None


def _alike(answer: object, value: object) -> bool:
    return _kind(answer) is not None and _kind(answer) == _kind(value)


def _equal(answer: object, value: object) -> bool:
    return _alike(answer, value) and answer == value


def _differs(answer: object, value: object) -> bool:
    return _alike(answer, value) and answer != value


def _contains(answer: object, value: object) -> bool:
    return isinstance(answer, list | tuple) and any(_equal(item, value) for item in answer)


def _among(answer: object, value: object) -> bool:
    return _contains(value, answer)


def _outside(answer: object, value: object) -> bool:
    comparable = isinstance(value, list) and any(_alike(answer, item) for item in value)
    return comparable and not _among(answer, value)


def _ordered(compare: Callable[[Fraction, Fraction], bool]) -> _Compare:
    def ordered(answer: object, value: object) -> bool:
        left, right = _rank(answer), _rank(value)
        return left is not None and right is not None and left[0] == right[0] and compare(left[1], right[1])

    return ordered


# How each operator compares a present answer, how it reads, and what value it takes.
_OPERATORS: dict[str, tuple[_Compare, str, str]] = {
    "eq": (_equal, "est", "scalar"),
    "ne": (_differs, "n’est pas", "scalar"),
    "in": (_among, "est parmi", "list"),
    "not_in": (_outside, "n’est pas parmi", "list"),
    "lt": (_ordered(operator.lt), "est inférieur à", "rank"),
    "lte": (_ordered(operator.le), "est inférieur ou égal à", "rank"),
    "gt": (_ordered(operator.gt), "est supérieur à", "rank"),
    "gte": (_ordered(operator.ge), "est supérieur ou égal à", "rank"),
    "contains": (_contains, "comprend", "scalar"),
    "filled": (lambda answer, value: True, "est rempli", "none"),
    "empty": (lambda answer, value: False, "est vide", "none"),
}
_VALUES: dict[str, tuple[Callable[[object], bool], str]] = {
    "scalar": (lambda v: _kind(v) is not None, "attend un nombre, un texte ou un booléen"),
    "list": (
        lambda v: isinstance(v, list) and bool(v) and all(_kind(item) for item in v),
        "attend une liste non vide de nombres, de textes ou de booléens",
    ),
    "rank": (lambda v: _rank(v) is not None, "attend un nombre ou une date AAAA-MM-JJ"),
    "none": (lambda v: v is None, "ne prend pas de valeur"),
}
# How each branch combines what its children say, and what joins them in a sentence.
_BRANCHES: dict[str, tuple[Callable[[Iterable[bool]], bool], str]] = {
    "all": (all, " et "),
    "any": (any, " ou "),
    "not": (lambda results: not all(results), ""),
}


def _parse(node: object, path: str, depth: int) -> _Node:
    if not isinstance(node, Mapping):
        raise _error(path, "un objet est attendu")
    if depth > MAX_DEPTH:
        raise _error(path, f"plus de {MAX_DEPTH} niveaux")
    return _parse_leaf(node, path) if "key" in node else _parse_branch(node, path, depth)


def _parse_branch(node: Mapping[str, object], path: str, depth: int) -> _Branch:
    word = next(iter(node)) if len(node) == 1 else None
    if word not in _BRANCHES:
        raise _error(
            path, f"il faut un seul mot parmi {', '.join(map(_quoted, _BRANCHES))} ou {_quoted('key')}"
        )
    if word == "not":
        return _Branch(word, (_parse(node[word], f"{path}.not", depth + 1),))
    children = node[word]
    if not isinstance(children, list) or not children:
        raise _error(path, f"{_quoted(word)} attend une liste non vide")
    return _Branch(word, tuple(_parse(c, f"{path}.{word}[{i}]", depth + 1) for i, c in enumerate(children)))


def _parse_leaf(node: Mapping[str, object], path: str) -> _Leaf:
    key, op, value = node["key"], node.get("op"), node.get("value")
    if extra := [word for word in node if word not in ("key", "op", "value")]:
        raise _error(path, f"{_quoted(extra[0])} n’a pas sa place ici")
    if not isinstance(key, str) or not key:
        raise _error(path, f"{_quoted('key')} doit nommer une question")
    if not isinstance(op, str) or op not in _OPERATORS:
        raise _error(path, f"l’opérateur {_quoted(op)} n’existe pas")
    lawful, expected = _VALUES[_OPERATORS[op][2]]
    if not lawful(value):
        raise _error(path, f"{_quoted(op)} {expected}")
    return _Leaf(key, op, value)


def _error(path: str, why: str) -> ConditionError:
    return ConditionError(f"Condition invalide ({path}){NO_BREAK}: {why}.")


def _holds(node: _Node, answers: Mapping[str, object]) -> bool:
    if isinstance(node, _Branch):
        return _BRANCHES[node.word][0](_holds(child, answers) for child in node.children)
    answer = answers.get(node.key)
    return node.op == "empty" if _missing(answer) else _OPERATORS[node.op][0](answer, node.value)


def _missing(answer: object) -> bool:
    blank = isinstance(answer, str) and not answer.strip()
    return answer is None or blank or (isinstance(answer, list | tuple | dict) and not answer)


def _keys(node: _Node) -> set[str]:
    return {node.key} if isinstance(node, _Leaf) else set().union(*map(_keys, node.children))


def _say(node: _Node, labels: Mapping[str, str]) -> str:
    if isinstance(node, _Branch):
        said = _BRANCHES[node.word][1].join(_grouped(child, labels) for child in node.children)
        return f"il n’est pas vrai que {said}" if node.word == "not" else said
    said = f"{_quoted(labels.get(node.key, node.key))} {_OPERATORS[node.op][1]}"
    return said if node.value is None else f"{said} {_say_value(node.value)}"


def _grouped(node: _Node, labels: Mapping[str, str]) -> str:
    alone = isinstance(node, _Leaf) or len(node.children) == 1
    return _say(node, labels) if alone else f"({_say(node, labels)})"


def _say_value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_say_value, value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    return _quoted(value) if isinstance(value, str) else number(Decimal(str(value)))


def _quoted(text: object) -> str:
    return f"«{NO_BREAK}{text}{NO_BREAK}»"
