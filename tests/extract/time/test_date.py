"""Dates of own sentences: span and value in EDTF."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from counterflow.extract.parse.passage import fold
from counterflow.extract.time.date import find_dates
from counterflow.extract.time.relative_date import find_relative_dates

DATES = [
    ("It left on 15 April 2012.", [("15 April 2012", "2012-04-15")]),
    ("It left on April 15, 2012.", [("April 15, 2012", "2012-04-15")]),
    ("It left on April 15 2012.", [("April 15 2012", "2012-04-15")]),
    ("It left on April 15th, 2012, late.", [("April 15th, 2012", "2012-04-15")]),
    ("It left on the 15th of April 2012.", [("the 15th of April 2012", "2012-04-15")]),
    ("It left on Sunday, 15 April 2012.", [("Sunday, 15 April 2012", "2012-04-15")]),
    ("It left on Sunday, April 15, 2012.", [("Sunday, April 15, 2012", "2012-04-15")]),
    ("It left on 8 Jun. 2010.", [("8 Jun. 2010", "2010-06-08")]),
    ("It left on Sept. 5, 2016.", [("Sept. 5, 2016", "2016-09-05")]),
    ("It left on 2012-04-15.", [("2012-04-15", "2012-04-15")]),
    ("Born 26.9.1943.", [("26.9.1943", "1943-09-26")]),
    ("Born 26/9/1943.", [("26/9/1943", "1943-09-26")]),
    ("Born 9/26/1943.", [("9/26/1943", "1943-09-26")]),
    ("Born 03/04/1943.", [("03/04/1943", "1943-XX-XX")]),
    ("It began on September 9 to topple it.", [("September 9", "XXXX-09-09")]),
    ("It began on 9 September.", [("9 September", "XXXX-09-09")]),
    ("It began on 31 February 2012.", [("31 February 2012", None)]),
    ("It began in October 2014.", [("October 2014", "2014-10")]),
    ("It began in October of 2014.", [("October of 2014", "2014-10")]),
    ("It began in October, 2014.", [("October, 2014", "2014-10")]),
    ("It began in Jan. 2011.", [("Jan. 2011", "2011-01")]),
    ("It began in late October 2014.", [("late October 2014", "2014-10~")]),
    ("It began at the end of October 2014.", [("the end of October 2014", "2014-10~")]),
    ("It ended in October.", [("October", "XXXX-10")]),
    ("He was held (June) and sent home (November).", [("June", "XXXX-06"), ("November", "XXXX-11")]),
    ("In 2013 five men were sent.", [("2013", "2013")]),
    ("In\u00a02013, they left.", [("2013", "2013")]),
    ("They blew it up in 2006.", [("2006", "2006")]),
    ("Since 2007 they trade.", [("2007", "2007")]),
    ("It came in early 2004 from him.", [("early 2004", "2004~")]),
    ("It came in late 2004.", [("late 2004", "2004~")]),
    ("It came in mid-2013.", [("mid-2013", "2013~")]),
    ("It came at the end of 2004.", [("the end of 2004", "2004~")]),
    ("Born circa 1955.", [("circa 1955", "1955~")]),
    ("Born around 1955.", [("around 1955", "1955~")]),
    ("It began in the 1970s.", [("the 1970s", "197X")]),
    ("It began in the late 1990s.", [("the late 1990s", "199X~")]),
    ("1980s arms were sold.", [("1980s", "198X")]),
    ("It began in the 19th century.", [("the 19th century", "18XX")]),
    ("It began in spring 2014.", [("spring 2014", "2014-21")]),
    ("It began in the summer of 2014.", [("the summer of 2014", "2014-22")]),
    ("It began in autumn 2014.", [("autumn 2014", "2014-23")]),
    ("It began in the first quarter of 2019.", [("the first quarter of 2019", "2019-33")]),
    ("It began in Q3 2019.", [("Q3 2019", "2019-35")]),
    ("It began in the second half of 2017.", [("the second half of 2017", "2017-41")]),
    ("He ruled 1989-1995.", [("1989-1995", "1989/1995")]),
    ("He ruled 1989–1995.", [("1989–1995", "1989/1995")]),
    ("He ruled from 1989 to 1995.", [("from 1989 to 1995", "1989/1995")]),
    ("He ruled between 1989 and 1995.", [("between 1989 and 1995", "1989/1995")]),
    ("He served 1998-99.", [("1998-99", "1998/1999")]),
    ("It lasted from May 2010 to June 2011.", [("from May 2010 to June 2011", "2010-05/2011-06")]),
    ("It lasted between May and June 2011.", [("between May and June 2011", "2011-05/2011-06")]),
    ("It lasted 12-15 March 2019.", [("12-15 March 2019", "2019-03-12/2019-03-15")]),
    ("It lasted from 12 to 15 March 2019.", [("from 12 to 15 March 2019", "2019-03-12/2019-03-15")]),
    ("It lasted between 12 and 15 March 2019.", [("between 12 and 15 March 2019", "2019-03-12/2019-03-15")]),
    ("It lasted March 12-15, 2019.", [("March 12-15, 2019", "2019-03-12/2019-03-15")]),
    ("It lasted from 13 April 2012 to 2 May 2012.", [("from 13 April 2012 to 2 May 2012", "2012-04-13/2012-05-02")]),
    ("The 13 April and 12 December 2012 launches.", [("13 April", "2012-04-13"), ("12 December 2012", "2012-12-12")]),
    ("Seen on 9 July and in 2015.", [("9 July", "XXXX-07-09"), ("2015", "2015")]),
    ("It began in fiscal year 2021.", [("fiscal year 2021", None)]),
    ("IN MARCH 2020 IT BEGAN.", [("MARCH 2020", "2020-03")]),
    ("The year 2003 was bad.", [("2003", "2003")]),
    ("It came in 2003 and 2004.", [("2003", "2003"), ("2004", "2004")]),
    ("It may 5 times fail.", []),
    ("They March 12 abreast.", [("March 12", "XXXX-03-12")]),
    ("Resolution 2087 was passed.", []),
    ("It cost $2003.", []),
    ("It has 2000 people.", []),
    ("In 2000 ships they came.", []),
    ("IMO 8661575 sailed.", []),
    ("Call 2012-555.", []),
    ("The AK-2012 is old.", []),
    ("See paragraph 2012.", []),
]  # fmt: skip

PUBLISHED = datetime.date(2015, 5, 5)
RELATIVE = [
    ("It happened yesterday.", "yesterday", "2015-05-04"),
    ("It will happen tomorrow.", "tomorrow", "2015-05-06"),
    ("It is so today.", "today", None),
    ("It happened last month.", "last month", "2015-04"),
    ("It happened this month.", "this month", "2015-05"),
    ("It happened last year.", "last year", "2014"),
    ("It happens this year.", "this year", "2015"),
    ("It will happen next year.", "next year", "2016"),
    ("It happened two days ago.", "two days ago", "2015-05-03"),
    ("It happened 3 weeks ago.", "3 weeks ago", "2015-04-14~"),
    ("It happened five months ago.", "five months ago", "2014-12~"),
    ("It happened ten years ago.", "ten years ago", "2005~"),
    ("It happened a year ago.", "a year ago", "2014~"),
    ("It happened several years ago.", "several years ago", None),
    ("It happened a few years ago.", "a few years ago", None),
    ("It happened decades ago.", "decades ago", None),
    ("It fell. Later, it rose.", "Later", None),
    ("Initially it fell.", "Initially", None),
    ("It was lit during wartime.", "wartime", None),
    ("They must pay by a certain time.", "by a certain time", None),
    ("It left the same night.", "the same night", None),
    ("It leaves in the coming days and weeks.", "the coming days and weeks", None),
    ("It happened in the past five years.", "the past five years", None),
    ("It happened in the last year.", "the last year", None),
    ("It happened last week.", "last week", None),
    ("It happened on Tuesday.", "Tuesday", None),
    ("It happened last Tuesday.", "last Tuesday", None),
    ("It happened two years earlier.", "two years earlier", None),
]


def never_dated(start: int, end: int) -> bool:
    """Stand in for a language model that sees no date."""
    return False


@pytest.mark.parametrize(("sentence", "expected"), DATES)
def test_calendar_dates(sentence: str, expected: Any) -> None:
    """A date has its exact span and the value that the text gives, no more."""
    found = find_dates(fold(sentence), never_dated)
    assert [(sentence[one.start : one.end], one.edtf) for one in found] == expected


@pytest.mark.parametrize(("sentence", "text", "value"), RELATIVE)
def test_relative_dates(sentence: str, text: str, value: Any) -> None:
    """A relative date is resolved against the day of publication, where its words leave one reading."""
    (found,) = find_relative_dates(sentence, PUBLISHED)
    assert (sentence[found.start : found.end], found.edtf) == (text, value)


@pytest.mark.parametrize(("sentence", "text", "value"), RELATIVE)
def test_relative_dates_need_the_day_of_publication(sentence: str, text: str, value: Any) -> None:
    """Without a day of publication nothing is resolved."""
    (found,) = find_relative_dates(sentence, None)
    assert (sentence[found.start : found.end], found.edtf) == (text, None)
