"""What a file says: an answer to each question of its form, a budget that balances, the pieces."""

from datetime import timedelta
from decimal import Decimal

from accounts.enums import LegalForm, PlaceLevel
from accounts.models import Place
from applications import questions
from applications.budget import frame_of, sheets
from applications.budget.accounts import RUNNING
from applications.enums import StaffStatus
from applications.placing import kept
from calls.enums import BudgetFrame
from calls.enums import QuestionKind as K
from demo.build.choosing import draw, pick
from demo.world.structures import AREAS, STRUCTURES
from demo.world.texts import REAL_BODY, TEXTS, versions
from engine.money import split

YES = {
    "association": lambda walk: (
        walk.structure.legal_form and LegalForm(walk.structure.legal_form).subscribes_to_cer
    ),
    "private_body": lambda walk: walk.structure.legal_form not in {"eps", "public_social", "ccas"},
    "has_certified_accounts": lambda walk: True,
}
VOWELS = "AEIOUYÉÈÎÔ"
NUMBERS = {"homes": (4, 9), "beds": (260, 640), "caseload": (140, 420)}  # least, most
CHARGES = {"60": 5, "61": 7, "62": 8, "64": 70}  # per cent of the total; the rest is shared indirect costs
GROWTH = 3  # per cent a year
COFUNDERS = (
    ("74-departement", "acquis"),
    ("74-region", "sollicite"),
    ("74-communes", "acquis"),
    ("74-autres", "a_solliciter"),
)
PARTNERS = (
    ("Centre hospitalier du secteur (fictif)", "Relais des soins", "signed"),
    ("SIAO du département (fictif)", "Orientation et hébergement", "agreed"),
    ("Centre social du quartier (fictif)", "Accueil des permanences", "contacted"),
)


def texts_of(walk, key: str) -> str:
    """One version of a text, with the town and the département of the structure; nothing made up for a real body."""
    spec = STRUCTURES[walk.spec.structure]
    if spec.is_real:
        return REAL_BODY
    chosen = pick(versions(walk.call_spec.model, key), walk.spec.structure, walk.call_spec.key, key)
    if spec.town[0] in VOWELS:
        chosen = chosen.replace("de {town}", "d’{town}")
    return chosen.replace("{town}", spec.town).replace("{area}", AREAS[spec.departement])


def title(walk) -> str:
    spec = STRUCTURES[walk.spec.structure]
    if spec.is_real or "title" not in TEXTS.get(walk.call_spec.model, {}):
        return f"{walk.call.title} – {spec.short}"[:200]
    return texts_of(walk, "title")


ANSWERS = {
    K.TEXT: lambda walk, q: texts_of(walk, q.key)[: q.limits.get("max_length", 250)],
    K.LONG_TEXT: lambda walk, q: texts_of(walk, q.key)[: q.limits.get("max_length", 3000)],
    K.INTEGER: lambda walk, q: number(walk, q.key),
    K.DATE: lambda walk, q: (walk.clock.closes_at + timedelta(days=330)).date().isoformat(),
    K.YES_NO: lambda walk, q: "yes" if YES.get(q.key, lambda walk: False)(walk) else "no",
    K.CHOICE: lambda walk, q: q.options[0][0],
    K.CHOICES: lambda walk, q: [
        key for rank, (key, _) in enumerate(q.options) if (rank + walk.rank) % 3 == 0
    ],
    K.TERRITORIES: lambda walk, q: departements(walk),
    K.PLACES: lambda walk, q: places(walk),
    K.DECLARATION: lambda walk, q: True,
}


def number(walk, key: str) -> int:
    if key in {"beds", "places"} and walk.spec.places:
        return walk.spec.places
    low, high = NUMBERS.get(key, (10, 60))
    return low + draw(walk.spec.structure, key) % (high - low)


def departements(walk) -> list[str]:
    """The structure's own département, else the first of the lot."""
    offered = [row.code for row in walk.file.lot_departements()]
    own = STRUCTURES[walk.spec.structure].departement
    return [own] if own in offered else offered[:1]


def places(walk) -> list[dict]:
    """The town of a structure of ours, as the code of the year writes it; nothing made up for a real body."""
    spec = STRUCTURES[walk.spec.structure]
    if spec.is_real or spec.departement not in {row.code for row in walk.file.lot_departements()}:
        return []
    towns = Place.objects.filter(level=PlaceLevel.COMMUNE, name=spec.town)
    return [kept(town) for town in towns if spec.departement in town.codes][:1]


def answers(walk) -> tuple[dict, list]:
    """(answers by key, the visible questions that a piece answers)."""
    given, pieces = {}, []
    for section in walk.file.form_sections():
        for question in section.questions.all():
            if not questions.is_visible(question, given):
                continue
            if question.kind == K.FILE:
                pieces.append(question)
            else:
                given[question.key] = ANSWERS[question.kind](walk, question)
    return given, pieces


def half(given: dict) -> dict:
    return dict(list(given.items())[: len(given) // 2])


def budgets(walk) -> dict[str, dict[str, tuple[int, str]]]:
    """The lines of each sheet: the sum asked for, shared over the years of the call, a little more each year."""
    running = [sheet for sheet in sheets(walk.file) if sheet.section == RUNNING]
    weights = [100 + GROWTH * rank for rank in range(len(running))]
    asked = split(walk.spec.requested, weights)
    if frame_of(walk.call).annual:
        asked = [walk.spec.requested * weight // weights[-1] for weight in weights]
    return {
        sheet.key: BUDGETS[walk.call.budget_frame](walk, amount)
        for sheet, amount in zip(running, asked, strict=True)
    }


def subsidy(walk, asked: int) -> dict[str, tuple[int, str]]:
    """Lines that balance to the euro around the sum asked for, and once more in kind."""
    account, status = pick(COFUNDERS, walk.spec.structure, "cofunder")
    share = (draw(walk.spec.structure, "share") % 12 + 6) * asked // 100 // 500 * 500
    own = asked // 40 // 100 * 100
    total, kind = asked + share + own, asked // 20 // 100 * 100
    charges = {code: total * percent // 100 for code, percent in CHARGES.items()}
    charges["indirect"] = total - sum(charges.values())
    lines = {code: (amount, "") for code, amount in charges.items()}
    return lines | {
        "74-ars": (asked, ""),
        account: (share, status),
        "75": (own, ""),
        "864": (kind, ""),
        "870": (kind, ""),
    }


def groups(walk, asked: int) -> dict[str, tuple[int, str]]:
    """The three groups of an authorised establishment, balanced around the tariff asked for."""
    own = (draw(walk.spec.structure, "share") % 4 + 1) * asked // 100
    total = asked + own
    current, staff = total * 14 // 100, total * 70 // 100
    return {
        "gc1": (current, ""),
        "gc2": (staff, ""),
        "gc3": (total - current - staff, ""),
        "gp1-ars": (asked, ""),
        "gp2": (own, ""),
    }


BUDGETS = {BudgetFrame.CERFA: subsidy, BudgetFrame.GROUPS: groups}
TEAM = (
    ("medecin", "0.20", 22),
    ("ide", "1.00", 34),
    ("travailleur_social", "0.80", 26),
    ("coordinateur", "0.50", 18),
)


def staff(walk, lines) -> list[dict]:
    """Four salaried posts that cost what the budget says of its staff, to the euro."""
    total = lines[frame_of(walk.call).salaries][0]
    costs = split(total, [weight for _, _, weight in TEAM])
    return [
        {
            "profession": profession,
            "title": "",
            "etp": Decimal(etp),
            "status": StaffStatus.EMPLOYEE,
            "is_new": profession != "coordinateur",
            "annual_cost": cost,
            "percent": 100,
            "months": 12,
        }
        for (profession, etp, _), cost in zip(TEAM, costs, strict=True)
    ]
