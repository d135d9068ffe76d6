"""The rules of frames: which words evoke each type of event or relation, and who stands in which role.

One TOML file a frame type in `type/`, which a person of the field can read and extend:

    summary = "An authority takes goods, a ship or money."
    roles = ["agent", "patient", "place"]          roles a frame of this type can have
    needs = [["patient"]]                          of each list, one role has to be told (`role:class` says as what)

    [[evoked_by]]
    verb = ["seize", "take into custody"]          lemmas; of a phrase, the verb first
    noun = ["seizure"]                             of a phrase, its head last or before a preposition
    subject = ["agent"]                            roles for each function (see `grammar.py`), the first that fits
    object = ["patient"]
    to = ["recipient:person|body", "destination"]  a role may be narrowed to some classes

    [[example]]                                    each runs as a test
    text = "The navy seized the ship."
    frames = ["seized agent=navy patient=ship"]    those of this type: trigger, `role=last words of the argument`,
                                                   `time=`, and in brackets at the end what is not affirmed fact:
                                                   "[negated]", "[possible]", "[denied reported]"; [] for none
    subject = "Kim"                                where the sentence is of a list's narrative: it is "@" in `frames`

`type/role.toml` says what may fill each role, and which roles a preposition gives where a rule is silent.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from counterflow.exc import InputError
from counterflow.extract.lexica import load_toml
from counterflow.extract.mention.filler import KNOWN_CLASSES
from counterflow.model.doubt import Hedge

FRAME_PATH = Path(__file__).parent / "type"
ROLE_FILE = "role.toml"

WORD_CLASSES = ("verb", "noun", "adjective", "phrase")
_NOUN_PREPOSITIONS = frozenset(
    {"of", "for", "in", "to", "on", "with", "against", "over", "between", "by", "at", "from"}
)


class Slot(NamedTuple):
    """A role that a function may give, and what fills it."""

    role: str
    strong: frozenset[str]
    """Classes of fillers that fit."""
    weak: frozenset[str]
    """Classes that fit where nothing better is known of the word."""


class Need(NamedTuple):
    """A role that has to be told."""

    role: str
    classes: frozenset[str]
    """As what; empty: as anything."""


class Rule(NamedTuple):
    """One way of evoking a frame of one type."""

    type: str
    phrase: tuple[str, ...]
    """Lemmas; the head is at `head`."""
    head: int
    word_class: str
    functions: Mapping[str, tuple[Slot, ...]]
    needs: tuple[tuple[Need, ...], ...]
    unless: tuple[str, ...]
    """Functions that must be empty."""
    has_origin: bool
    """Whether the country before goods is where they are from."""
    hedge: str | None
    """How firmly this word tells of the event by itself: a quota is planned."""


class Rules(NamedTuple):
    """All rules, by the lemma of the word that evokes."""

    by_lemma: Mapping[str, tuple[Rule, ...]]
    examples: tuple[Example, ...]


class Example(NamedTuple):
    """A sentence and the frames expected of it."""

    type: str
    text: str
    frames: tuple[str, ...]
    subject: str | None


@functools.cache
def load_rules() -> Rules:
    """Read the rules, once a process.

    Raises:
        InputError: a file does not say what it should; the error names file and entry.
    """
    roles = _Roles(load_toml(FRAME_PATH / ROLE_FILE, f"frame/type/{ROLE_FILE}"))
    by_lemma: dict[str, list[Rule]] = {}
    examples: list[Example] = []
    for path in sorted(FRAME_PATH.glob("*.toml")):
        if path.name == ROLE_FILE:
            continue
        data = load_toml(path, f"frame/type/{path.name}")
        for rule in _file_rules(path.stem, data, roles):
            by_lemma.setdefault(rule.phrase[rule.head], []).append(rule)
        for one in data.get("example", []):
            _require(one, ("text", "frames"), f"frame/type/{path.name}")
            examples.append(Example(path.stem, one["text"], tuple(one["frames"]), one.get("subject")))
    # Longer phrases first: "take into custody" before "take".
    ordered = {lemma: tuple(sorted(rules, key=lambda rule: -len(rule.phrase))) for lemma, rules in by_lemma.items()}
    return Rules(MappingProxyType(ordered), tuple(examples))


def _require(entry: Mapping[str, Any], keys: Sequence[str], where: str) -> None:
    missing = [key for key in keys if key not in entry]
    if len(missing) > 0:
        raise InputError(f"{missing[0]!r} is missing", where=where, expected=", ".join(keys))


@functools.cache
def verb_lemmas() -> frozenset[str]:
    """Give the lemmas of the verbs that evoke frames."""
    rules = load_rules().by_lemma.items()
    return frozenset(lemma for lemma, found in rules if any(rule.word_class == "verb" for rule in found))


class _Roles:
    """What `role.toml` says."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.strong = {role: frozenset(one["strong"]) for role, one in data["role"].items()}
        self.weak = {role: frozenset(one.get("weak", [])) for role, one in data["role"].items()}
        self.preposition: Mapping[str, Sequence[str]] = data["preposition"]

    def slot(self, text: str, where: str) -> Slot:
        """Read "recipient" or "recipient:person|body"."""
        role, classes = self.split(text, where)
        if classes == "":
            return Slot(role, self.strong[role], self.weak[role])
        return Slot(role, frozenset(classes.split("|")), frozenset())

    def split(self, text: str, where: str) -> tuple[str, str]:
        """Split "recipient:person|body"; both sides have to be known."""
        role, _, classes = text.partition(":")
        if role not in self.strong:
            raise InputError(f"role {role!r} is not known", where=where, expected="a role of role.toml")
        unknown = [one for one in classes.split("|") if classes != "" and one not in KNOWN_CLASSES]
        if len(unknown) > 0:
            expected = ", ".join(sorted(KNOWN_CLASSES))
            raise InputError(f"class {unknown[0]!r} of {text!r} is not known", where=where, expected=expected)
        return role, classes

    def default(self, roles: Sequence[str], where: str) -> dict[str, tuple[Slot, ...]]:
        """Give the slots of the prepositions for a frame type with these roles."""
        found = {}
        for preposition, texts in self.preposition.items():
            slots = tuple(self.slot(text, where) for text in texts if text.partition(":")[0] in roles)
            if len(slots) > 0:
                found[preposition] = slots
        return found


def _file_rules(type_: str, data: Mapping[str, Any], roles: _Roles) -> list[Rule]:
    where = f"frame/type/{type_}.toml"
    _require(data, ("summary", "roles", "needs", "evoked_by"), where)
    for role in data["roles"]:
        roles.split(role, where)
    needs = _needs(data["needs"], roles, where)
    default = roles.default(data["roles"], where)
    has_origin = "origin" in data["roles"]
    rules = []
    for entry in data["evoked_by"]:
        functions = dict(default)
        for name, texts in entry.items():
            if name not in (*WORD_CLASSES, "hedge", "needs", "unless"):
                functions[name] = tuple(roles.slot(text, where) for text in texts)
                foreign = [slot.role for slot in functions[name] if slot.role not in data["roles"]]
                if len(foreign) > 0:
                    raise InputError(
                        f"role {foreign[0]!r} is none of the file's", where=where, expected="one of `roles`"
                    )
        own = _needs(entry["needs"], roles, where) if "needs" in entry else needs
        if entry.get("hedge", Hedge.FACT) not in tuple(Hedge):
            expected = ", ".join(Hedge)
            raise InputError(f"hedge {entry['hedge']!r} is not known", where=where, expected=expected)
        for word_class in WORD_CLASSES:
            for phrase in entry.get(word_class, []):
                words, head = _words(phrase, word_class)
                unless = tuple(entry.get("unless", ()))
                rules.append(
                    Rule(type_, words, head, word_class, functions, own, unless, has_origin, entry.get("hedge"))
                )
    return rules


def _words(phrase: str, word_class: str) -> tuple[tuple[str, ...], int]:
    """Split a phrase into the tokens that the parser makes of it, and give its head."""
    spaced = phrase.split()
    at = 0
    if word_class == "noun":
        last = next(
            (at - 1 for at, word in enumerate(spaced) if at > 0 and word in _NOUN_PREPOSITIONS), len(spaced) - 1
        )
        at = max(last, 0)
    tokens: list[str] = []
    head = 0
    for number, word in enumerate(spaced):
        # "co-owner" and "brother-in-law" are three tokens and five: the hyphens stand alone.
        pieces = [piece for piece in re.split(r"(-)", word) if piece != ""]
        if number == at:
            head = len(tokens) + (0 if "-in-" in word or word_class == "verb" else len(pieces) - 1)
        tokens += pieces
    return tuple(tokens), head


def _needs(groups: Sequence[Sequence[str]], roles: _Roles, where: str) -> tuple[tuple[Need, ...], ...]:
    """Read which roles have to be told: of each group one."""
    found = []
    for group in groups:
        pairs = [roles.split(text, where) for text in group]
        found.append(tuple(Need(role, frozenset(classes.split("|")) - {""}) for role, classes in pairs))
    return tuple(found)
