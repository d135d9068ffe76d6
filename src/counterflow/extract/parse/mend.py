"""Mending the parse where the parser is known to err in a way that can be told from the words alone.

Each rule stands for a class of errors of the small model, not for a sentence; what it changes is tag, relation and head
of a few tokens.
"""

from __future__ import annotations

from collections.abc import Collection

from counterflow.extract.parse.mend_clause import (
    mend_content,
    mend_dateline,
    mend_extraposed,
    mend_joined_infinitive,
    mend_main_verb,
    mend_modal,
    mend_object_relative,
    mend_perfect,
    mend_reduced,
    mend_subject_behind_comma,
    mend_third_person,
    mend_told_by_participle,
)
from counterflow.extract.parse.mend_phrase import (
    OF_OBJECT,
    mend_accusation,
    mend_enumeration,
    mend_gerund,
    mend_gerund_after_preposition,
    mend_infinitive,
    mend_named_office,
    mend_off_coast,
    mend_participle,
    mend_pursuant,
    mend_receiver,
)
from counterflow.extract.parse.parsed import Parsed

_MISTAKEN = frozenset(
    {"dative", "dobj", "npadvmod", "amod", "ROOT", "ccomp", "conj", "relcl", "advcl", "appos", "acl", "compound"}
)
"""Relations of what `_verb_and_objects` looks at."""

_BY_WORD = {"off": mend_off_coast, "pursuant": mend_pursuant}


def mend(parsed: Parsed, verbs: Collection[str]) -> None:
    """Mend a run in place; `verbs` are the lemmas whose reading as a noun after "to" would lose an event."""
    if len(parsed.text) > 1 and parsed.relation[0] == "amod":
        _verb_and_objects(parsed, 0, verbs)
    if len(parsed.text) > 1 and len(parsed.text[0]) > 2 and parsed.text[0].isupper():
        mend_dateline(parsed)
    for token in range(1, len(parsed.text) - 1):
        if parsed.tag[token] == "JJ" and parsed.text[token - 1] == "-" and parsed.lower[token].endswith("ed"):
            mend_participle(parsed, token, verbs)
        if parsed.lower[token] in _BY_WORD:
            _BY_WORD[parsed.lower[token]](parsed, token)
        if (
            parsed.lower[token - 1] == "to"
            and parsed.tag[token] in ("NN", "NNP", "JJ")
            and parsed.lower[token] in verbs
        ):
            mend_infinitive(parsed, token)
        if parsed.relation[token] in ("amod", "compound") and parsed.lower[token].endswith("ing"):
            mend_gerund(parsed, token)
            mend_gerund_after_preposition(parsed, token, verbs)
        if parsed.relation[token] == "pcomp" and parsed.lower[parsed.head[token]] in OF_OBJECT:
            mend_accusation(parsed, parsed.head[token])
        if parsed.tag[token] == "MD" and parsed.relation[token] in ("dobj", "pobj", "appos", "attr", "conj", "dep"):
            mend_modal(parsed, token)
        if parsed.relation[token] == "conj" and token > 1:
            _joined(parsed, token)
        if (
            parsed.lemma[token - 1] == "have"
            and parsed.relation[token] == "amod"
            and parsed.tag[token] in ("VBN", "VBD")
        ):
            mend_perfect(parsed, token)
        if parsed.relation[token] in _MISTAKEN:
            _verb_and_objects(parsed, token, verbs)


def _joined(parsed: Parsed, token: int) -> None:
    """Mend what was joined to the wrong word."""
    if parsed.tag[token] in ("NN", "NNS"):
        mend_enumeration(parsed, token)
    elif parsed.tag[token] == "VB":
        mend_joined_infinitive(parsed, token)


def _verb_and_objects(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
    """Mend what was taken for a part of the noun phrase beside a verb."""
    tag, relation = parsed.tag[token], parsed.relation[token]
    if relation == "dative" and tag == "VB":
        mend_receiver(parsed, token)
    elif relation in ("dobj", "npadvmod") and tag in ("NN", "NNP") and parsed.text[token][0].islower():
        mend_named_office(parsed, token)
    elif relation == "amod" and (tag in ("VBN", "VBD") or (tag == "JJ" and parsed.lower[token].endswith("ed"))):
        mend_told_by_participle(parsed, token, verbs)
    elif relation == "ROOT" and tag == "VBG":
        mend_extraposed(parsed, token)
    elif relation == "ROOT" and tag in ("VBN", "VBD"):
        mend_reduced(parsed, token)
    elif relation in ("acl", "compound") and parsed.text[token - 1] == ",":
        mend_main_verb(parsed, token, verbs)
    elif relation == "acl" and parsed.head[token] == token - 1:
        mend_object_relative(parsed, token)
    elif relation == "dobj" and tag in ("WDT", "IN"):
        mend_content(parsed, token)
    elif relation == "appos" and tag[:2] == "NN":
        mend_subject_behind_comma(parsed, token)
    if tag in ("NNS", "NNPS") and len(parsed.children[token]) > 1:
        mend_third_person(parsed, token, verbs)
