"""Clauses that the parser got wrong: what is the verb of a sentence, and what are its subject and object.

Each function mends the parse in place where its pattern holds, and does nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection

from counterflow.extract.parse.language_model import load_lemmas
from counterflow.extract.parse.parsed import Parsed


def mend_dateline(parsed: Parsed) -> None:
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
                    p.hang(at, p.head[town], "nsubj")


def mend_content(parsed: Parsed, token: int) -> None:
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


def mend_reduced(parsed: Parsed, token: int) -> None:
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
        p.hang(subjects[0], verb, "nsubj")
        for child in [one for one in p.children[token] if one > verb or (one < subjects[0])]:
            p.hang(child, verb, p.relation[child])
        p.hang(token, subjects[0], "acl")
        p.tag[token] = "VBN"
        return


def mend_object_relative(parsed: Parsed, token: int) -> None:
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
        p.hang(child, main, p.relation[child])
    is_passive = any(p.relation[one] == "auxpass" for one in p.children[main])
    p.hang(noun, main, "nsubjpass" if is_passive else "nsubj")
    p.hang(token, noun, "relcl")
    p.hang(seller, token, "nsubj")
    p.hang(pronoun, token, "dobj")
    p.tag[token], p.tag[pronoun] = "VBD", "WDT"


def mend_main_verb(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
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
    p.hang(root, token, "nsubj")
    for child in behind:
        p.hang(child, token, "punct")
    if is_lost:
        p.hang(noun, token, "dobj")
        for child in [one for one in p.children[noun] if p.relation[one] == "prep"]:
            p.hang(child, token, "prep")


def mend_subject_behind_comma(parsed: Parsed, token: int) -> None:
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
            p.hang(token, at, "nsubjpass" if "auxpass" in relations else "nsubj")
            return


def _has_way(parsed: Parsed, noun: int) -> bool:
    """Whether something at a noun says whither, whence or for whom: "rockets to Syria", not "owner of tankers"."""
    return any(parsed.lower[child] in ("to", "for", "from", "into", "through") for child in parsed.children[noun])


def mend_told_by_participle(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
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
            p.hang(child, actors[0] if before else token, p.relation[child])
    p.children[noun].remove(token)
    p.head[token], p.relation[token], p.tag[token], p.lemma[token] = token, "ROOT", "VBD", lemma
    for actor in actors:
        p.relation[actor] = "nsubj"
    p.hang(noun, token, "dobj")


def mend_third_person(parsed: Parsed, token: int, verbs: Collection[str]) -> None:
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
            p.hang(child, before[-1], "pobj")


def mend_extraposed(parsed: Parsed, token: int) -> None:
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
            p.hang(nouns[0], verb, "nsubj")
            p.hang(verb, token, "ccomp")
            p.tag[token], p.lemma[token] = "JJ", p.lower[token]


def mend_modal(parsed: Parsed, token: int) -> None:
    """ "The man might, on arrival, have been arrested": a modal that the parser lost belongs to the next verb."""
    p = parsed
    for at in range(token + 1, len(p.text)):
        if p.sentence[at] != p.sentence[token]:
            return
        if p.tag[at][:2] == "VB" and p.relation[at] not in ("aux", "auxpass"):
            # What hung on the modal was the subject's, or the object's, before it.
            for child in [one for one in p.children[token] if one < token and p.relation[one] == "compound"]:
                p.hang(child, p.head[token], p.relation[token])
            p.hang(token, at, "aux")
            return


def mend_joined_infinitive(parsed: Parsed, token: int) -> None:
    """ "Are expected to pay, and then to pay more": the second infinitive is joined to the first, not to "expected"."""
    p = parsed
    verb = p.head[token]
    if p.tag[verb] == "VB" or not _has_to(p, token):
        return
    first = next(
        (one for one in p.children[verb] if one < token and p.relation[one] == "xcomp" and _has_to(p, one)), None
    )
    if first is not None:
        p.hang(token, first, "conj")


def _has_to(parsed: Parsed, verb: int) -> bool:
    return parsed.tag[verb] == "VB" and any(parsed.tag[one] == "TO" for one in parsed.children[verb])


def mend_perfect(parsed: Parsed, token: int) -> None:
    """ "The group had smuggled drugs": a participle right after "had" is no adjective of its object."""
    p = parsed
    have, noun = token - 1, p.head[token]
    if p.head[noun] != have or p.relation[noun] != "dobj" or p.relation[have] in ("aux", "xcomp"):
        return
    governor, relation = p.head[have], p.relation[have]
    moved = [child for child in p.children[have] if child not in (noun, token)]
    p.hang(token, token if governor == have else governor, relation)
    for child in [*moved, noun]:
        p.hang(child, token, p.relation[child])
    p.hang(have, token, "aux")
    p.tag[token] = "VBN"
