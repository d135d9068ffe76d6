"""Phrases that the parser got wrong: what beside a verb or a preposition belongs to it, and is no part of a noun.

Each function mends the parse in place where its pattern holds, and does nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection

from counterflow.extract.lexica import load_set
from counterflow.extract.parse.language_model import load_lemmas
from counterflow.extract.parse.parsed import Parsed

OF_OBJECT = ("of", "with", "for", "from")
"""Prepositions whose gerund the object of the verb before does: "charged them with smuggling"."""


def mend_receiver(parsed: Parsed, token: int) -> None:
    """ "Paid the harbour master $20,000": a bare verb as the receiver is a noun, and what stands behind it was paid."""
    p = parsed
    verb, before = p.head[token], token - 1
    if p.tag[before] not in ("NN", "NNP") or p.head[before] != verb or p.tag[verb][:2] != "VB":
        return
    p.tag[token] = "NN"
    for child in list(p.children[token]):
        if child > token and p.relation[child] in ("dobj", "prep", "nummod"):
            p.hang(child, verb, "prep" if p.relation[child] == "prep" else "dobj")
    for child in list(p.children[before]):
        p.hang(child, token, p.relation[child])
    p.hang(before, token, "compound")


def mend_named_office(parsed: Parsed, token: int) -> None:
    """ "Appointed Ivan Petrov director": a name right before an office is who gets it, not a part of it."""
    p = parsed
    verb, name = p.head[token], token - 1
    if p.lemma[verb] not in load_set("naming_verb") or p.tag[verb][:2] != "VB" or p.tag[name] != "NNP":
        return
    if p.head[name] != token or p.relation[name] not in ("compound", "nmod") or name <= verb:
        return
    for child in list(p.children[token]):
        if child < name:
            p.hang(child, name, p.relation[child])
    p.hang(name, verb, "dobj")
    p.relation[token] = "oprd"


def mend_gerund(parsed: Parsed, token: int) -> None:
    """ "Denied selling coal": a gerund right after its verb has the noun for its object; it is no part of it."""
    p = parsed
    noun, verb = p.head[token], token - 1
    if (
        p.tag[token] != "VBG"
        or p.tag[verb][:2] != "VB"
        or p.head[noun] != verb
        or p.relation[noun] not in ("dobj", "attr")
        or noun < token
    ):
        return
    if any(p.relation[one] in ("det", "poss") for one in p.children[noun]) or p.lemma[verb] in ("be", "have"):
        return
    p.hang(token, verb, "xcomp")
    p.hang(noun, token, "dobj")


def mend_gerund_after_preposition(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
    """ "Charged with smuggling missile parts": what evokes an event after a preposition is no part of its object."""
    p = parsed
    noun, preposition = p.head[token], token - 1
    is_object = p.relation[noun] == "pobj" and p.head[noun] == preposition and noun > token
    if not is_object or p.lower[preposition] not in (*OF_OBJECT, "by", "in"):
        return
    lemma = load_lemmas().find(p.lower[token], "VBG")
    if lemma not in verbs or any(p.relation[one] in ("det", "poss") for one in p.children[noun]):
        return
    p.hang(token, preposition, "pcomp")
    p.hang(noun, token, "dobj")
    p.tag[token], p.lemma[token] = "VBG", lemma


def mend_accusation(parsed: Parsed, preposition: int) -> None:
    """ "Accused the firm of selling coal": what follows hangs on the verb, and the firm sells."""
    p = parsed
    noun = p.head[preposition]
    verb = p.head[noun]
    is_of_verb = p.lower[preposition] != "of" or p.lemma[verb] in load_set("accusing_verb")
    if p.relation[noun] == "dobj" and p.tag[verb][:2] == "VB" and noun < preposition and is_of_verb:
        p.hang(preposition, verb, "prep")


def mend_participle(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
    """ "The Panama-flagged tanker": behind a hyphen the adjective is a participle."""
    lemma = load_lemmas().find(parsed.lower[token], "VBN")
    if lemma in verbs:
        parsed.tag[token], parsed.lemma[token] = "VBN", lemma


def mend_pursuant(parsed: Parsed, token: int) -> None:
    """ "Listed pursuant to paragraph 15": a preposition of the participle before, not a noun that it modifies."""
    p = parsed
    verb = token - 1
    if p.lower[token + 1] != "to" or p.tag[verb] not in ("VBN", "VBD") or p.head[verb] != token:
        return
    above, relation = p.head[token], p.relation[token]
    if above == token:
        p.children[token].remove(verb)
        p.head[verb], p.relation[verb] = verb, "ROOT"
    else:
        p.hang(verb, above, relation)
    p.hang(token, verb, "prep")
    p.tag[token], p.tag[verb] = "IN", "VBN"
    for child in [one for one in p.children[token] if one > token and p.relation[one] in ("advcl", "pobj")]:
        p.hang(child, verb, "dep")


def mend_off_coast(parsed: Parsed, token: int) -> None:
    """ "Ship seized off Busan": before a proper name "off" says where, and is no part of the verb."""
    p = parsed
    verb, following = p.head[token], token + 1
    if p.relation[token] != "prt" or p.tag[following] != "NNP" or verb != token - 1:
        return
    name = following
    while p.head[name] > name and p.relation[name] in ("compound", "amod", "nmod"):
        name = p.head[name]
    if p.head[name] not in (token, verb) or p.relation[name] not in ("pobj", "dobj"):
        return
    p.tag[token], p.relation[token] = "IN", "prep"
    p.hang(name, token, "pobj")


def mend_enumeration(parsed: Parsed, token: int) -> None:
    """ "To reduce the production, trafficking and use": a noun after a comma goes on with the noun before it, not with
    a verb farther away.
    """
    p = parsed
    before = token - 2 if p.text[token - 1] == "," else token - 1
    if p.text[before] == ")":
        # "vehicles (UAVs), parachutes, gliders"
        before = next((at for at in range(before, max(before - 8, 0), -1) if p.text[at] == "("), before + 1) - 1
    if p.tag[p.head[token]][:2] != "VB" or p.text[token - 1] != "," or p.tag[before] not in ("NN", "NNS"):
        return
    if p.head[token] < before and p.sentence[before] == p.sentence[token]:
        p.hang(token, before, "conj")


def mend_infinitive(parsed: Parsed, token: int) -> None:
    """ "A plot to traffic 200 pounds": a bare noun after "to" with a noun phrase behind it is an infinitive."""
    p = parsed
    to, following = token - 1, token + 1
    noun = p.head[token]
    if p.relation[token] == "compound" and p.head[noun] == to and p.relation[noun] == "pobj" and p.head[to] != to:
        # "used to traffic illicit materials": the verb was taken for a part of its object.
        if min(p.children[noun]) == token:
            _as_verb(p, token)
            p.hang(noun, token, "dobj")
        return
    if p.head[token] != to or p.relation[token] != "pobj" or len(p.children[token]) > 0 or p.head[to] == to:
        return
    if p.tag[following] not in ("DT", "CD", "JJ", "NN", "NNS", "NNP", "PRP$", "IN", "RB") or p.lower[following] in (
        "of",
        "and",
        "or",
    ):
        return
    _as_verb(p, token)
    at = following
    while at < len(p.text) and p.sentence[at] == p.sentence[token] and p.tag[at] not in (".", ",", ":"):
        # The head of the noun phrase that begins here: the first word that hangs before the verb.
        if (
            p.tag[at][:2] in ("NN", "CD")
            and p.head[at] < token
            and p.relation[at] in ("npadvmod", "dobj", "pobj", "dep", "appos")
        ):
            p.hang(at, token, "dobj")
            return
        if p.tag[at] == "IN" and at != following:
            return
        at += 1


def _as_verb(parsed: Parsed, token: int) -> None:
    """Make the noun after "to" an infinitive."""
    p = parsed
    to = token - 1
    governor = p.head[to]
    p.hang(token, governor, "xcomp" if p.tag[governor][:2] == "VB" else "acl")
    p.hang(to, token, "aux")
    p.tag[token], p.lemma[token], p.tag[to] = "VB", p.lower[token], "TO"
