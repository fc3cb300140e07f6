"""What proves that public archives went by the rules: the elimination list, with its visa and its signature."""

from documents.contexts.common import plain_day


def elimination(letter: dict, *, number: str, prepared_by: str, visa: dict, rows, stays: str) -> dict:
    """`visa`: {name, on, reference, sha256}; `rows`: dicts {number, call, kind, since, term, rule} with instants;
    `stays`: what remains of each file, in words."""
    zone = letter["zone"]
    return {
        "kind": "elimination",
        "letter": letter,
        "subject": "liste d’élimination",
        "number": number,
        "prepared_by": prepared_by,
        "visa": {**visa, "on": plain_day(visa["on"], zone)},
        "rows": [
            {**row, "since": plain_day(row["since"], zone), "term": plain_day(row["term"], zone)}
            for row in rows
        ],
        "stays": stays,
    }
