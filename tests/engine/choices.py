"""Random instances with many ties, and what their policy gives, found by looking at every set of files."""

from decimal import Decimal
from random import Random

from engine.allocation import File, Instance, Policy

IDS = ["1", "01", "é", "A", "b c", "10", "2", "x'y", "Z", "ß", "9", "-1", "0", "😀"]
KINDS = {
    "few": lambda random: Decimal(random.randint(0, 3)),
    "signed": lambda random: Decimal(random.randint(-4, 4)) / 2,
    "null": lambda random: Decimal(random.choice([0, 0, 1])),
    "fine": lambda random: Decimal(random.randint(0, 10_000)).scaleb(-2),
    "equal": lambda random: Decimal(10),
}


def seeded(seed):
    """The same random numbers every time."""
    return Random(seed)  # noqa: S311


def random_file(random, id, rank, kind, step, largest):
    requested = random.choice([0, random.randint(0, 9), random.randint(0, largest)]) * step
    return File(
        id=id,
        rank=rank,
        requested=requested,
        minimum=random.choice([None, None, random.randint(0, requested)]),
        places=random.choice([0, 0, random.randint(0, 4)]),
        points=KINDS[kind](random),
        groups={
            axis: random.choice(names)
            for axis, names in (("territory", "ab"), ("category", "xy"))
            if random.random() < 0.7
        },
    )


def random_instance(random, count, policies=tuple(Policy), largest=60):
    ranks, ids = random.sample(range(1, 3 * count + 2), count), random.sample(IDS, count)
    kind, step = random.choice(list(KINDS)), random.choice([1, 1, 1000])
    files = tuple(random_file(random, ids[n], ranks[n], kind, step, largest) for n in range(count))
    policy = random.choice(policies)
    chooses = policy in (Policy.OPTIMAL, Policy.EQUITABLE)
    return Instance(
        envelope=random.choice([0, random.randint(0, 2 * largest) * step, 10**9 * step]),
        files=files,
        policy=policy,
        places=random.choice([None, None, random.randint(0, 12)]),
        floors=random_limits(random, 2) if chooses else {},
        ceilings=random_limits(random, 4) if chooses else {},
        required=frozenset(random.sample(ids, min(count, random.choice([0, 0, 0, 1, 2]))))
        if chooses
        else frozenset(),
        forbidden=frozenset(random.sample(ids, min(count, random.choice([0, 0, 0, 1])))),
    )


def random_limits(random, most):
    axes = (("territory", "ab"), ("category", "xy"))
    return {
        axis: {name: random.randint(0, most) for name in names if random.random() < 0.5}
        for axis, names in axes
        if random.random() < 0.4
    }


def sets(files, envelope, places):
    """Every set of files, in rank order, whose minimums and places fit."""
    grown = [((), envelope, places)]
    for file in files:
        grown += [
            ((*chosen, file), left - file.least, free if free is None else free - file.places)
            for chosen, left, free in grown
            if file.least <= left and (free is None or file.places <= free)
        ]
    return [chosen for chosen, *_ in grown]


def counts(chosen, axis, name):
    return sum(file.groups.get(axis) == name for file in chosen)


def lawful(instance, chosen):
    if not instance.required <= {file.id for file in chosen}:
        return False
    if instance.policy != Policy.EQUITABLE:
        return True
    floors = ((axis, *limit) for axis, limits in instance.floors.items() for limit in limits.items())
    ceilings = ((axis, *limit) for axis, limits in instance.ceilings.items() for limit in limits.items())
    return all(counts(chosen, axis, name) >= least for axis, name, least in floors) and all(
        counts(chosen, axis, name) <= most for axis, name, most in ceilings
    )


def key(chosen):
    """What the best set has least: the points with the sign changed, then the sorted ranks."""
    return -sum(file.points for file in chosen), [file.rank for file in chosen]


def best_set(instance):
    """The best lawful set under ``optimal`` or ``equitable``, in rank order; None when there is none."""
    fitting = sets(instance.running, instance.envelope, instance.places)
    return min((chosen for chosen in fitting if lawful(instance, chosen)), key=key, default=None)


def topped_up(instance, chosen):
    left, given = instance.envelope - sum(file.least for file in chosen), {}
    for file in chosen:
        given[file.id] = file.least + min(left, file.requested - file.least)
        left -= given[file.id] - file.least
    return given


def walked(instance):
    """A walk-down read aloud."""
    left, places, given = instance.envelope, instance.places, {}
    for file in instance.running:
        seats = places is None or file.places <= places
        if seats and file.requested <= left:
            given[file.id] = file.requested
        elif instance.policy == Policy.PARTIAL and seats and file.least <= left:
            given[file.id] = left
        left -= given.get(file.id, 0)
        places = places if places is None or file.id not in given else places - file.places
        if given.get(file.id) != file.requested and instance.policy != Policy.JUMP:
            break
    return given


def expected(instance):
    """The status and the euros of each selected file."""
    if instance.walks:
        return "optimal", walked(instance)
    chosen = best_set(instance)
    return ("infeasible", {}) if chosen is None else ("optimal", topped_up(instance, chosen))
