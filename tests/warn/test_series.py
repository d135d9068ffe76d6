"""A series from a file: it is taken whole, or an error names the line; nothing is dropped, filled or added up."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.exc import InputError
from counterflow.warn.period import Frequency, name_period
from counterflow.warn.series import read_series


def write(folder: Path, text: str, name: str = "series.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    frequency=st.sampled_from(list(Frequency)),
    start=st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)),
    values=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=40),
    data=st.data(),
)
def test_what_is_written_is_read_in_order_of_time(
    tmp_path: Path, frequency: Frequency, start: dt.date, values: list[float], data: st.DataObject
) -> None:
    number = {
        Frequency.YEAR: start.year,
        Frequency.MONTH: start.year * 12 + start.month - 1,
        Frequency.WEEK: (start.toordinal() - 1) // 7,
        Frequency.DAY: start.toordinal(),
    }[frequency]
    rows = [f"{name_period(number + index, frequency)},{value!r}" for index, value in enumerate(values)]
    mixed = data.draw(st.permutations(rows))
    series = read_series(write(tmp_path, "\n".join(["date,value", *mixed]) + "\n"), frequency=frequency)
    assert series.frequency is frequency
    assert series.values.tolist() == values
    assert [series.period(index) for index in range(len(values))] == [row.split(",")[0] for row in rows]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("2021-01,1\n2021-02,2\n2021-01,3\n", "line 4: '2021-01' is 2021-01, which stands at"),
        ("2021-01,1\n2021-04,2\n", "2 of 4 periods (month) are missing: 2021-02, 2021-03"),
        ("2021-01,1\n2021-02,\n", "line 3: the value is empty"),
        ("2021-01,1\n2021-02,nan\n", "line 3: the value is 'nan'. Expected a finite number"),
        ("2021-01,1\n2021-02,-inf\n", "line 3: the value is '-inf'. Expected a finite number"),
        ('2021-01,1\n2021-02,"1,000"\n', "line 3: the value is '1,000'"),
        ("2021-01,1_000\n", "line 2: the value is '1_000'"),
        ("2021-01,1\n2021-13,2\n", "line 3: the date is '2021-13'"),
        ("2021-02-30,1\n", "line 2: the date is '2021-02-30'"),
        ("31/01/2021,1\n", "line 2: the date is '31/01/2021'"),
        ("2021-01,1\n2021-02-01,2\n", "some dates are a day and some a month"),
        ("2021-01-01T10:30:00Z,1\n", "line 2: 2021-01-01T10:30:00Z is a moment, not a period"),
        ("2021-01-01T00:00:00Z,1\n2021-01-02T00:00:00+09:00,2\n", "time zones differ: +00:00"),
        ("2021-01-01T00:00Z,1\n2021-01-02,2\n", "time zones differ: none"),
        ("2021-01,1,9\n", "line 2: there are 3 cells. Expected 2"),
        ("2021-W54,1\n", "line 2: the date is '2021-W54'"),
        ("", "there is no row"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_series(write(tmp_path, "date,value\n" + rows))
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("dates", "frequency"),
    [
        (("2021-01-31", "2021-02-28", "2021-03-31"), Frequency.MONTH),
        (("2021-01-15", "2021-02-15", "2021-03-15"), Frequency.MONTH),
        (("2020-12-31", "2021-12-31", "2022-12-31"), Frequency.YEAR),
        (("2021-01-04", "2021-01-11", "2021-01-18"), Frequency.WEEK),
        (("2021-01-04", "2021-01-05", "2021-01-06"), Frequency.DAY),
        (("2020-W52", "2020-W53", "2021-W01"), Frequency.WEEK),
        (("2020", "2021", "2022"), Frequency.YEAR),
    ],
)
def test_days_stand_for_the_period_that_their_distances_say(
    tmp_path: Path, dates: tuple[str, ...], frequency: Frequency
) -> None:
    text = "date,value\n" + "".join(f"{date},{index}\n" for index, date in enumerate(dates))
    series = read_series(write(tmp_path, text))
    assert series.frequency is frequency
    assert series.values.tolist() == [0, 1, 2]


def test_days_with_a_gap_are_not_called_weeks(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="are missing: 2021-01-06"):
        read_series(write(tmp_path, "date,value\n2021-01-04,1\n2021-01-05,1\n2021-01-07,2\n"))


def test_a_longer_period_refuses_two_days_of_one_month(tmp_path: Path) -> None:
    path = write(tmp_path, "date,value\n2021-01-04,1\n2021-01-05,1\n")
    with pytest.raises(InputError, match="is 2021-01, which stands at"):
        read_series(path, frequency=Frequency.MONTH)
    weeks = write(tmp_path, "date,value\n2021-W04,1\n", "weeks.csv")
    with pytest.raises(InputError, match="a week does not lie in one month"):
        read_series(weeks, frequency=Frequency.MONTH)


def test_columns_go_by_name(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeffn,when,tons\n1,2021,3.5\n", "s.csv")
    assert read_series(path, date="when", value="tons").values.tolist() == [3.5]
    with pytest.raises(InputError, match="'date' is missing; there are: n, when, tons"):
        read_series(path)
    with pytest.raises(InputError, match="stands twice"):
        read_series(write(tmp_path, "date,value,value\n2021,1,2\n"))


def test_tab_stdin_and_parquet_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [1.0, -2.5]
    assert read_series(write(tmp_path, "date\tvalue\n2021\t1\n2022\t-2.5\n", "s.tsv")).values.tolist() == expected
    stream = io.TextIOWrapper(io.BytesIO(b"date,value\r\n2021,1\r\n2022,-2.5\r\n"))
    monkeypatch.setattr("sys.stdin", stream)
    assert read_series(Path("-")).values.tolist() == expected
    table = pa.table({"date": [dt.date(2021, 1, 1), dt.date(2022, 1, 1)], "value": np.array(expected)})
    pq.write_table(table, tmp_path / "s.parquet")
    assert read_series(tmp_path / "s.parquet").values.tolist() == expected


def test_parquet_without_a_number_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"date": ["2021", "2022"], "value": [1.0, None]}), tmp_path / "s.parquet")
    with pytest.raises(InputError, match="row 2: the value is empty"):
        read_series(tmp_path / "s.parquet")


@pytest.mark.parametrize("content", [b"date,value\n\xff\n", b"date,value\n2021,\x001\n", b'date,value\n"2021,1\n', b""])
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_series(path)
    (tmp_path / "s.parquet").write_bytes(content)
    with pytest.raises(InputError, match="not Parquet"):
        read_series(tmp_path / "s.parquet")
    with pytest.raises(InputError, match="no such file"):
        read_series(tmp_path / "none.csv")
