"""Routes in the terminal: goods, way, year and volume, and what of a register could not be read."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text

from counterflow.cli.layout import count_text, open_console, print_heading, print_indented, print_line
from counterflow.dossier.party_shape import StockpileItem
from counterflow.dossier.route import place_caption, stops
from counterflow.dossier.route_shape import RouteItem, RoutePlace, Routes, Unread

SHOWN_WORDS = 12


def print_routes(found: Routes, most: int) -> None:
    """Print the routes with the most events, goods that no place is told of, and what could not be read."""
    console = open_console()
    placed = [one for one in found.routes if len(stops(one)) > 0]
    print_heading(console, f"Routes: {len(placed):,}")
    for one in placed[:most]:
        words = Text(way_text(one, found.places), style="bold")
        print_line(console, one.commodity, words + Text("  " + _told(one)))
    if len(placed) > most:
        print_indented(console, Text(f"and {len(placed) - most:,} more (--most, --output)", style="dim"), 2)
    placeless = [one for one in found.routes if len(stops(one)) == 0]
    if len(placeless) > 0:
        print_heading(console, f"Moved, and no place is told: {len(placeless):,}")
        for one in placeless[: max(most - len(placed), 0)]:
            print_line(console, one.commodity, Text(_told(one)))
        left = len(placeless) - max(most - len(placed), 0)
        if left > 0:
            print_indented(console, Text(f"and {left:,} more (--most, --output)", style="dim"), 2)
    if len(found.stockpiles) > 0:
        print_heading(console, "Goods that could come to market")
        for stock in found.stockpiles:
            print_line(console, stock.commodity, Text(stockpile_text(stock), style="bold"))
    if found.unread is not None:
        print_heading(console, "What was read")
        for label, text in unread_lines(found.unread):
            print_line(console, label, Text(text))


def _told(one: RouteItem) -> str:
    volume = volume_text(one.low, one.high, one.unit, is_ambiguous=one.is_ambiguous)
    parts = [period_text(one.period), volume, count_text(one.events, "event")]
    parts += [] if one.probability is None else [f"probability {one.probability:.2f}"]
    parts += ["ONLY PLANNED OR THOUGHT POSSIBLE"] if one.standing == "intended" else []
    return ", ".join(parts)


def way_text(route: RouteItem, places: Mapping[str, RoutePlace]) -> str:
    """Write a way: "Colombia > Panama > not known"."""
    ends = [route.from_place, *route.via, route.to_place]
    return " > ".join("not known" if stop is None else places[stop].caption for stop in ends)


def period_text(period: str) -> str:
    """Write a year or years: "2014", "2014 to 2016", "year not known"."""
    return "year not known" if period == "XXXX" else period.replace("/", " to ")


def volume_text(low: float | None, high: float | None, unit: str | None, *, is_ambiguous: bool = False) -> str:
    """Write a volume as a range: "12 kg", "12 to 14 kg", "over 12 kg", "no volume stated"."""
    if unit is None or (low is None and high is None):
        return "no volume stated"
    note = " (by all readings of its unit)" if is_ambiguous else ""
    if high is None:
        return f"{number_text(low)} {unit} or more{note}"
    if low is None:
        return f"up to {number_text(high)} {unit}{note}"
    few, many = number_text(low), number_text(high)
    return f"{few if few == many else f'{few} to {many}'} {unit}{note}"


def number_text(number: float | None) -> str:
    """Write a number in three significant digits or, from 100 on, whole."""
    if number is None:
        return "?"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def unread_lines(unread: Unread) -> list[tuple[str, str]]:
    """Say what a register held and what could not be read."""
    said = [
        ("seizures", f"{unread.rows:,}, all in the routes"),
        ("equal rows", f"{unread.equal_rows:,} (volumes: once to all)"),
        (
            "broken rows",
            f"{unread.broken_rows:,} left out: more or fewer fields than the head" if unread.broken_rows else "",
        ),
        ("no country known", f"{unread.no_place:,}" if unread.no_place else ""),
        ("no year", f"{unread.no_year:,}, under XXXX" if unread.no_year else ""),
        ("no amount", f"{unread.no_amount:,}" if unread.no_amount else ""),
        ("amounts of 0", f"{unread.zero_amounts:,}" if unread.zero_amounts else ""),
        ("no unit", f"{unread.no_unit:,}, kept apart" if unread.no_unit else ""),
        ("not numbers", _words(unread.unread_amounts)),
        ("unknown units", _words(unread.unknown_units, ", kept as written")),
        ("unknown places", _words(unread.unknown_countries, ", kept as written")),
        ("say no country", _words(unread.no_country)),
    ]
    return [(label, text) for label, text in said if text != ""]


def _words(counts: Mapping[str, int], note: str = "") -> str:
    if len(counts) == 0:
        return ""
    shown = [f"{word} ({count:,})" for word, count in list(counts.items())[:SHOWN_WORDS]]
    more = [] if len(counts) <= SHOWN_WORDS else [f"{len(counts) - SHOWN_WORDS} more (--json)"]
    return ", ".join([*shown, *more]) + note


def stockpile_text(stock: StockpileItem) -> str:
    """Write one stock: "2,268 kg or more, held by X, controlled by Y, Z, 1 sale of such goods told"."""
    parts = [volume_text(stock.low, stock.high, stock.unit, is_ambiguous=stock.is_ambiguous)]
    for words, parties in (("held by", stock.holders), ("controlled by", stock.controllers)):
        parts += [f"{words} {', '.join(one.caption for one in parties)}"] if len(parties) > 0 else []
    parts += [place_caption(stock.place)] if stock.place is not None else []
    parts += [period_text(stock.period)] if stock.period != "XXXX" else []
    parts += [f"{count_text(stock.offers, 'sale')} of such goods told or thought possible"] if stock.offers > 0 else []
    parts += ["only thought possible"] if stock.standing == "intended" else []
    parts += [f"probability {stock.probability:.2f}"] if stock.probability is not None else []
    return ", ".join(parts)
