"""A provisional budget as tables: charges against products, contributions in kind and investment apart, the staff."""

from documents.contexts.common import euros, money

# name: (side, section, title)
SIDES = {
    "charges": ("charge", "running", "Charges"),
    "products": ("produit", "running", "Produits"),
    "in_kind_used": ("charge", "in_kind", "Emplois des contributions volontaires en nature"),
    "in_kind_given": ("produit", "in_kind", "Contributions volontaires en nature"),
    "invested": ("charge", "investment", "Investissements"),
    "resources": ("produit", "investment", "Ressources d’investissement"),
}


def budget(lines, *, years=(), staff=(), requested: int | None = None) -> dict:
    """`lines`: dicts {label, side: "charge"|"produit", section, amounts: one int a year, note (optional)}.

    `years` are the names of the years, in order; a total is added when there are several. `staff`: dicts
    {label, year, etp, status_label, agreement (optional), is_new, annual_cost, months, percent}.
    """
    lines, years = list(lines), list(years)
    return {
        "year": years[0] if len(years) == 1 else None,
        "columns": [*years, "Total"] if len(years) > 1 else [],
        "requested": money(requested),
        **{name: _side(lines, side, section, title) for name, (side, section, title) in SIDES.items()},
        "staff": [_post(post) for post in staff],
    }


def _side(lines, side: str, section: str, title: str) -> dict:
    kept = [line for line in lines if (line["side"], line.get("section", "running")) == (side, section)]
    columns = zip(*(line["amounts"] for line in kept), strict=True)
    return {
        "title": title,
        "lines": [
            {
                "label": line["label"],
                "amount": euros(sum(line["amounts"])),
                "amounts": _with_total(line["amounts"]),
                "note": line.get("note", ""),
            }
            for line in kept
        ],
        "total": euros(sum(sum(line["amounts"]) for line in kept)),
        "totals": _with_total([sum(column) for column in columns]),
    }


def _with_total(amounts) -> list[str]:
    return [euros(amount) for amount in (*amounts, sum(amounts))]


def _post(post) -> dict:
    return {
        "label": post["label"],
        "year": str(post["year"]),
        "etp": str(post["etp"]),
        "status": ", ".join(filter(None, (post["status_label"], post.get("agreement"), _created(post)))),
        "cost": euros(post["annual_cost"]),
        "presence": f"{post['months']} mois",
        "percent": f"{post['percent']}\u00a0%",
    }


def _created(post) -> str:
    return "poste créé" if post["is_new"] else ""
