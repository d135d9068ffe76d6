"""The briefing: a plan as a page to read and print, each sentence on a tie with its statements."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from counterflow.plan.report import MeasureLine, PlanAnswer

_STYLE = """
body { font: 11pt/1.45 Georgia, serif; max-width: 42em; margin: 2em auto; color: #111 }
h1, h2 { font-family: sans-serif; line-height: 1.2 } table { border-collapse: collapse; width: 100% }
td, th { text-align: left; border-bottom: 1px solid #bbb; padding: .2em .6em .2em 0; vertical-align: top }
.marking { font: bold 10pt sans-serif; text-align: center }
.from { color: #555; font-size: 9pt; overflow-wrap: anywhere }
@media print { body { margin: 0 } section { break-inside: avoid } }
"""


def briefing(answer: PlanAnswer) -> str:
    """Write a plan as HTML; the browser's print makes a PDF of it."""
    marking = f'<p class="marking">{escape(answer.handling)}</p>'
    body = "\n".join(_body(answer))
    head = f'<meta charset="utf-8"><title>Plan</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{marking}\n{body}\n{marking}</body></html>\n'


def _body(answer: PlanAnswer) -> Iterator[str]:
    unit = "USD" if answer.budget_unit == "usd" else "measures"
    yield f"<h1>What to restrict for {answer.budget:,.0f} {unit}</h1>"
    yield "<table>"
    for label, value in (
        ("Flow as it is", f"{answer.flow:,.4g} {escape(answer.unit)}"),
        ("Claimed cut, if nobody adapts", f"{answer.claimed_cut:.0%}"),
        ("Surviving cut, after they have re-routed", f"{answer.surviving_cut:.0%}"),
        ("In bad draws (the worst tenth)", f"{answer.surviving_cut_bad:.0%}"),
        ("No other choice keeps more cut than (proven)", f"{answer.bound:.0%}"),
        ("Gap to it", f"{answer.gap:.0%}"),
        ("Cost", f"{answer.cost_usd:,.0f} USD"),
    ):
        yield f"<tr><th>{label}</th><td>{value}</td></tr>"
    yield "</table>"
    if answer.is_stopped:
        yield "<p>Time ended before all was tried: a better plan within the gap is possible.</p>"
    yield "<h2>Measures</h2>"
    for one in answer.measures:
        yield from _measure(one)
    if len(answer.opened) > 0:
        ways = ", ".join(f"{escape(way.name)} (in {way.share:.0%} of draws)" for way in answer.opened)
        yield f"<h2>What they would open</h2><p>{ways}. Likely or planned ties: not seen in use.</p>"
    for title, others in (("In force already", answer.in_force), ("Not before evidence is found", answer.blocked)):
        if len(others) > 0:
            yield f"<h2>{title}</h2><ul>"
            for other in others:
                missing = "" if len(other.missing) == 0 else f": missing {escape(', '.join(other.missing))}"
                yield f"<li>{escape(other.name)}{missing}</li>"
            yield "</ul>"


def _measure(one: MeasureLine) -> Iterator[str]:
    yield f"<section><h3>{escape(one.name)}</h3>"
    yield f"<p>{escape(one.actor)} would have to act; {one.cost_usd:,.0f} USD, "
    yield f"{one.delay_days:.0f} days until it bites, which it does with probability {one.probability:.2f}. "
    yield f"Without it {one.surviving_cut_without:.0%} stays cut.</p>"
    yield f"<p>Legal basis: {escape(one.legal_basis)}. Beside the target it hits: {escape(one.collateral)}.</p><ul>"
    for tie in one.ties:
        firm = (
            "nobody says how sure the tie is" if tie.probability is None else f"the tie is {tie.probability:.0%} sure"
        )
        source = ", ".join(tie.statements) if len(tie.statements) > 0 else "no statement: given with the network"
        yield f'<li>{escape(tie.name)}: stops {tie.share:.0%}; {firm}. <span class="from">{escape(source)}</span></li>'
    yield "</ul></section>"
