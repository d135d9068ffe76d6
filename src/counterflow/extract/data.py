"""The data files of reading, checked whole before the first document: a broken line is never a document's fault."""

from __future__ import annotations

import functools
from collections.abc import Callable

from counterflow.clean.quantity.bound import load_modifiers
from counterflow.clean.quantity.unit import load_currency_symbols, load_currency_words, load_units
from counterflow.exc import InputError
from counterflow.extract.frame.rule import load_rules
from counterflow.extract.lexica import LEXICON_PATH, load_map, load_records, load_terms
from counterflow.extract.name.gazetteer import load_gazetteer
from counterflow.extract.remark import load_labels
from counterflow.extract.stance.word import load_stance
from counterflow.model.commodity.ontology import load_lexicon

FIELDS = {
    "country": 3,
    "region": 3,
    "organization": 3,
    "foreign_name": 4,
    "foreign_title": 3,
    "foreign_surname": 2,
}
"""Lexica of records, with the number of their fields."""
MAPS = frozenset(
    {
        "organization_head",
        "numbered_office",
        "month",
        "gendered",
        "stand_in",
        "noun_class",
        "remark_label",
        "event_lead",
    }
)
"""Lexica of `word = value` lines; the others are lists of words."""

_LOADERS: dict[str, Callable[[], object]] = {
    "frame/type": load_rules,
    "stance/word.toml": load_stance,
    "model/commodity/branch": load_lexicon,
    "lexicon/remark_label.txt": load_labels,
    "lexicon/modifier.txt": load_modifiers,
    "lexicon/unit.txt": load_units,
    "lexicon/currency.txt": lambda: (load_currency_words(), load_currency_symbols()),
    "lexicon/country.txt": load_gazetteer,
}
"""What makes more of a file than its lines, by the files."""


@functools.cache
def check_data() -> None:
    """Read all data files, once a process; what is read stays loaded for the documents.

    Raises:
        InputError: a file has a line or an entry that cannot be used; names file and line.
    """
    for path in sorted(LEXICON_PATH.glob("*.txt")):
        load_lexicon_file(path.stem)
    for where, load in _LOADERS.items():
        try:
            load()
        except (KeyError, ValueError, TypeError, AttributeError, IndexError) as exc:
            what = f"an entry has another form than the others ({type(exc).__name__}: {exc})"
            raise InputError(what, where=where, next_step="Compare the last change with the lines around it") from exc


def load_lexicon_file(name: str) -> object:
    """Read one lexicon by its form."""
    if name in FIELDS:
        return load_records(name, FIELDS[name])
    return load_map(name) if name in MAPS else load_terms(name)
