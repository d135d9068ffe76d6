"""An estimate in the terminal: a table with intervals as bars, and what it stands on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from counterflow.cli.layout import open_console, print_heading, print_indented, print_line
from counterflow.dossier.estimate import amount_text
from counterflow.dossier.estimate_shape import EstimateAnswer, FlipItem, Interval

BAR_CHARS = 32
MOST = 6
"""Lines of each list of what it stands on."""
RESULTS = ("total", "sum", "channel", "stock")


def print_estimate(answer: EstimateAnswer) -> None:
    """Print intervals of results under all settings, then what they stand on, what cannot be, and what is left out."""
    console = open_console()
    print_indented(console, Text(answer.sentence, style="bold"), 0)
    if answer.is_proposed:
        note = (
            "This model was proposed by the program; its priors are assumptions. --propose writes it out, to be edited."
        )
        print_indented(console, Text(note, style="dim"), 0)
    for period in dict.fromkeys(one.period for one in answer.intervals):
        _print_results(console, answer, period)
    _print_stands_on(console, answer)
    _print_cannot(console, answer)
    if len(answer.unused) > 0:
        print_heading(console, f"Figures that inform nothing here: {len(answer.unused)}")
        for one in answer.unused:
            print_line(console, one.belief[:12], Text(f"{one.says} ({one.schema_}, {one.unit})"))
    if len(answer.notes) > 0:
        print_heading(console, "Left out")
        for note in answer.notes:
            print_indented(console, Text(note), 2)


def _print_results(console: Console, answer: EstimateAnswer, period: str) -> None:
    here = [one for one in answer.intervals if one.period == period]
    shown = [one for one in here if one.kind in RESULTS]
    shown.sort(key=lambda one: (RESULTS.index(one.kind), one.name, one.setting != answer.headline))
    for unit in dict.fromkeys(one.unit for one in shown):
        rows = [one for one in shown if one.unit == unit]
        low = min(max(one.low_90, one.median / 1e4, 1e-12) for one in rows)
        high = max(one.high_90 for one in rows)
        reach = f"from {amount_text(low)} to {amount_text(high)}"
        print_heading(console, f"{period}, {unit} (bars: 90 %, thick 50 %, {reach})")
        last = ""
        for one in rows:
            name = "" if one.name == last else one.name.replace(".channels", ", channels")
            last = one.name
            ends = f"{amount_text(one.median)}  ({amount_text(one.low_90)} to {amount_text(one.high_90)})"
            text = Text(bar_text(one, low, high), style="blue") + Text(f" {one.setting}: {ends}")
            print_line(console, name, text if one.setting != answer.headline else Text.assemble((text.plain, "bold")))
    for drawn in answer.drawn:
        if drawn.period == period and drawn.followed < 1:
            print_indented(
                console,
                Text(
                    f"{drawn.setting}: what is stated of results lies beyond what their inputs make, and was followed "
                    f"{drawn.followed:.0%} of the way",
                    style="red",
                ),
                2,
            )


def bar_text(one: Interval, low: float, high: float) -> str:
    """Draw an interval on a logarithmic scale: thin for 90 %, thick for 50 %, a stroke at the median."""
    if low <= 0 or high <= low:
        return "─" * BAR_CHARS

    def at(value: float) -> int:
        share = math.log(min(max(value, low), high) / low) / math.log(high / low)
        return min(int(share * BAR_CHARS), BAR_CHARS - 1)

    cells = [" "] * BAR_CHARS
    cells[at(one.low_90) : at(one.high_90) + 1] = "─" * (at(one.high_90) + 1 - at(one.low_90))
    cells[at(one.low_50) : at(one.high_50) + 1] = "█" * (at(one.high_50) + 1 - at(one.low_50))
    cells[at(one.median)] = "│"
    return "".join(cells)


def _print_stands_on(console: Console, answer: EstimateAnswer) -> None:
    if len(answer.drivers) > 0:
        print_heading(console, f"What drives the width of {answer.of}")
        for driver in answer.drivers[:MOST]:
            print_line(console, f"{driver.total:.0%}", Text(f"{driver.name} (alone {driver.first:.0%})"))
    if len(answer.flips) > 0:
        print_heading(console, "If one source were wrong")
        for flip in answer.flips[:MOST]:
            print_line(console, flip_text(flip), Text(flip.label))
    if len(answer.askings) > 0:
        print_heading(console, "What to ask")
        for asking in answer.askings[:MOST]:
            whom = ", ".join(asking.partners) if len(asking.partners) > 0 else "no partner is known to see it"
            print_line(console, f"{asking.narrower:.0%} narrower", Text(f"{asking.name}: {whom}"))


def flip_text(flip: FlipItem) -> str:
    """Write what is left without a source."""
    if flip.low_90 is None or flip.high_90 is None:
        return "no figure left"
    return f"{amount_text(flip.low_90)} to {amount_text(flip.high_90)}"


def _print_cannot(console: Console, answer: EstimateAnswer) -> None:
    if len(answer.conflicts) > 0:
        print_heading(console, "Figures that can hardly describe the same thing")
        for one in answer.conflicts:
            words = "cannot be part of" if one.relation == "part of" else "is not"
            print_line(console, f"at most {percent_text(one.probability)}", Text(f"{one.one} {words} {one.other}"))
    if len(answer.checks) > 0:
        print_heading(console, "The reports' own arithmetic")
        for check in answer.checks:
            implied = f"{amount_text(check.low)} to {amount_text(check.high)} {check.unit}"
            taken = f"{amount_text(check.taken_low_90)} to {amount_text(check.taken_high_90)}"
            words = f"{check.one} and {check.other} imply {implied}; taken is {taken}"
            print_line(console, check.name, Text(f"{words}, {check.probability:.0%} of it there"))


def percent_text(probability: float) -> str:
    """Write a small probability: "3 %", "under 0.1 %"."""
    if probability < 0.001:
        return "0.1 %"
    return f"{probability:.1%}" if probability < 0.1 else f"{probability:.0%}"


def svg_text(answer: EstimateAnswer, period: str | None = None) -> str:
    """Draw the results as SVG: a line for 90 %, a box for 50 %, a stroke at the median, on a logarithmic scale."""
    when = period or answer.intervals[0].period
    rows: Sequence[Interval] = [one for one in answer.intervals if one.period == when and one.kind in RESULTS]
    unit = next((one.unit for one in rows if one.name == answer.of), "")
    rows = sorted(
        (one for one in rows if one.unit == unit),
        key=lambda one: (RESULTS.index(one.kind), one.name, one.setting != answer.headline),
    )
    low = min((max(one.low_90, one.median / 1e4, 1e-12) for one in rows), default=1.0)
    high = max((one.high_90 for one in rows), default=10.0)
    first, last = math.floor(math.log10(low)), max(math.ceil(math.log10(high)), math.floor(math.log10(low)) + 1)
    left, right, step, top = 300, 760, 22, 50
    height = top + step * len(rows) + 40

    def at(value: float) -> float:
        return left + (right - left) * (math.log10(max(value, 10.0**first)) - first) / (last - first)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 {height}" width="800" height="{height}" role="img" '
        f'font-family="sans-serif" font-size="12">',
        f"<title>{_xml(answer.sentence)}</title>",
        f'<rect width="800" height="{height}" fill="#fff"/>',
        f'<text x="10" y="24" font-size="15">{_xml(f"{answer.of}, {when}, {unit}")}</text>',
    ]
    for power in range(first, last + 1):
        x = at(10.0**power)
        lines.append(f'<line x1="{x:.1f}" y1="{top - 8}" x2="{x:.1f}" y2="{height - 30}" stroke="#ddd"/>')
        lines.append(f'<text x="{x:.1f}" y="{height - 14}" text-anchor="middle">{amount_text(10.0**power)}</text>')
    for number, one in enumerate(rows):
        y = top + step * number
        colour = "#1f5f99" if one.setting == answer.headline else "#8fa9bf"
        label = f"{one.name.replace('.channels', ', channels')}: {one.setting}"
        lines.append(f'<text x="{left - 10}" y="{y + 8}" text-anchor="end">{_xml(label)}</text>')
        low_90, high_90, middle = at(one.low_90), at(one.high_90), at(one.median)
        width = max(at(one.high_50) - at(one.low_50), 1)
        lines += [
            f'<rect x="{low_90:.1f}" y="{y + 3}" width="{high_90 - low_90:.1f}" height="2" fill="{colour}"/>',
            f'<rect x="{at(one.low_50):.1f}" y="{y - 2}" width="{width:.1f}" height="12" fill="{colour}"/>',
            f'<line x1="{middle:.1f}" y1="{y - 4}" x2="{middle:.1f}" y2="{y + 12}" stroke="#000"/>',
        ]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
