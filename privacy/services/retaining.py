"""Files never deposited, at the end of their time: announced, recalled, out of sight, destroyed. Safe to run twice.

A notice that reaches nobody is no notice: the file of a structure without anyone to warn stays as it is.
"""

import logging
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.errors import Forbidden, Refused
from applications.enums import State
from applications.models import Application
from applications.services.erasing import erase
from applications.services.gate import locked, move
from engine.deadlines import end_of_day
from engine.retention import Course, Delays, step, warns_from, withdrawal
from notifications.audiences import Fact
from notifications.catalogue import RETENTION
from notifications.services.telling import fan_out
from privacy.enums import HIDDEN_FOR, REMINDED_BEFORE, WARNED_BEFORE, Category, Fate
from privacy.models import Purge
from privacy.queries.retention import ZONE, dormant, drafts, may_keep, rules_of, term
from privacy.services.leftovers import leave

log = logging.getLogger(__name__)

LEFT_ASIDE = "Brouillon laissé sans modification jusqu’au terme de sa conservation."
DELAYS = Delays(WARNED_BEFORE, REMINDED_BEFORE, HIDDEN_FOR)
AT_ONCE = 200


def retain(now=None) -> dict[str, int]:
    """Brings every file never deposited to what its dates say; returns how many were announced, recalled…"""
    now = now or timezone.now()
    done = {"announced": announce(now), "remind": 0, "hide": 0, "destroy": 0}
    under_way = Purge.objects.filter(kept_at=None, destroyed_at=None)
    for pk in list(under_way.order_by("hides_at").values_list("pk", flat=True)):
        try:
            taken = advance(pk, now)
        except Exception:
            log.exception("retention: purge %s failed", pk)
        else:
            done[taken] = done.get(taken, 0) + 1
    return done


def announce(now) -> int:
    """Opens the course of each file whose term comes; returns how many."""
    rules: dict[int, dict] = {}
    count = 0
    for kind, file in _ending(now):
        rule = rules.setdefault(file.call.authority_id, rules_of(file.call.authority)).get(kind)
        if rule and rule.fate == Fate.DESTROY:
            count += _announce(file, rule, now)
        if count >= AT_ONCE:
            break
    return count


def _ending(now):
    """Each file never deposited, with its kind, that is on no course yet."""
    under_way = Purge.objects.filter(kept_at=None, destroyed_at=None).values("application")
    for kind, files in ((Category.DRAFT, drafts()), (Category.DORMANT, dormant())):
        files = files.exclude(pk__in=under_way).select_related("call__authority", "structure")
        for file in files.filter(since__lt=now).order_by("pk").iterator():
            yield kind, file


def _announce(file, rule, now) -> bool:
    kept_until = term(last_start(file), rule)
    if now < warns_from(kept_until, DELAYS):
        return False
    with transaction.atomic():
        file = locked(file.pk)
        if file.erased_at or file.purges.filter(kept_at=None, destroyed_at=None).exists():
            return False
        purge = Purge.objects.create(
            application=file,
            months=rule.months,
            warned_at=now,
            hides_at=whole_day(withdrawal(kept_until, now, DELAYS)),
        )
        if not tell(purge, "warning", now, purge.hides_at):
            transaction.set_rollback(True)
            return False
        show_term(file, purge.hides_at)
    return True


def last_start(file):
    """From when the file counts, or the last time someone asked to keep it: its time starts again from there."""
    kept = file.purges.exclude(kept_at=None).order_by("-kept_at").values_list("kept_at", flat=True).first()
    return max(kept, file.since) if kept else file.since


def advance(purge_id: int, now) -> str:
    """Takes the next step of one course, if its time has come; returns its name."""
    with transaction.atomic():
        file = locked(Purge.objects.values_list("application", flat=True).get(pk=purge_id))
        purge = Purge.objects.get(pk=purge_id)
        purge.application = file
        if taken_up(purge):
            settle(purge, now)
            return "kept"
        name = step(course(purge), now, DELAYS)
        if name:
            STEPS[name](purge, now)
    return name


def taken_up(purge) -> bool:
    """Whether a draft was edited or deposited since its first notice: its structure kept it by using it."""
    file = purge.application
    return file.ended_at is None and (file.state != State.DRAFT or file.edited_at > purge.warned_at)


def settle(purge, at, by=None) -> None:
    """Ends the course: the file stays, in sight."""
    purge.kept_at, purge.kept_by = at, by
    purge.save(update_fields=["kept_at", "kept_by"])
    Application.objects.filter(pk=purge.application_id).update(hides_at=None, hidden_at=None)


def course(purge) -> Course:
    over = bool(purge.kept_at or purge.destroyed_at)
    return Course(
        purge.warned_at, purge.hides_at, purge.reminded_at, purge.hidden_at, purge.destroys_at, over
    )


def _remind(purge, now) -> None:
    """The second notice; without anyone to read it, the course stops where it is."""
    hides_at = max(purge.hides_at, whole_day(now + REMINDED_BEFORE))
    if tell(purge, "reminder", now, hides_at):
        purge.reminded_at, purge.hides_at = now, hides_at
        purge.save(update_fields=["reminded_at", "hides_at"])
        show_term(purge.application, hides_at)


def _hide(purge, now) -> None:
    purge.hidden_at, purge.destroys_at = now, whole_day(now + HIDDEN_FOR)
    purge.save(update_fields=["hidden_at", "destroys_at"])
    Application.objects.filter(pk=purge.application_id).update(hidden_at=now)
    tell(purge, "hidden", now, purge.destroys_at)


def _destroy(purge, now) -> None:
    """Empties the file; a draft that no closing ever ended ends with it."""
    if purge.application.ended_at is None:
        move(purge.application_id, "expire", by=None, at=now, reason=LEFT_ASIDE)
    leave(erase(purge.application_id, at=now), now)
    purge.destroyed_at = now
    purge.save(update_fields=["destroyed_at"])


STEPS = {"remind": _remind, "hide": _hide, "destroy": _destroy}


def tell(purge, key: str, now, due) -> int:
    """Writes one notice to the people of the structure; returns how many were told."""
    file, notice = purge.application, RETENTION[key]
    fact = Fact(f"purge:{purge.pk}:{key}", now, purge, file, file.call)
    return fan_out(fact, [notice], names_file=key != "hidden", term=local_day(due))


def local_day(moment):
    return moment.astimezone(ZoneInfo(ZONE)).date()


def whole_day(moment):
    """The end of that day: what the pages and the mails announce is a day, and all of it is left."""
    return end_of_day(local_day(moment), ZONE)


def show_term(file, moment) -> None:
    Application.objects.filter(pk=file.pk).update(hides_at=moment)


def keep(purge_id: int, *, by, at=None) -> Application:
    """Keeps a file about to go, or brings back a hidden one, exactly as it was; its time starts again."""
    at = at or timezone.now()
    with transaction.atomic():
        file = locked(Purge.objects.values_list("application", flat=True).get(pk=purge_id))
        purge = Purge.objects.select_related("application").get(pk=purge_id)
        if not may_keep(by, purge):
            raise Forbidden
        if purge.destroyed_at:
            raise Refused("Ce dossier est déjà détruit : il ne peut plus être repris.")
        if purge.kept_at:
            raise Refused("Ce dossier est déjà conservé.")
        settle(purge, at, by)
    return file
