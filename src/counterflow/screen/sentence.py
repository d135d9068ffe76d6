"""One sentence that says why a party is a hit, for a reader who sees nothing else.

It says how sure we are, what speaks most for and most against it, and who lists the party. Every part follows from the
result's own reasons and lists; a feature without words is left out rather than guessed at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from counterflow.clean.name import normal_name
from counterflow.compare.reason import NAMES_DIFFER, REVIEW_CAP
from counterflow.compare.script.writing import Writing, writing_of
from counterflow.screen.answer import ListRef, ReasonLine, Result, Status
from counterflow.screen.quote import plain, quote
from counterflow.screen.wording import BANDS, LISTERS, NAME_KINDS, NAME_WORDS, REASON_WORDS, REGISTERS, NameRelation

MOST_CHARS = 700
"""No sentence is longer, whatever the names."""

LEAST = 0.2
"""A fact that moves the log-odds by less is not worth the reader's time."""

APART = -2.0
"""Log-odds of two names from which down they are said to differ, and not to fit in part."""

_NAME, _SAME_SORT = "name", "schema_same"
_LAST = frozenset([_SAME_SORT, REVIEW_CAP, NAMES_DIFFER])
"""Said only where nothing else is: the one is so of most hits, the others repeat the number or name that differs."""
_NAMED_LISTS = 2
_NAME_ALONE = ", going by the name alone"

Properties = Mapping[str, Sequence[str]]


def write_sentence(result: Result, properties: Properties, lists: Mapping[str, ListRef], owner_words: str = "") -> str:
    """Explain a result in one sentence.

    Args:
        result: its `explanation` is not read.
        properties: the candidate's, as FtM has them; says what a name is to it. May be empty.
        lists: the lists searched, by dataset: which are too old.
        owner_words: of a party that listed ones own: how much, by whom; what others wrote in it quoted.
    """
    name, name_odds = _name_clause(result.reasons, properties)
    speaking_for = _strongest(result.reasons, 1)
    against = _strongest(result.reasons, -1)
    agreements = [*([name] if name_odds > 0 else []), *_words(speaking_for)]
    contradictions = [*([name] if name != "" and name_odds <= 0 else []), *_words(against)]
    is_alone = name_odds > 0 and (speaking_for is None or speaking_for.feature == _SAME_SORT)
    if is_alone:
        agreements = agreements[:1]
    head = band_words(result.score) + (_NAME_ALONE if is_alone else "")
    body = ", but ".join(" and ".join(part) for part in (agreements, contradictions) if len(part) > 0)
    return f"{head}{': ' if body != '' else ''}{body}; {_standing(result, lists, owner_words)}."


def band_words(score: float) -> str:
    """Say a probability in words."""
    return next((band.words for band in BANDS if score >= band.least), BANDS[-1].words)


def relate_names(query: str, candidate: str) -> NameRelation:
    """Say how two names look side by side; nothing of why a kernel takes them for one."""
    one, other = normal_name(query), normal_name(candidate)
    words, others = one.split(), other.split()
    if one == other:
        return NameRelation.SAME if one != "" else NameRelation.WRITTEN
    if sorted(words) == sorted(others):
        return NameRelation.ORDER
    if _writing(one) is not _writing(other):
        return NameRelation.SCRIPT
    if len(words) > 0 and set(words) < set(others):
        return NameRelation.FEWER
    return NameRelation.MORE if len(others) > 0 and set(others) < set(words) else NameRelation.WRITTEN


def _writing(text: str) -> Writing:
    found = (writing_of(char) for char in text if char.isalpha())
    return next(found, Writing.NONE)


def _name_clause(reasons: Iterable[ReasonLine], properties: Properties) -> tuple[str, float]:
    """Say how the names agree, and how much that weighs; empty where a side has none."""
    reason = next((one for one in reasons if one.feature == _NAME), None)
    if reason is None or reason.query.strip() == "" or reason.candidate.strip() == "":
        return "", 0.0
    words = NAME_WORDS[relate_names(reason.query, reason.candidate)]
    notes = [note for note in (_name_kind(reason.candidate, properties), words.note) if note != ""]
    shown = quote(reason.candidate) + (f" ({', '.join(notes)})" if len(notes) > 0 else "")
    template = words.disagrees if reason.contribution <= APART else words.wavers
    template = words.agrees if reason.contribution > 0 else template
    return template.format(name=shown), reason.contribution


def _name_kind(name: str, properties: Properties) -> str:
    if name in properties.get("name", ()):
        return ""
    return next((words for prop, words in NAME_KINDS.items() if name in properties.get(prop, ())), "")


def _strongest(reasons: Iterable[ReasonLine], sign: int) -> ReasonLine | None:
    """Find the fact that speaks most for (1) or against (-1)."""
    facts = [one for one in reasons if one.feature in REASON_WORDS and sign * one.contribution >= LEAST]
    return max(facts, key=lambda one: (one.feature not in _LAST, sign * one.contribution), default=None)


def _words(reason: ReasonLine | None) -> list[str]:
    return [] if reason is None else [REASON_WORDS[reason.feature]]


def _standing(result: Result, lists: Mapping[str, ListRef], owner_words: str) -> str:
    """Say who lists the party, or that nobody does."""
    if result.status is Status.UNVERIFIED:
        return "UNVERIFIED: on no list now"
    if result.status is Status.OWNED:
        return f"OWNED: on no list now, {owner_words}"
    by: dict[str, str] = {}
    for dataset in result.datasets:
        if dataset not in REGISTERS:
            lister = LISTERS.get(dataset) or quote(dataset)
            by[lister] = by.get(lister) or _age(lists.get(dataset))
    if len(by) > 0:
        return "listed by " + _join([f"{lister}{age}" for lister, age in by.items()])
    registers = dict.fromkeys(REGISTERS[dataset] + _age(lists.get(dataset)) for dataset in result.datasets)
    return f"found in {_join(list(registers))}" if len(registers) > 0 else "on a list that is not named"


def _age(list_: ListRef | None) -> str:
    if list_ is None or not list_.stale:
        return ""
    return " (out of date)" if list_.published is None else f" (out of date, of {plain(list_.published)})"


def _join(names: Sequence[str]) -> str:
    if len(names) <= _NAMED_LISTS:
        return " and ".join(names)
    return f"{', '.join(names[:_NAMED_LISTS])} and {len(names) - _NAMED_LISTS} more"
