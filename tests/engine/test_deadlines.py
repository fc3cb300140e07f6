from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import deadlines as d

PARIS, REUNION, GUADELOUPE = "Europe/Paris", "Indian/Reunion", "America/Guadeloupe"
ZONES = st.sampled_from([*d.ZONE_LABELS, "Pacific/Noumea"])
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2060, 12, 31), timezones=st.just(UTC))
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # 12:00 in Paris, 15:00 in La Réunion, 07:00 in Guadeloupe


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("day", "hour", "zone", "instant"),
    [
        (date(2026, 11, 24), time(12), PARIS, "2026-11-24T11:00"),
        (date(2026, 11, 24), time(12), REUNION, "2026-11-24T08:00"),
        (date(2026, 11, 24), time(12), GUADELOUPE, "2026-11-24T16:00"),
        # 29 March 2026: 02:30 does not exist in Paris and is pushed to 03:30 summer time.
        (date(2026, 3, 29), time(1, 59), PARIS, "2026-03-29T00:59"),
        (date(2026, 3, 29), time(2, 30), PARIS, "2026-03-29T01:30"),
        (date(2026, 3, 29), time(3, 0), PARIS, "2026-03-29T01:00"),
        # 25 October 2026: 02:30 happens twice in Paris, the second one holds.
        (date(2026, 10, 25), time(1, 59), PARIS, "2026-10-24T23:59"),
        (date(2026, 10, 25), time(2, 30), PARIS, "2026-10-25T01:30"),
        (date(2026, 10, 25), time(3, 0), PARIS, "2026-10-25T02:00"),
    ],
)
def test_an_hour_in_a_zone_is_one_instant(day, hour, zone, instant):
    assert d.at_hour(day, hour, zone) == utc(instant)


def test_midnight_means_the_last_second_of_the_day():
    assert d.end_of_day(date(2026, 11, 24), PARIS) == utc("2026-11-24T22:59:59")
    assert d.end_of_day(date(2026, 3, 29), PARIS) == utc("2026-03-29T21:59:59")
    assert d.end_of_day(date(2026, 10, 25), PARIS) == utc("2026-10-25T22:59:59")
    assert d.end_of_day(date(2026, 11, 24), REUNION) == utc("2026-11-24T19:59:59")
    assert d.end_of_day(date(2026, 11, 24), GUADELOUPE) == utc("2026-11-25T03:59:59")


@given(DAYS, st.times(), ZONES)
def test_an_instant_is_utc_and_shows_the_hour_asked(day, hour, zone):
    instant = d.at_hour(day, hour, zone)
    shown = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    asked = datetime.combine(day, hour)
    assert instant.tzinfo is UTC
    assert shown == asked or (zone == PARIS and shown - asked == timedelta(hours=1))


@given(DAYS, ZONES)
def test_a_second_after_the_end_of_a_day_is_the_next_day(day, zone):
    after = (d.end_of_day(day, zone) + timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert (after.date(), after.time()) == (day + timedelta(1), time(0))


@given(INSTANTS, st.integers(0, 400), ZONES)
def test_days_after_and_before_undo_each_other(instant, days, zone):
    later = d.days_after(instant, days, zone)
    assert d.days_before(later, days, zone) == d.days_after(instant, 0, zone)
    assert later >= instant.replace(microsecond=0)


def test_delays_end_with_their_last_day_across_the_change_of_hour():
    assert d.days_before(NOON, 8, PARIS) == utc("2026-11-16T22:59:59")
    assert d.days_after(utc("2026-10-20T10:00"), 15, PARIS) == utc("2026-11-04T22:59:59")
    assert d.days_after(utc("2026-03-20T10:00"), 15, PARIS) == utc("2026-04-04T21:59:59")
    # The same instant is already the next day in La Réunion and still the day before in Guadeloupe.
    late = utc("2026-11-24T21:00")
    assert d.days_after(late, 1, REUNION) == utc("2026-11-26T19:59:59")
    assert d.days_after(utc("2026-11-25T02:00"), 1, GUADELOUPE) == utc("2026-11-26T03:59:59")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-08-31T10:00", 6, "2027-02-28T22:59:59"),
        ("2027-08-31T10:00", 6, "2028-02-29T22:59:59"),
        ("2026-11-24T11:00", 6, "2027-05-24T21:59:59"),
        ("2026-12-15T11:00", 1, "2027-01-15T22:59:59"),
        ("2026-01-31T11:00", 13, "2027-02-28T22:59:59"),
        ("2026-08-31T22:30", 6, "2027-03-01T22:59:59"),  # already 1 September in Paris
    ],
)
def test_months_end_on_the_same_day_or_on_the_last(start, months, end):
    assert d.months_after(utc(start), months, PARIS) == utc(end)


@given(INSTANTS, st.integers(0, 60), ZONES)
def test_a_month_more_is_always_later(instant, months, zone):
    assert d.months_after(instant, months, zone) < d.months_after(instant, months + 1, zone)


@pytest.mark.parametrize("delay", [d.days_before, d.days_after, d.months_after])
def test_no_delay_runs_backwards(delay):
    with pytest.raises(ValueError, match="négatif"):
        delay(NOON, -1, PARIS)


def test_a_second_late_is_late_and_a_fraction_is_not():
    deadline = d.end_of_day(date(2026, 10, 25), PARIS)
    second = timedelta(seconds=1)
    assert d.on_time(deadline - second, deadline)
    assert d.on_time(deadline, deadline)
    assert d.on_time(deadline + timedelta(microseconds=999_999), deadline)
    assert not d.on_time(deadline + second, deadline)


@pytest.mark.parametrize("zone", [PARIS, REUNION, GUADELOUPE])
@pytest.mark.parametrize("night", [date(2026, 3, 28), date(2026, 10, 24), date(2026, 10, 25)])
def test_closing_is_the_same_second_whatever_the_sender_s_clock(zone, night):
    deadline = d.end_of_day(night, zone)
    for sender in d.ZONE_LABELS:
        assert d.on_time(deadline.astimezone(ZoneInfo(sender)), deadline)
        assert not d.on_time((deadline + timedelta(seconds=1)).astimezone(ZoneInfo(sender)), deadline)


def test_the_repeated_hour_of_autumn_is_not_confused():
    zone = ZoneInfo(PARIS)
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=fold) for fold in (0, 1))
    assert d.on_time(first, second)
    assert not d.on_time(second, first)


@given(INSTANTS, INSTANTS)
def test_on_time_agrees_with_the_time_left(now, deadline):
    assert d.on_time(now, deadline) == (d.time_left(now, deadline) != "l’échéance est passée")


def test_the_window_counts_from_the_day_after_publication():
    assert d.window_days(date(2026, 9, 25), NOON, PARIS) == 60
    late = d.end_of_day(date(2026, 11, 24), GUADELOUPE)
    assert d.window_days(date(2026, 9, 25), late, GUADELOUPE) == 60
    assert d.window_days(date(2026, 9, 25), late, PARIS) == 61


@given(DAYS, st.integers(0, 200), ZONES)
def test_a_deadline_so_many_days_after_publication_opens_that_window(published, days, zone):
    closing = d.end_of_day(published + timedelta(days), zone)
    assert d.window_days(published, closing, zone) == days


def test_dates_and_hours_are_written_in_full():
    assert d.long_date(date(2026, 11, 24)) == "mardi 24 novembre 2026"
    assert d.long_date(date(2026, 12, 1)) == "mardi 1er décembre 2026"
    assert d.long_instant(NOON, PARIS) == "mardi 24 novembre 2026 à 12\u00a0h\u00a000 (heure de Paris)"
    assert plain(d.long_instant(NOON, "Pacific/Noumea")).endswith("à 22 h 00 (Pacific/Noumea)")
    minute = d.at_hour(date(2026, 11, 24), time(23, 59), PARIS)
    assert plain(d.long_instant(minute, PARIS)).endswith("à 23 h 59 (heure de Paris)")
    end = d.end_of_day(date(2026, 11, 24), REUNION)
    assert plain(d.long_instant(end, REUNION)) == (
        "mardi 24 novembre 2026 à 23 h 59 min 59 s (heure de La Réunion)"
    )


def test_two_readers_see_both_clocks():
    assert plain(d.both_zones(NOON, PARIS, REUNION)) == (
        "mardi 24 novembre 2026 à 12 h 00 (heure de Paris), soit à 15 h 00 (heure de La Réunion)"
    )
    end = d.end_of_day(date(2026, 11, 24), PARIS)
    assert plain(d.both_zones(end, PARIS, REUNION)) == (
        "mardi 24 novembre 2026 à 23 h 59 min 59 s (heure de Paris), "
        "soit le mercredi 25 novembre 2026 à 2 h 59 min 59 s (heure de La Réunion)"
    )
    assert d.both_zones(NOON, GUADELOUPE, "America/Martinique") == d.long_instant(NOON, GUADELOUPE)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=3, hours=4, minutes=59), "il reste 3 jours et 4 heures"),
        (timedelta(days=1, minutes=59), "il reste 1 jour"),
        (timedelta(hours=1, minutes=1), "il reste 1 heure et 1 minute"),
        (timedelta(hours=23, minutes=59, seconds=59), "il reste 23 heures et 59 minutes"),
        (timedelta(minutes=12), "il reste 12 minutes"),
        (timedelta(minutes=1, seconds=30), "il reste 1 minute"),
        (timedelta(seconds=59), "il reste 59 secondes"),
        (timedelta(0), "il reste moins d’une seconde"),
        (timedelta(seconds=-1), "l’échéance est passée"),
    ],
)
def test_the_time_left_is_said_in_two_units(left, said):
    assert d.time_left(NOON, NOON + left) == said


def test_what_is_left_crosses_the_change_of_hour_in_real_time():
    evening = d.at_hour(date(2026, 10, 24), time(23), PARIS)
    morning = d.at_hour(date(2026, 10, 25), time(9), PARIS)
    assert d.time_left(evening, morning) == "il reste 11 heures"


@pytest.mark.parametrize("zone", ["Europe/Lyon", "Europe", "", "../etc/passwd"])
def test_an_unknown_zone_is_refused(zone):
    with pytest.raises(ValueError, match="Fuseau horaire inconnu"):
        d.end_of_day(date(2026, 11, 24), zone)


def test_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="fuseau horaire"):
        d.on_time(datetime(2026, 11, 24), NOON)


@given(INSTANTS, ZONES, ZONES)
def test_both_clocks_are_told_exactly_when_they_differ(instant, one, other):
    assume(one != other)
    shown = [instant.astimezone(ZoneInfo(zone)).utcoffset() for zone in (one, other)]
    assert ("soit" in d.both_zones(instant, one, other)) == (shown[0] != shown[1])


def test_a_plain_date_has_no_day_of_the_week():
    assert d.plain_date(date(2026, 12, 1)) == "1er décembre 2026"
    assert d.plain_date(date(2019, 6, 30)) == "30 juin 2019"
