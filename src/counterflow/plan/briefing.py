"""The briefing: a plan as a page to read and print, each sentence on a tie with its statements and their passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from counterflow.plan.shape import BlockedLine, MeasureLine, PlanAnswer, TieLine

Passages = Mapping[str, Sequence[tuple[str, str]]]
"""By statement, the words of each passage behind it and where they stand."""

MOST_DOSSIERS = 20
"""Blocked measures whose dossier is in the briefing; `--gaps` writes all."""

_STYLE = """
body { font: 11pt/1.45 Georgia, serif; max-width: 42em; margin: 2em auto; padding: 0 1em; color: #111 }
h1, h2, h3 { font-family: sans-serif; line-height: 1.2 } table { border-collapse: collapse; width: 100% }
td, th { text-align: left; border-bottom: 1px solid #bbb; padding: .2em .6em .2em 0; vertical-align: top }
td.n, th.n { text-align: right }
.sheet { display: table; width: 100% } .sheet > div { display: table-row-group }
.sheet > .head { display: table-header-group } .sheet > .foot { display: table-footer-group }
.marking { display: block; font: bold 10pt sans-serif; text-align: center; padding: .3em 0 .8em }
.from { color: #555; font-size: 9pt; overflow-wrap: anywhere } q { font-style: italic }
@page { size: A4; margin: 22mm 18mm }
@media print {
  body { margin: 0; max-width: none; padding: 0 }
  section, tr, .sheet > .head, .sheet > .foot { break-inside: avoid } h2, h3 { break-after: avoid }
}
"""


def briefing(answer: PlanAnswer, passages: Passages | None = None) -> str:
    """Write a plan as HTML; a browser prints it as PDF, with the marking on every page."""
    # Head and foot of a table stand on every page that it is printed on, in every browser; page margins do not.
    ends = [f'<div class="{end}"><p class="marking">{escape(answer.handling)}</p></div>' for end in ("head", "foot")]
    body = "\n".join(_body(answer, {} if passages is None else passages))
    head = f'<meta charset="utf-8"><title>Plan</title><style>{_STYLE}</style>'
    sheet = f'<div class="sheet">{ends[0]}\n<div>{body}</div>\n{ends[1]}</div>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{sheet}</body></html>\n'


def flow_text(answer: PlanAnswer) -> str:
    """Write the flow with its unit, three figures of it: the rest is noise."""
    flow = float(f"{answer.flow:.3g}")
    return f"{flow:,.0f} {answer.unit}" if flow >= 100 else f"{flow:g} {answer.unit}"


def _body(answer: PlanAnswer, passages: Passages) -> Iterator[str]:
    unit = "USD" if answer.budget_unit == "usd" else "measures"
    yield f"<h1>What to restrict for {answer.budget:,.0f} {unit}</h1>"
    yield "<table>"
    for label, value in (
        ("Flow as it is", escape(flow_text(answer))),
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
        yield from _measure(one, passages)
    if len(answer.opened) > 0:
        ways = ", ".join(f"{escape(way.name)} (in {way.share:.0%} of draws)" for way in answer.opened)
        yield f"<h2>What they would open</h2><p>{ways}. Likely or planned ties: not seen in use.</p>"
    yield from _budgets(answer, unit)
    yield from _years(answer)
    if len(answer.in_force) > 0:
        yield "<h2>In force already</h2><ul>"
        yield from (f"<li>{escape(one.name)}</li>" for one in answer.in_force)
        yield "</ul>"
    if len(answer.blocked) > 0:
        yield "<h2>Not before evidence is found</h2>"
    for gap in answer.blocked[:MOST_DOSSIERS]:
        yield from _dossier(gap, passages)
    if len(answer.blocked) > MOST_DOSSIERS:
        yield f"<p>{len(answer.blocked) - MOST_DOSSIERS} more would add less, or were not looked at.</p>"


def _budgets(answer: PlanAnswer, unit: str) -> Iterator[str]:
    heads = ("Claimed cut", "Surviving cut", "At most (proven)", "Cost, USD")
    yield f"<h2>Other budgets</h2><table><tr><th>{unit.capitalize() if unit != 'USD' else unit}</th>"
    yield "".join(f'<th class="n">{head}</th>' for head in heads) + "</tr>"
    for one in answer.curve:
        cells = (f"{one.claimed_cut:.0%}", f"{one.surviving_cut:.0%}", f"{one.bound:.0%}", f"{one.cost_usd:,.0f}")
        asked = " (asked)" if one.budget == answer.budget else ""
        yield f"<tr><th>{one.budget:,.0f}{asked}</th>" + "".join(f'<td class="n">{cell}</td>' for cell in cells)
        yield "</tr>"
    yield "</table>"


def _years(answer: PlanAnswer) -> Iterator[str]:
    yield '<h2>Year by year</h2><table><tr><th></th><th class="n">If they adapt at once</th>'
    yield '<th class="n">If they adapt a year later</th><th class="n">Measures that bite by its end</th></tr>'
    for one in answer.years:
        cells = (f"{one.at_once:.0%}", f"{one.after_a_year:.0%}", str(len(one.biting)))
        yield f"<tr><th>Year {one.year}</th>" + "".join(f'<td class="n">{cell}</td>' for cell in cells) + "</tr>"
    yield "</table>"


def _measure(one: MeasureLine, passages: Passages) -> Iterator[str]:
    yield f"<section><h3>{escape(one.name)}</h3>"
    yield f"<p>{escape(one.actor)} would have to act; {one.cost_usd:,.0f} USD, "
    yield f"{one.delay_days:.0f} days until it bites, which it does with probability {one.probability:.2f}. "
    yield f"If it fails, {one.surviving_cut_without:.0%} stays cut.</p>"
    yield f"<p>Legal basis: {escape(one.legal_basis)}. Beside the target it hits: {escape(one.collateral)}.</p>"
    yield from _ties(one.ties, passages)
    yield "</section>"


def _dossier(one: BlockedLine, passages: Passages) -> Iterator[str]:
    yield f"<section><h3>{escape(one.name)}</h3><p>Missing: {escape(', '.join(one.missing))}."
    if one.surviving_cut_with is not None:
        yield f" Taken beside the plan, {one.surviving_cut_with:.0%} would stay cut."
    yield f"</p><p>Legal basis: {escape(one.legal_basis)}. Stated so far:</p>"
    yield from _ties(one.ties, passages)
    yield "</section>"


def _ties(ties: Sequence[TieLine], passages: Passages) -> Iterator[str]:
    yield "<ul>"
    for tie in ties:
        firm = (
            "nobody says how sure the tie is" if tie.probability is None else f"the tie is {tie.probability:.0%} sure"
        )
        yield f"<li>{escape(tie.name)}: stops {tie.share:.0%}; {firm}."
        # One passage makes several statements, and is read once.
        told = (passage for statement in tie.statements for passage in passages.get(statement, ()))
        for words, place in dict.fromkeys(told):
            yield f'<br><q>{escape(words)}</q> <span class="from">{escape(place)}</span>'
        source = ", ".join(tie.statements) if len(tie.statements) > 0 else "no statement: given with the network"
        yield f' <span class="from">{escape(source)}</span></li>'
    yield "</ul>"
