"""A provisional budget as a table: charges against products, contributions in kind apart."""

from documents.contexts.common import euros, money

SIDES = {
    "charges": ("charge", False, "Charges"),
    "products": ("produit", False, "Produits"),
    "in_kind_used": ("charge", True, "Emplois des contributions volontaires en nature"),
    "in_kind_given": ("produit", True, "Contributions volontaires en nature"),
}


def budget(lines, *, year: int | None = None, requested: int | None = None) -> dict:
    """`lines`: dicts {label, side: "charge"|"produit", in_kind: bool, amount: int, note: str (optional)}."""
    lines = list(lines)
    return {
        "year": year,
        "requested": money(requested),
        **{name: _side(lines, side, in_kind, title) for name, (side, in_kind, title) in SIDES.items()},
    }


def _side(lines, side: str, in_kind: bool, title: str) -> dict:
    kept = [line for line in lines if line["side"] == side and bool(line.get("in_kind")) == in_kind]
    return {
        "title": title,
        "lines": [
            {"label": line["label"], "amount": euros(line["amount"]), "note": line.get("note", "")}
            for line in kept
        ],
        "total": euros(sum(line["amount"] for line in kept)),
    }
