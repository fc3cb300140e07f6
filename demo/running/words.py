"""What is said in the terminal."""

from demo.queries import Tally
from demo.world.people import PASSWORD, SHOWN
from engine.money import number

WIDTH = 32


def bar(done: int, total: int) -> str:
    """One line: ████░░░ 45 dossiers sur 124."""
    full = WIDTH * done // total if total else WIDTH
    return f"{'█' * full}{'░' * (WIDTH - full)} {done} dossiers sur {total}"


def summary(tally: Tally, seconds: float) -> str:
    """What the demonstration world holds, and how long its building took."""
    files = sum(tally.files.values())
    lines = [f"Monde de démonstration : {tally.calls} appels, {files} dossiers, bâti en {seconds:.0f} s."]
    lines += [f"  {count:>4}  {state.label}" for state, count in tally.files.items()]
    return "\n".join([*lines, effects(tally)])


def effects(tally: Tally) -> str:
    failed = f", {tally.failed} en échec" if tally.failed else ""
    return (
        f"Messages : {number(tally.messages)}, dont {number(tally.mails)} partis aussi par courriel."
        f" Actes PDF : {number(tally.issued)} établis, {number(tally.pending)} en cours{failed}."
    )


def accounts() -> str:
    width = max(len(label) for label, _ in SHOWN)
    rows = [f"  {label:<{width}}  {email}" for label, email in SHOWN]
    return "\n".join(["Comptes de démonstration :", *rows, f"Mot de passe de tous : {PASSWORD}"])
