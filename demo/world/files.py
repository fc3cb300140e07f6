"""The files: call → who, how far each went, how good it was, what it asked. Walked through the real gate.

The winners of C1, the losers everywhere and every score are invented; those of C4 and C6 are the real winners,
and nobody else appears there.
"""

from demo.world.shapes import FileSpec as F

# How far, by name. The words are steps of demo.build.steps.
DEPOSIT = "start fill submit"
JUDGED = f"{DEPOSIT} admit read conclude"
WON = f"{JUDGED} select accept prepare sign fund pay"
EVALUATED = f"{WON} report accept_report evaluate"
ORDERED = f"{JUDGED} select accept prepare fund pay"  # an order of the authority alone
ORDERED_EVALUATED = f"{ORDERED} report accept_report evaluate"
LABELLED = f"{JUDGED} select"
WAITING = f"{JUDGED} waitlist"
LOST = f"{JUDGED} reject"
EXPIRED = "start half"
LATE = "late"

FILES: dict[str, tuple[F, ...]] = {
    "C1": (
        F("passerelles", EVALUATED, 94, 130_000, options={"consent": 4}),
        F("ariane", EVALUATED, 91, 125_000, options={"consent": 3}),
        F("estuaire", EVALUATED, 89, 140_000, options={"complement": "answered", "consent": 2}),
        F("cairn", EVALUATED, 87, 118_000, options={"note": 0}),
        F("belvedere", EVALUATED, 85, 110_000, options={"outcome": "reserved"}),
        F("volcans", EVALUATED, 83, 126_000),
        F("halte", EVALUATED, 81, 122_000, options={"outcome": "unfavourable", "consent": 1}),
        F("dombes", EVALUATED, 79, 115_000, options={"reopen": True}),
        F("ardeche", EVALUATED, 77, 120_000),
        F("chanterelle", EVALUATED, 75, 108_000, options={"outcome": "reserved", "returned": True}),
        F("confluent", EVALUATED, 73, 120_000, 86_000),
        F("genet", f"{WAITING} reject_later", 66, 105_000),
        F("bocage", LOST, 58, 95_000, options={"consent": 3}),
        F("velay", LOST, 52, 112_000, options={"divergent": True}),
        F("escale", LOST, 44, 138_000),
        F("boussole", LATE, requested=99_000),
        F("forez", EXPIRED, options={"title": True}),
    ),
    "C2": (
        F("passerelles", ORDERED_EVALUATED, 92, 380_000, options={"consent": 3}),
        F("estuaire", ORDERED, 84, 340_000),
        F("canut", f"{LOST} reconsider select accept prepare fund pay", 79, 260_000),
        F("escale", LOST, 55, 300_000, options={"consent": 2}),
        F("ariane", ORDERED, 90, 360_000, lot=2, options={"complement": "answered"}),
        F("vercors", ORDERED, 82, 310_000, lot=2),
        F("cairn", f"{JUDGED} waitlist", 74, 330_000, lot=2),
        F("leman", f"{JUDGED} reject", 57, 290_000, lot=2, options={"divergent": True}),
        F("volcans", f"{ORDERED} lapse", 80, 280_000, lot=3),
        F("genet", LOST, 61, 290_000, lot=3),
        F("limagne", LATE, requested=250_000, lot=3),
    ),
    "C3": (
        F("escale", ORDERED, 90, 540_000, places=12, options={"consent": 3}),
        F("forez", LOST, 71, 450_000, places=10),
        F("canut", LOST, 62, 360_000, places=8, options={"complement": "answered"}),
        F("halte", ORDERED, 88, 405_000, places=9, lot=2),
        F("oisans", LOST, 67, 270_000, places=6, lot=2),
        F("vercors", f"{DEPOSIT} admit retire", 60, 315_000, places=7, lot=2),
        F("cairn", ORDERED, 86, 225_000, places=5, lot=3),
        F("belvedere", ORDERED, 80, 135_000, places=3, lot=3),
    ),
    "C4": tuple(
        F(key, f"{JUDGED} select accept prepare sign fund", 80, 100_000)
        for key in ("secpa-valence", "secpa-chambery", "secpa-heres", "secpa-echirolles", "secpa-vaulx")
    ),
    "C5": (
        F("ehpad-cantal", EVALUATED, 90, 96_000),
        F("ehpad-allier", EVALUATED, 86, 104_000, options={"outcome": "reserved"}),
        F("ehpad-drome", f"{JUDGED} select decline", 83, 88_000),
        F("ehpad-ain", EVALUATED, 80, 110_000, options={"complement": "answered"}),
        F("ehpad-savoie", f"{JUDGED} waitlist promote accept prepare sign fund pay report accept_report evaluate", 74, 84_000),
        F("ehpad-loire", f"{JUDGED} waitlist reject_later", 70, 118_000),
        F("ehpad-rhone", LOST, 57, 119_000),
        F("ehpad-isere", LOST, 50, 92_000),
        F("ehpad-loire2", EXPIRED),
    ),
    "C6": tuple(
        F(key, LABELLED, 90)
        for key in ("hp-forcilles", "hp-nemours", "hp-maisons", "hp-houdan", "hp-bligny", "hp-dourdan", "hp-suisse", "hp-magny")
    ),
    "C6B": (
        F("gatinais", f"{LABELLED} evaluate", 90),
        F("mantois", f"{LABELLED} lapse", 80),
        F("hurepoix", LOST, 40),
        F("plaine", f"{DEPOSIT} retire", 50),
    ),
    "C7": (
        F("beffroi", EVALUATED, 88, 170_000),
        F("terril", EVALUATED, 82, 150_000, options={"outcome": "unfavourable"}),
        F("thierache", f"{WON} report", 76, 140_000, options={"tie": "A", "rank": 3}),
        F("opale", WON, 76, 165_000, 140_000, options={"tie": "B", "rank": 4}),
        F("ecluse", WAITING, 68, 120_000),
        F("baie", LOST, 60, 95_000, options={"divergent": True}),
        F("clermontois", LOST, 42, 88_000),
        F("ourcq", LATE, requested=60_000),
    ),
    "C8": (
        F("comte", EVALUATED, 91, 84_000),
        F("ouche", EVALUATED, 87, 72_000, options={"outcome": "reserved"}),
        F("lion", EVALUATED, 83, 66_000, options={"outcome": "unfavourable", "complement": "lapsed"}),
        F("jura", WON, 79, 60_000),
        F("morvan", f"{WON} lapse", 75, 48_000),
        F("saone", LOST, 60, 55_000),
        F("bresse", LOST, 54, 38_000, options={"divergent": True}),
        F("creusot", LOST, 45, 30_000),
        F("yonne", f"{DEPOSIT} refuse", 40, 45_000, options={"ground": "bearer"}),
    ),
    "C10": (
        F("oise", ORDERED, 88, 340_000),
        F("berceau", WAITING, 79, 335_000),
        F("sarcelles", LOST, 64, 310_000, options={"complement": "answered"}),
        F("vexin", LOST, 51, 298_000),
    ),
    "O1": (
        F("passerelles", "start half", requested=520_000, lot=2, options={"title": True, "consent": 4}),
        F("ariane", DEPOSIT, 80, 560_000, options={"consent": 2}),
        F("halte", "start half", options={"title": True}),
        F("ardeche", f"{DEPOSIT} retract", 60, 480_000),
        F("confluent", DEPOSIT, 75, 640_000, lot=2, options={"consent": 1}),
        F("canut", "start"),
    ),
    "O2": (
        F("canal", DEPOSIT, 80, 120_000),
        F("butte", DEPOSIT, 70, 96_000, options={"reopen": True}),
        F("essonne", "start half", options={"title": True}),
        F("marne", "start"),
    ),
    "O3": (
        F("lagon", "start half", options={"title": True}),
        F("piton", DEPOSIT, 75, 64_000),
        F("filaos", DEPOSIT, 70, 52_000),
        F("mafate", "start half"),
    ),
    "N1": (
        F("passerelles", f"{DEPOSIT} ask", 78, 120_000, options={"consent": 3}),
        F("ariane", f"{DEPOSIT} admit read_one ask_opinion give_opinion", 84, 132_000, options={"consent": 2, "note": 1}),
        F("boussole", f"{DEPOSIT} ask", 70, 88_000),
        F("estuaire", f"{DEPOSIT} admit", 75, 110_000),
        F("dombes", f"{DEPOSIT} admit", 66, 92_000, options={"declined": True}),
        F("volcans", f"{DEPOSIT} check", 72, 105_000),
        F("tarentaise", f"{DEPOSIT} admit assign ask_opinion", 68, 98_000),
        F("chanterelle", f"{DEPOSIT} admit conflict read", 80, 126_000),
        F("halte", f"{JUDGED} stage", 86, 115_000, options={"note": 0}),
        F("limagne", f"{DEPOSIT} admit waive read conclude", 64, 90_000, options={"divergent": True}),
        F("allier", f"{DEPOSIT} refuse", 40, 134_000, options={"ground": "double"}),
    ),
    "N2": (
        F("passerelles", f"{JUDGED} select revise", 90, 96_000, 82_000, options={"consent": 3}),
        F("ariane", f"{JUDGED} select accept prepare", 87, 92_000, options={"consent": 3}),
        F("cairn", f"{JUDGED} select accept", 84, 80_000),
        F("oisans", f"{JUDGED} select decline", 82, 74_000),
        F("belvedere", f"{JUDGED} select accept prepare structure_signs", 80, 84_000, 62_000, options={"consent": 1}),
        F("vercors", WAITING, 72, 70_000),
        F("forez", WAITING, 69, 66_000, options={"consent": 2}),
        F("velay", LOST, 58, 90_000),
    ),
    "N3": (
        F("filaos", f"{DEPOSIT} abandoned", 70, 90_000),
        F("piton", f"{DEPOSIT} admit abandoned", 74, 110_000),
        F("vanille", EXPIRED),
    ),
    "N4": (
        F("passerelles", f"{WON} report_draft", 90, 80_000, options={"consent": 3}),
        F("ariane", f"{WON} report", 86, 76_000, options={"consent": 2}),
        F("limagne", f"{WON} report accept_report propose_evaluation", 82, 70_000),
        F("estuaire", f"{WON} report return_report", 78, 68_000),
        F("bocage", f"{EVALUATED}", 75, 60_000),
        F("oisans", f"{JUDGED} select lapse", 70, 58_000),
    ),
    "N5": (
        F("ehpad-ain", JUDGED, 88, 118_000),
        F("ehpad-rhone", JUDGED, 86, 120_000, options={"divergent": True}),
        F("ehpad-loire", JUDGED, 84, 114_000),
        F("ehpad-loire2", JUDGED, 82, 92_000),
        F("ehpad-isere", JUDGED, 79, 96_000),
        F("ehpad-savoie", JUDGED, 75, 84_000),
        F("ehpad-drome", JUDGED, 70, 66_000),
        F("ehpad-allier", JUDGED, 62, 98_000),
        F("ehpad-cantal", JUDGED, 57, 104_000),
    ),
}  # fmt: skip
