"""What each rule finds in a budget. A rule is a function; ``RULES`` is their order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from engine.budget.alerts import Alert, alert
from engine.budget.case import Case
from engine.budget.lines import is_cofunder
from engine.budget.staff import by_account
from engine.money import NO_BREAK, euros, number, precise_euros

USUAL_INDIRECT = Decimal(15)  # per cent of the direct charges; usage, not a text
FAR = 25  # per cent away from the reference of the call
SAME_LINES = 3  # two years with at least so many lines, all equal, are worth a look


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def unsure_cofunders(case: Case) -> Iterator[Alert]:
    unsure = {
        (line.year, line.account): line.amount
        for line in case.lines
        if is_cofunder(line, case.limits.requested_accounts) and line.amount and line.status is None
    }
    for (year, account), amount in sorted(unsure.items()):
        label = case.limits.labels.get(account)
        named = f"«{NO_BREAK}{label}{NO_BREAK}»" if label else f"Compte {account}"
        text = f"{named}{NO_BREAK}: précisez si ce cofinancement est acquis, sollicité ou à solliciter."
        yield alert("unsure_cofunder", case.where(year) + text, euros(amount), year=year, account=account)


def charges(case: Case) -> Iterator[Alert]:
    if not case.total.charges and not case.total.invested:
        yield alert("no_charge", "Le budget ne comporte aucune charge.", euros(0))


def empty_years(case: Case) -> Iterator[Alert]:
    if len(case.years) < 2 or not case.total.charges:
        return
    for year, sheet in case.years.items():
        if not sheet.charges and not sheet.invested:
            yield alert("empty_year", f"{case.where(year)}aucune charge.", euros(0), year=year)


BALANCES = (
    ("unbalanced", "gap", "les charges", "les produits"),
    (
        "in_kind_unbalanced",
        "in_kind_gap",
        "les contributions en nature employées (86)",
        "les contributions en nature reçues (87)",
    ),
    ("investment_unbalanced", "investment_gap", "les investissements", "les ressources qui les paient"),
)


def imbalances(case: Case) -> Iterator[Alert]:
    for year, sheet in case.years.items():
        for code, name, used, given in BALANCES:
            gap = getattr(sheet, name)
            if gap:
                more, less = (used, given) if gap > 0 else (given, used)
                text = f"{case.where(year)}{more} dépassent {less} de {euros(abs(gap))}."
                yield alert(code, _sentence(text), euros(abs(gap)), year=year)


def excluded_investment(case: Case) -> Iterator[Alert]:
    found = max(case.total.invested, case.total.resources)
    if found and not case.limits.investment:
        yield alert("investment_excluded", f"Le budget porte {euros(found)} d’investissement, que cet appel n’admet pas.", euros(found))  # fmt: skip


def request(case: Case) -> Iterator[Alert]:
    asked, line = case.limits.requested, case.basis.requested
    if asked < 0:
        yield alert("negative_request", "Le montant demandé ne peut pas être négatif.", euros(asked))
    if asked != line:
        text = f"Le montant demandé ({euros(asked)}) diffère de {euros(abs(asked - line))} de sa ligne au compte 74 ({euros(line)})."
        yield alert("requested_line", text, euros(abs(asked - line)))


def bounds(case: Case) -> Iterator[Alert]:
    asked, low, high = case.limits.requested, case.limits.floor, case.limits.ceiling
    if high is not None and asked > high:
        yield _beyond("above_ceiling", asked - high, "dépasse", f"le plafond de {euros(high)}")
    if low is not None and asked < low:
        yield _beyond("below_floor", low - asked, "est inférieur", f"au plancher de {euros(low)}")


def share(case: Case) -> Iterator[Alert]:
    if case.limits.max_share is None:
        return
    limit = int(Fraction(case.limits.max_share) * (case.basis.charges + case.basis.invested) / 100)
    if case.limits.requested > limit:
        words = f"la part autorisée de {number(case.limits.max_share)}{NO_BREAK}% des charges, soit {euros(limit)}"
        yield _beyond("above_share", case.limits.requested - limit, "dépasse", words)


def _beyond(code: str, gap: int, verb: str, limit: str) -> Alert:
    return alert(code, f"Le montant demandé {verb} de {euros(gap)} {limit}.", euros(gap))


def indirect(case: Case) -> Iterator[Alert]:
    direct, found = case.total.charges - case.total.indirect, case.total.indirect
    limit = case.limits.max_indirect if case.limits.max_indirect is not None else USUAL_INDIRECT
    if not found or Fraction(found) * 100 <= Fraction(limit) * direct:
        return
    code = "indirect_high" if case.limits.max_indirect is None else "indirect_above"
    percent = f"{number(Decimal(found * 100 // direct))}{NO_BREAK}%" if direct else f"100{NO_BREAK}%"
    text = f"Les charges indirectes ({euros(found)}) font {percent} des charges directes, au-delà de {number(limit)}{NO_BREAK}%."
    yield alert(code, text, percent, account="indirect")


def unsecured(case: Case) -> Iterator[Alert]:
    total = case.total
    if total.a_solliciter and not total.acquis and not total.sollicite:
        text = f"Tous les cofinancements ({euros(total.a_solliciter)}) sont encore à solliciter."
        yield alert("unsecured", text, euros(total.a_solliciter))


def identical_years(case: Case) -> Iterator[Alert]:
    sheets = {
        year: sorted((line.account, line.amount) for line in case.lines if line.year == year and line.amount)
        for year in case.years
    }
    ordered = sorted(sheets)
    for before, after in pairwise(ordered):
        if sheets[before] == sheets[after] and len(sheets[after]) >= SAME_LINES:
            found = case.years[after].charges
            text = f"Les années {before} et {after} ont exactement les mêmes montants ({euros(found)} de charges)."
            yield alert("identical_years", text, euros(found), year=after)


def in_kind_as_cash(case: Case) -> Iterator[Alert]:
    for year, sheet in case.years.items():
        if sheet.gap > 0 and sheet.gap in (sheet.in_kind_given, sheet.in_kind_used):
            text = f"{case.where(year)}il manque {euros(sheet.gap)} d’argent, soit le montant de vos contributions en nature."
            yield alert("in_kind_as_cash", _sentence(text), euros(sheet.gap), year=year)


def depreciation(case: Case) -> Iterator[Alert]:
    granted = sum(line.amount for line in case.lines if line.family == "13")
    written_off = sum(line.amount for line in case.lines if line.family == "68")
    if granted and written_off:
        text = f"Le compte 68 ({euros(written_off)}) s’ajoute à une subvention d’investissement ({euros(granted)})."
        yield alert("depreciation_doubled", text, euros(min(granted, written_off)), account="68")


def staff(case: Case) -> Iterator[Alert]:
    posted, typed = by_account(case.posts), _typed(case)
    for year in case.years:
        for account, label in case.limits.staff_accounts.items():
            there, here = posted.get((year, account), 0), typed.get((year, account), 0)
            needed = account == case.limits.salaries
            if not any(post.year == year for post in case.posts):
                if needed and here:
                    text = (
                        f"{case.where(year)}le compte {label} porte {euros(here)}, sans tableau du personnel."
                    )
                    yield alert("staff_missing", _sentence(text), euros(here), year=year, account=account)
            elif (there != here) if needed else (there > here):
                text = f"{case.where(year)}le tableau du personnel donne {euros(there)} pour le compte {label}, le budget {euros(here)}."
                yield alert("staff_gap", _sentence(text), euros(abs(there - here)), year=year, account=account)  # fmt: skip


def _typed(case: Case) -> dict[tuple[int, str], int]:
    return {(line.year, line.account): line.amount for line in case.lines}


def required_staff(case: Case) -> Iterator[Alert]:
    held = {post.profession for post in case.posts if post.etp > 0}
    for profession, name, text in case.limits.required:
        if profession not in held:
            yield alert("required_staff", f"Le tableau du personnel ne comporte pas de poste «{NO_BREAK}{name}{NO_BREAK}» ({text}).", name)  # fmt: skip


UNITS = {"place_day": "par place et par jour", "person_year": "par personne suivie et par an"}


def far_ratios(case: Case) -> Iterator[Alert]:
    last = max(case.years, default=0)
    for ratio in case.ratios:
        gap = ratio.gap_percent
        if ratio.year != last or ratio.reference is None or gap is None or abs(gap) <= FAR:
            continue
        side = "au-dessus" if gap > 0 else "en dessous"
        text = (
            f"{case.where(last)}le projet coûte {precise_euros(ratio.amount)} {UNITS[ratio.unit]}, soit {abs(gap)}{NO_BREAK}% {side} de la"
            f" référence de {precise_euros(ratio.reference.amount)}."
        )
        yield alert("ratio_far", _sentence(text), f"{abs(gap)}{NO_BREAK}%", year=last)


RULES = (
    unsure_cofunders,
    charges,
    imbalances,
    excluded_investment,
    request,
    bounds,
    share,
    indirect,
    empty_years,
    unsecured,
    identical_years,
    in_kind_as_cash,
    depreciation,
    staff,
    required_staff,
    far_ratios,
)
