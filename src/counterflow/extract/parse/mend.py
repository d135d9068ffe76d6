"""Mending the parse where the parser is known to err in a way that can be told from the words alone.

Each rule stands for a class of errors of the small model, not for a sentence; what it changes is tag, relation and head
of a few tokens.
"""

from __future__ import annotations

from collections.abc import Collection

from counterflow.extract.lexica import load_set
from counterflow.extract.parse.language_model import load_lemmas
from counterflow.extract.parse.parsed import Parsed

_OF_OBJECT = ("of", "with", "for", "from")
"""Prepositions whose gerund the object of the verb before does: "charged them with smuggling"."""

_MISTAKEN = frozenset(
    {"dative", "dobj", "npadvmod", "amod", "ROOT", "ccomp", "conj", "relcl", "advcl", "appos", "acl", "compound"}
)
"""Relations of what `_verb_and_objects` looks at."""


def mend(parsed: Parsed, verbs: Collection[str]) -> None:
    """Mend a run in place; `verbs` are the lemmas whose reading as a noun after "to" would lose an event."""
    if len(parsed.text) > 1 and parsed.relation[0] == "amod":
        _verb_and_objects(parsed, 0, verbs)
    if len(parsed.text) > 1 and len(parsed.text[0]) > 2 and parsed.text[0].isupper():
        _dateline(parsed)
    for token in range(1, len(parsed.text) - 1):
        if parsed.tag[token] == "JJ" and parsed.text[token - 1] == "-" and parsed.lower[token].endswith("ed"):
            _participle(parsed, token, verbs)
        if parsed.lower[token] == "pursuant" and parsed.lower[token + 1] == "to":
            _pursuant(parsed, token)
        if (
            parsed.lower[token - 1] == "to"
            and parsed.tag[token] in ("NN", "NNP", "JJ")
            and parsed.lower[token] in verbs
        ):
            _infinitive(parsed, token)
        if parsed.relation[token] in ("amod", "compound") and parsed.lower[token].endswith("ing"):
            _gerund(parsed, token)
            _gerund_after_preposition(parsed, token, verbs)
        if parsed.relation[token] == "pcomp" and parsed.lower[parsed.head[token]] in _OF_OBJECT:
            _accusation(parsed, parsed.head[token])
        if parsed.tag[token] == "MD" and parsed.relation[token] in ("dobj", "pobj", "appos", "attr", "conj", "dep"):
            _modal(parsed, token)
        if parsed.relation[token] == "conj" and parsed.tag[token] in ("NN", "NNS") and token > 1:
            _enumeration(parsed, token)
        if (
            parsed.lemma[token - 1] == "have"
            and parsed.relation[token] == "amod"
            and parsed.tag[token] in ("VBN", "VBD")
        ):
            _perfect(parsed, token)
        if parsed.relation[token] in _MISTAKEN:
            _verb_and_objects(parsed, token, verbs)


def _dateline(parsed: Parsed) -> None:
    """ "WASHINGTON - The United States has sanctioned ...": the town of a dateline does nothing."""
    p = parsed
    dash = next((at for at in range(1, min(10, len(p.text))) if p.text[at] in ("—", "–", "-", "--")), None)
    if dash is None:
        return
    for town in range(dash):
        if p.relation[town] in ("nsubj", "nsubjpass") and p.head[town] > dash:
            p.relation[town] = "dep"
            for at in range(dash + 1, p.head[town]):
                above = p.head[at]
                if p.relation[at] == "nsubj" and p.relation[above] == "aux" and p.head[above] == p.head[town]:
                    _hang(p, at, p.head[town], "nsubj")


def _content(parsed: Parsed, token: int) -> None:
    """ "A tip that she carried narcotics": beside a subject and an object "that" is neither, and only leads on."""
    p = parsed
    verb = p.head[token]
    objects = [one for one in p.children[verb] if p.relation[one] == "dobj" and one > verb]
    if p.lower[token] != "that":
        return
    if p.relation[verb] == "relcl" and len(objects) > 0:
        p.relation[token], p.tag[token], p.relation[verb] = "mark", "IN", "acl"
    elif p.relation[verb] == "acl" and len(objects) == 0:
        p.tag[token], p.relation[verb] = "WDT", "relcl"  # "the rifles that the bank bought"


def _verb_and_objects(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
    """Mend what was taken for a part of the noun phrase beside a verb."""
    tag, relation = parsed.tag[token], parsed.relation[token]
    if relation == "dative" and tag == "VB":
        _receiver(parsed, token)
    elif relation in ("dobj", "npadvmod") and tag in ("NN", "NNP") and parsed.text[token][0].islower():
        _named_office(parsed, token)
    elif relation == "amod" and (tag in ("VBN", "VBD") or (tag == "JJ" and parsed.lower[token].endswith("ed"))):
        _told_by_participle(parsed, token, verbs)
    elif relation == "ROOT" and tag == "VBG":
        _extraposed(parsed, token)
    elif relation == "ROOT" and tag in ("VBN", "VBD"):
        _reduced(parsed, token)
    elif relation in ("acl", "compound") and parsed.text[token - 1] == ",":
        _main_verb(parsed, token, verbs)
    elif relation == "acl" and parsed.head[token] == token - 1:
        _object_relative(parsed, token)
    elif relation == "dobj" and tag in ("WDT", "IN"):
        _content(parsed, token)
    elif relation == "appos" and tag[:2] == "NN":
        _subject_behind_comma(parsed, token)
    if tag in ("NNS", "NNPS") and len(parsed.children[token]) > 1:
        _third_person(parsed, token, verbs)


def _reduced(parsed: Parsed, token: int) -> None:
    """ "Two men linked to the embassy paid the broker": of two verbs the participle describes, the finite one tells."""
    p = parsed
    children = p.children[token]
    subjects = [one for one in children if p.relation[one] == "nsubj" and one < token]
    is_finite = any(p.relation[one] in ("aux", "auxpass", "dobj", "cc") for one in children)
    if len(subjects) != 1 or is_finite or p.tag[token + 1] not in ("IN", "TO"):
        return
    for verb in [one for one in children if one > token and p.tag[one] in ("VBD", "VBZ", "VBP")]:
        has_own = any(p.relation[one] in ("nsubj", "nsubjpass", "mark") for one in p.children[verb])
        if (
            p.relation[verb] not in ("prep", "dep", "ccomp", "conj")
            or has_own
            or p.text[verb - 1] in (",", "and", "or")
        ):
            continue
        p.children[token].remove(verb)
        p.head[verb], p.relation[verb] = verb, "ROOT"
        _hang(p, subjects[0], verb, "nsubj")
        for child in [one for one in p.children[token] if one > verb or (one < subjects[0])]:
            _hang(p, child, verb, p.relation[child])
        _hang(p, token, subjects[0], "acl")
        p.tag[token] = "VBN"
        return


def _object_relative(parsed: Parsed, token: int) -> None:
    """ "The rifles that the bank sold to Iran were old": the bank sold them, and they were old."""
    p = parsed
    seller = token - 1
    main = p.head[seller]
    noun = p.head[main]
    pronoun = min([seller, *p.children[seller]]) - 1
    is_relative = pronoun > noun and p.lower[pronoun] in ("that", "which", "whom")
    if (
        p.relation[seller] not in ("nsubj", "nsubjpass")
        or p.relation[main] not in ("acl", "relcl")
        or not is_relative
        or main < token
    ):
        return
    if p.head[noun] != noun or noun > seller or p.tag[noun][:2] != "NN":
        return
    p.children[noun].remove(main)
    p.head[main], p.relation[main] = main, "ROOT"
    for child in [one for one in p.children[noun] if one > main]:
        _hang(p, child, main, p.relation[child])
    is_passive = any(p.relation[one] == "auxpass" for one in p.children[main])
    _hang(p, noun, main, "nsubjpass" if is_passive else "nsubj")
    _hang(p, token, noun, "relcl")
    _hang(p, seller, token, "nsubj")
    _hang(p, pronoun, token, "dobj")
    p.tag[token], p.tag[pronoun] = "VBD", "WDT"


def _main_verb(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
    """ "The ship, a tanker owned by the army, carried oil": in a sentence whose root is a noun, the verb behind the
    last comma tells, also where it was taken for a plural: "The firm, owned by the army, exports coal".
    """
    p = parsed
    is_plural = p.relation[token] == "compound"
    lemma = load_lemmas().find(p.lower[token], "VBZ" if is_plural else p.tag[token])
    noun = p.head[token]
    root = noun
    for _ in range(4):
        if p.head[root] == root:
            break
        root = p.head[root]
    is_told = p.tag[token] in ("VBD", "VBZ") and any(p.relation[one] == "dobj" for one in p.children[token])
    is_lost = is_plural and p.tag[token] == "NNS" and p.relation[noun] == "appos" and noun > token
    if not (is_told or is_lost) or lemma not in verbs or p.tag[root][:2] != "NN" or p.text[root + 1] != ",":
        return
    if p.head[root] != root or any(p.relation[one] in ("prep", "relcl") and one > token for one in p.children[root]):
        return
    behind = [one for one in p.children[root] if p.relation[one] == "punct" and one > token]
    p.children[noun].remove(token)
    p.head[token], p.relation[token] = token, "ROOT"
    p.tag[token], p.lemma[token] = ("VBZ" if is_plural else p.tag[token]), lemma
    _hang(p, root, token, "nsubj")
    for child in behind:
        _hang(p, child, token, "punct")
    if is_lost:
        _hang(p, noun, token, "dobj")
        for child in [one for one in p.children[noun] if p.relation[one] == "prep"]:
            _hang(p, child, token, "prep")


def _subject_behind_comma(parsed: Parsed, token: int) -> None:
    """ "According to the panel, Delta Ltd. shipped coal": right before a verb without a subject stands its subject."""
    p = parsed
    noun, at = p.head[token], token + 1
    first = min(p.children[token], default=token)
    if p.relation[noun] != "pobj" or p.text[min(first, token) - 1] != "," or at >= len(p.text):
        return
    while at + 1 < len(p.text) and (p.relation[at] in ("aux", "auxpass", "advmod", "neg")):
        at += 1
    is_verb = p.tag[at] in ("VBD", "VBZ", "VBP", "VBN", "VB") and p.relation[at] in ("ROOT", "ccomp", "conj", "advcl")
    relations = [p.relation[one] for one in p.children[at]]
    if not is_verb or "nsubj" in relations or "nsubjpass" in relations or p.head[token] > token:
        return
    # The phrase before the comma belongs to this verb, directly or over prepositions.
    above = noun
    for _ in range(4):
        above = p.head[above]
        if above == at:
            _hang(p, token, at, "nsubjpass" if "auxpass" in relations else "nsubj")
            return


def _receiver(parsed: Parsed, token: int) -> None:
    """ "Paid the harbour master $20,000": a bare verb as the receiver is a noun, and what stands behind it was paid."""
    p = parsed
    verb, before = p.head[token], token - 1
    if p.tag[before] not in ("NN", "NNP") or p.head[before] != verb or p.tag[verb][:2] != "VB":
        return
    p.tag[token] = "NN"
    for child in list(p.children[token]):
        if child > token and p.relation[child] in ("dobj", "prep", "nummod"):
            _hang(p, child, verb, "prep" if p.relation[child] == "prep" else "dobj")
    for child in list(p.children[before]):
        _hang(p, child, token, p.relation[child])
    _hang(p, before, token, "compound")


def _named_office(parsed: Parsed, token: int) -> None:
    """ "Appointed Ivan Petrov director": a name right before an office is who gets it, not a part of it."""
    p = parsed
    verb, name = p.head[token], token - 1
    if p.lemma[verb] not in load_set("naming_verb") or p.tag[verb][:2] != "VB" or p.tag[name] != "NNP":
        return
    if p.head[name] != token or p.relation[name] not in ("compound", "nmod") or name <= verb:
        return
    for child in list(p.children[token]):
        if child < name:
            _hang(p, child, name, p.relation[child])
    _hang(p, name, verb, "dobj")
    p.relation[token] = "oprd"


def _has_way(parsed: Parsed, noun: int) -> bool:
    """Whether something at a noun says whither, whence or for whom: "rockets to Syria", not "owner of tankers"."""
    return any(parsed.lower[child] in ("to", "for", "from", "into", "through") for child in parsed.children[noun])


def _told_by_participle(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
    """ "Supplied rockets to Syria.", "The vessel loaded coal at Nampo.": in a sentence without a verb, the participle
    before its only noun tells what was done.
    """
    p = parsed
    noun = p.head[token]
    lemma = load_lemmas().find(p.lower[token], "VBN")
    if p.head[noun] != noun or noun < token or p.tag[noun][:2] != "NN" or lemma not in verbs:
        return
    first = token == 0 or p.sentence[token - 1] != p.sentence[token]
    actors = [child for child in p.children[token] if child < token and p.relation[child] == "npadvmod"]
    is_told = first and noun <= token + 3 and p.lower[noun] != "pursuant" and _has_way(p, noun)
    if not is_told and (len(actors) != 1 or p.tag[actors[0]][:2] != "NN" or p.text[token - 1] == "-"):
        return
    for child in list(p.children[noun]):
        is_own = token < child < noun or p.relation[child] in ("amod", "compound", "nummod", "conj", "cc", "relcl")
        if child != token and (not is_own or child < token):
            # What stood before the participle belongs to who did it.
            before = child < token and len(actors) == 1
            _hang(p, child, actors[0] if before else token, p.relation[child])
    p.children[noun].remove(token)
    p.head[token], p.relation[token], p.tag[token], p.lemma[token] = token, "ROOT", "VBD", lemma
    for actor in actors:
        p.relation[actor] = "nsubj"
    _hang(p, noun, token, "dobj")


def _third_person(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
    """ "Revenue from coal exports funds the programme": what has a subject and an object is a verb, not a plural."""
    p = parsed
    relations = [p.relation[child] for child in p.children[token]]
    if "nsubj" not in relations or "dobj" not in relations:
        return
    lemma = load_lemmas().find(p.lower[token], "VBZ")
    if lemma not in verbs:
        return
    p.tag[token], p.lemma[token] = "VBZ", lemma
    for child in [one for one in p.children[token] if one == token - 1 and p.relation[one] == "compound"]:
        before = [one for one in range(child) if p.tag[one] == "IN" and p.relation[one] == "prep"]
        if len(before) > 0 and len(p.children[before[-1]]) == 0:
            _hang(p, child, before[-1], "pobj")


def _extraposed(parsed: Parsed, token: int) -> None:
    """ "It is unsurprising its diplomats are selling": the noun behind the adjective is the next verb's subject."""
    p = parsed
    children = p.children[token]
    if not any(p.lower[one] == "it" and p.relation[one] == "nsubj" for one in children):
        return
    for verb in [one for one in children if p.relation[one] in ("conj", "ccomp") and p.tag[one][:2] == "VB"]:
        if any(p.relation[one] in ("nsubj", "nsubjpass") for one in p.children[verb]):
            continue
        is_plural = any(p.lower[one] in ("are", "were", "have") for one in p.children[verb])
        nouns = [one for one in children if p.relation[one] == "dobj" and token < one < verb]
        if is_plural and len(nouns) == 1:
            _hang(p, nouns[0], verb, "nsubj")
            _hang(p, verb, token, "ccomp")
            p.tag[token], p.lemma[token] = "JJ", p.lower[token]


def _gerund(parsed: Parsed, token: int) -> None:
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
    _hang(p, token, verb, "xcomp")
    _hang(p, noun, token, "dobj")


def _gerund_after_preposition(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
    """ "Charged with smuggling missile parts": what evokes an event after a preposition is no part of its object."""
    p = parsed
    noun, preposition = p.head[token], token - 1
    is_object = p.relation[noun] == "pobj" and p.head[noun] == preposition and noun > token
    if not is_object or p.lower[preposition] not in (*_OF_OBJECT, "by", "in"):
        return
    lemma = load_lemmas().find(p.lower[token], "VBG")
    if lemma not in verbs or any(p.relation[one] in ("det", "poss") for one in p.children[noun]):
        return
    _hang(p, token, preposition, "pcomp")
    _hang(p, noun, token, "dobj")
    p.tag[token], p.lemma[token] = "VBG", lemma


def _accusation(parsed: Parsed, preposition: int) -> None:
    """ "Accused the firm of selling coal": what follows hangs on the verb, and the firm sells."""
    p = parsed
    noun = p.head[preposition]
    verb = p.head[noun]
    is_of_verb = p.lower[preposition] != "of" or p.lemma[verb] in load_set("accusing_verb")
    if p.relation[noun] == "dobj" and p.tag[verb][:2] == "VB" and noun < preposition and is_of_verb:
        _hang(p, preposition, verb, "prep")


def _participle(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
    """ "The Panama-flagged tanker": behind a hyphen the adjective is a participle."""
    lemma = load_lemmas().find(parsed.lower[token], "VBN")
    if lemma in verbs:
        parsed.tag[token], parsed.lemma[token] = "VBN", lemma


def _pursuant(parsed: Parsed, token: int) -> None:
    """ "Listed pursuant to paragraph 15": a preposition of the participle before, not a noun that it modifies."""
    p = parsed
    verb = token - 1
    if p.tag[verb] not in ("VBN", "VBD") or p.head[verb] != token:
        return
    above, relation = p.head[token], p.relation[token]
    if above == token:
        p.children[token].remove(verb)
        p.head[verb], p.relation[verb] = verb, "ROOT"
    else:
        _hang(p, verb, above, relation)
    _hang(p, token, verb, "prep")
    p.tag[token], p.tag[verb] = "IN", "VBN"
    for child in [one for one in p.children[token] if one > token and p.relation[one] in ("advcl", "pobj")]:
        _hang(p, child, verb, "dep")


def _modal(parsed: Parsed, token: int) -> None:
    """ "The man might, on arrival, have been arrested": a modal that the parser lost belongs to the next verb."""
    p = parsed
    for at in range(token + 1, len(p.text)):
        if p.sentence[at] != p.sentence[token]:
            return
        if p.tag[at][:2] == "VB" and p.relation[at] not in ("aux", "auxpass"):
            # What hung on the modal was the subject's, or the object's, before it.
            for child in [one for one in p.children[token] if one < token and p.relation[one] == "compound"]:
                _hang(p, child, p.head[token], p.relation[token])
            _hang(p, token, at, "aux")
            return


def _enumeration(parsed: Parsed, token: int) -> None:
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
        _hang(p, token, before, "conj")


def _infinitive(parsed: Parsed, token: int) -> None:
    """ "A plot to traffic 200 pounds": a bare noun after "to" with a noun phrase behind it is an infinitive."""
    p = parsed
    to, following = token - 1, token + 1
    noun = p.head[token]
    if p.relation[token] == "compound" and p.head[noun] == to and p.relation[noun] == "pobj" and p.head[to] != to:
        # "used to traffic illicit materials": the verb was taken for a part of its object.
        if min(p.children[noun]) == token:
            _as_verb(p, token)
            _hang(p, noun, token, "dobj")
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
            _hang(p, at, token, "dobj")
            return
        if p.tag[at] == "IN" and at != following:
            return
        at += 1


def _as_verb(parsed: Parsed, token: int) -> None:
    """Make the noun after "to" an infinitive."""
    p = parsed
    to = token - 1
    governor = p.head[to]
    _hang(p, token, governor, "xcomp" if p.tag[governor][:2] == "VB" else "acl")
    _hang(p, to, token, "aux")
    p.tag[token], p.lemma[token], p.tag[to] = "VB", p.lower[token], "TO"


def _perfect(parsed: Parsed, token: int) -> None:
    """ "The group had smuggled drugs": a participle right after "had" is no adjective of its object."""
    p = parsed
    have, noun = token - 1, p.head[token]
    if p.head[noun] != have or p.relation[noun] != "dobj" or p.relation[have] in ("aux", "xcomp"):
        return
    governor, relation = p.head[have], p.relation[have]
    moved = [child for child in p.children[have] if child not in (noun, token)]
    _hang(p, token, token if governor == have else governor, relation)
    for child in [*moved, noun]:
        _hang(p, child, token, p.relation[child])
    _hang(p, have, token, "aux")
    p.tag[token] = "VBN"


def _hang(parsed: Parsed, token: int, head: int, relation: str) -> None:
    """Make a token depend on another."""
    old = parsed.head[token]
    if token in parsed.children[old]:
        parsed.children[old].remove(token)
    parsed.head[token] = head
    parsed.relation[token] = relation
    if head != token:
        parsed.children[head].append(token)
        parsed.children[head].sort()
