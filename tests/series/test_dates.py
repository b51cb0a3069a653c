"""Days for a series: spread over the period, never on one that does not suit."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sessions.series import dates

YEAR = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def never(day):
    return ""


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 900), st.integers(1, 12), st.integers(0, 6),
    st.integers(1, 5),
)  # fmt: skip
def test_propose_gives_days_of_the_period_in_order_on_the_weekday_that_suit(first, length, number, weekday, every):
    last = first + dt.timedelta(days=length)
    found = [
        one.day
        for one in dates.propose(first, last, number, weekday, lambda day: "" if day.toordinal() // 7 % every else "no")
    ]
    assert found == sorted(set(found))
    assert len(found) <= number
    assert all(first <= day <= last and day.weekday() == weekday and day.toordinal() // 7 % every for day in found)


def test_propose_spreads_evenly():
    found = [one.day for one in dates.propose(*YEAR, 4, 1, never)]
    assert found == [dt.date(2026, 2, 17), dt.date(2026, 5, 19), dt.date(2026, 8, 18), dt.date(2026, 11, 17)]


def test_propose_says_which_days_did_not_suit():
    [one] = dates.propose(*YEAR, 1, 2, lambda day: "feest" if day == dt.date(2026, 7, 1) else "")
    assert one.day != dt.date(2026, 7, 1)
    assert one.instead_of == ((dt.date(2026, 7, 1), "feest"),)


def test_days_in_a_row_with_one_reason_are_told_as_one():
    [one] = dates.propose(*YEAR, 1, 2, dates.quiet_time)
    assert one.stretches == [(dt.date(2026, 7, 1), dt.date(2026, 7, 8), dates.quiet_time(dt.date(2026, 7, 1)))]


def test_usual_number_is_four_to_five_in_twelve_to_eighteen_months():
    first = YEAR[0]
    assert [dates.usual_number(first, first + dt.timedelta(days=days)) for days in (365, 548)] == [4, 5]


def test_quiet_time():
    quiet = [dt.date(2026, 7, 1), dt.date(2026, 8, 31), dt.date(2026, 12, 24), dt.date(2027, 1, 4)]
    busy = [dt.date(2026, 6, 30), dt.date(2026, 9, 1), dt.date(2026, 12, 23), dt.date(2027, 1, 5)]
    assert all(map(dates.quiet_time, quiet))
    assert not any(map(dates.quiet_time, busy))


def test_public_holidays_of_two_countries_in_the_language_of_the_reader():
    found = dates.public_holidays(["BE", "NL"], *YEAR)
    assert found[dt.date(2026, 4, 27)] == "Koningsdag"
    assert found[dt.date(2026, 7, 21)] == "Nationale feestdag"
    assert dt.date(2026, 7, 22) not in found
