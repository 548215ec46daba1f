"""Dates in exports: only what is certain is a date."""

import numpy as np
import pytest

from gradeaudit.readers._dates import date, dates, readable, slash_order


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-09-04", "mdy", "2026-09-04T00:00:00"),
        ("2012-04-23T18:25:43.511Z", "mdy", "2012-04-23T18:25:43"),
        ("2020-07-06 17:13:14 -0700", "mdy", "2020-07-06T17:13:14"),
        (" 2021-05-01 00:00:00", "mdy", "2021-05-01T00:00:00"),
        ("09/12/25", "mdy", "2025-09-12T00:00:00"),
        ("9/3/2020 1:02", "mdy", "2020-09-03T01:02:00"),
        ("10/4/2026 11:59 PM", "mdy", "2026-10-04T23:59:00"),
        ("25/12/2026", "dmy", "2026-12-25T00:00:00"),
        ("24.12.2026", "mdy", "2026-12-24T00:00:00"),
        ("1.9.26 14:05", "", "2026-09-01T14:05:00"),
        ("1/5/2023", "", "NaT"),
        ("25/12/2026", "mdy", "NaT"),
        ("2026-02-30", "mdy", "NaT"),
        ("29 вер. 2025 р.", "mdy", "NaT"),
        ("", "mdy", "NaT"),
        ("٢٠٢٦-٠٩-٠٤", "mdy", "NaT"),
    ],
)
def test_a_date_is_read_only_when_it_is_certain(text, order, expected):
    assert str(date(text, order)) == expected


def test_the_order_of_slashed_dates_comes_from_all_of_them():
    assert slash_order(["1/5/2023", "1/25/2023"]) == "mdy"
    assert slash_order(["1/5/2023", "25/1/2023"]) == "dmy"
    assert slash_order(["1/5/2023", "2/6/2023"]) == ""
    assert slash_order(["25/1/2023", "1/25/2023"]) == ""
    assert slash_order(["2023-01-05", ""]) == "mdy"


def test_many_dates_keep_their_order():
    assert dates(["2026-09-04", "", "2026-09-04"]).astype("datetime64[D]").tolist()[0].isoformat() == "2026-09-04"
    assert np.isnat(dates(["2026-09-04", "", "2026-09-04"])).tolist() == [False, True, False]


def test_a_column_is_readable_when_every_text_in_it_is():
    assert readable(["2026-09-04", ""])
    assert not readable(["2026-09-04", "soon"])
    assert not readable(["", ""])
