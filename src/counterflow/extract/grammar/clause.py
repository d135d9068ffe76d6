"""Clauses: the verb that a word is an argument of, and the subject of a verb, also where it is understood."""

from __future__ import annotations

from counterflow.extract.lexica import load_set
from counterflow.extract.parse.climb import climb
from counterflow.extract.parse.parsed import Parsed

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_ROLES = {
    **dict.fromkeys(_SUBJECTS, "subject"),
    **dict.fromkeys(("dobj", "dative"), "object"),
    "poss": "possessor",
    "pobj": "oblique",
}
_CARRIED = frozenset({"xcomp", "conj", "advcl", "prep", "pcomp"})
"""Relations of a clause whose subject may be that of the clause it hangs on."""


def _first_noun(parsed: Parsed, at: int) -> int:
    """Give the first of the nouns that are joined with a word."""
    for one in climb(parsed, at):
        if parsed.relation[one] != "conj" or parsed.tag[parsed.head[one]][:2] not in ("NN", "PR"):
            return one
    return at


def role_of(parsed: Parsed, at: int) -> str:
    """Give the function of a word: subject, object, possessor, oblique or other; a conjunct has that of the first."""
    at = _first_noun(parsed, at)
    return _ROLES.get(parsed.relation[at], "other")


def argument_verb(parsed: Parsed, at: int) -> int | None:
    """Give the verb that a word is an argument of, directly or after prepositions; None: it belongs to a noun."""
    at = _first_noun(parsed, at)
    if parsed.relation[at] not in _ROLES or parsed.relation[at] == "poss":
        return None
    at = parsed.head[at]
    for one in climb(parsed, at):
        at = one
        if parsed.relation[at] not in ("prep", "agent", "dative") or parsed.tag[at] not in ("IN", "TO", "RP"):
            break
    return at if parsed.tag[at][:2] in ("VB", "MD") else None


def subject_of(parsed: Parsed, verb: int | None) -> int | None:
    """Give the subject that stands at a verb."""
    if verb is None:
        return None
    return next((at for at in parsed.children[verb] if parsed.relation[at] in _SUBJECTS), None)


def followed_subject(parsed: Parsed, verb: int) -> int | None:
    """Give the subject of a verb: its own, a relative pronoun's noun, or that of the clause it hangs on."""
    for at in climb(parsed, verb):
        subject = subject_of(parsed, at)
        if subject is not None:
            noun = relative_head(parsed, subject)
            return subject if noun is None else noun
        if parsed.relation[at] in ("acl", "relcl"):
            return parsed.head[at]
        if parsed.relation[at] not in _CARRIED:
            return None
    return None


def relative_head(parsed: Parsed, at: int) -> int | None:
    """Give the noun that a relative pronoun stands for."""
    if parsed.tag[at] not in ("WDT", "WP", "WP$"):
        return None
    return relative_noun(parsed, at)


def relative_noun(parsed: Parsed, at: int) -> int | None:
    """Give the noun whose relative clause a word stands in."""
    clause = next((one for one in climb(parsed, at) if parsed.relation[one] == "relcl"), None)
    return None if clause is None else parsed.head[clause]


_OPEN_VERBS = frozenset(
    {
        "seem",
        "appear",
        "turn",
        "remain",
        "say",
        "report",
        "believe",
        "think",
        "expect",
        "allege",
        "put",
        "follow",
        "take",
    }
)
_HAPPENING = frozenset({"occur", "happen", "matter", "rain"})
_CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "advcl", "acl"})


def is_expletive(parsed: Parsed, at: int) -> bool:
    """Whether "it" stands for nothing or for a whole fact: "it is unclear", "it was found that", "if it happens"."""
    if parsed.relation[at] == "expl" or parsed.lower[at - 1 : at + 2] == ["as", "it", "was"]:
        return True
    verb = parsed.head[at]
    if parsed.relation[at] not in _SUBJECTS or parsed.tag[verb][:2] != "VB":
        return False
    if parsed.lemma[verb] in _HAPPENING:
        return True
    has_clause = any(parsed.relation[one] in _CLAUSES and one > verb for one in parsed.children[verb])
    if parsed.lemma[verb] not in ("be", "become"):
        is_told = parsed.relation[at] == "nsubjpass" and any(
            parsed.relation[one] == "ccomp" for one in parsed.children[verb]
        )
        return is_told or (parsed.lemma[verb] in _OPEN_VERBS and has_clause)
    predicates = [one for one in parsed.children[verb] if parsed.relation[one] in ("acomp", "attr")]
    if any(parsed.lower[one] in load_set("impersonal") for one in predicates):
        return True
    inner = any(parsed.relation[one] in _CLAUSES for place in predicates for one in parsed.children[place])
    return (has_clause or inner) and any(parsed.relation[one] == "acomp" for one in predicates)


def told_to_be(parsed: Parsed, at: int) -> int | None:
    """Give the noun that a sentence says its subject is: "it is a supplier of the ministry"."""
    verb = parsed.head[at]
    if parsed.relation[at] not in _SUBJECTS or parsed.lemma[verb] not in ("be", "become"):
        return None
    return next((one for one in parsed.children[verb] if parsed.relation[one] == "attr"), None)
