"""Times: dates of the calendar, relative dates, and times told by events, as EDTF."""
