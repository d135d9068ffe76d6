"""Stance: how firmly a sentence tells of an event, whether it affirms it, and who says so.

In each sentence stars mark the word that evokes the event; beside it stand polarity, hedge and the sources, outermost
first.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Iterator

import pytest

from counterflow.extract.frame.rule import verb_lemmas
from counterflow.extract.grammar.grammar import Grammar
from counterflow.extract.lexica import load_set
from counterflow.extract.parse.language_model import load_language_model
from counterflow.extract.parse.mend import mend
from counterflow.extract.parse.parsed import Parsed
from counterflow.extract.stance.stance import Stances
from counterflow.extract.stance.word import STANCE_PATH, load_stance

Find = Callable[[str], str]

Case = tuple[str, str]

WRONG = {
    "The firm hid the coal instead of *selling* it.": "the parser's cc and pcomp of 'instead of' are not looked at",
    "Were Iran to *sell* the coal, it would be rich.": "'were ... to' is read as planned",
    "The question is whether the firm *sold* coal.": "'question' becomes the source",
}
"""Sentences that are not read as they should be yet, and why."""

# What each effect makes of an event.
OUTCOMES = {
    "reported": "affirmed reported",
    "estimated": "affirmed estimated",
    "opinion": "affirmed opinion",
    "planned": "affirmed planned",
    "recommended": "affirmed planned",
    "possible": "affirmed possible",
    "asked": "affirmed possible",
    "warned": "affirmed possible",
    "former": "affirmed former",
    "denied": "denied reported",
    "negated": "negated fact",
}

TOLD = [
    # The writer tells it.
    ("The navy *seized* the ship.", "affirmed fact"),
    ("The navy's *seizure* of the ship took two days.", "affirmed fact"),
    ("The ship *seized* by the navy sank.", "affirmed fact"),
    ("The navy, which *seized* the ship, left.", "affirmed fact"),
    ("The firm *sold* coal because it needed money.", "affirmed fact"),
    ("After it *sold* the coal, the firm closed.", "affirmed fact"),
    ("The firm managed to *sell* the coal.", "affirmed fact"),
    ("The firm began to *sell* coal.", "affirmed fact"),
    ("The firm continued *selling* coal.", "affirmed fact"),
    # Verbs: reported, estimated, opinion.
    ("Police said that the firm *sold* coal.", "affirmed reported: Police"),
    ("Police said the firm *sold* coal.", "affirmed reported: Police"),
    ("The firm *sold* coal, police said.", "affirmed reported: police"),
    ("The firm, police said, *sold* coal.", "affirmed reported: police"),
    ("The firm was said to have *sold* coal.", "affirmed reported"),
    ("It was reported that the firm *sold* coal.", "affirmed reported"),
    ("It was reported by Kyodo that the firm *sold* coal.", "affirmed reported: Kyodo"),
    ("Police accused the firm of *selling* coal.", "affirmed reported: Police"),
    ("Police reported the *seizure* of a ship.", "affirmed reported: Police"),
    ("The firm is accused of *selling* coal.", "affirmed reported"),
    ("Experts estimate that the firm *sold* 500 tons.", "affirmed estimated: Experts"),
    ("Seoul believes that the firm *sold* coal.", "affirmed opinion: Seoul"),
    ("The firm is believed to have *sold* coal.", "affirmed opinion"),
    ("Police and customs said that the firm *sold* coal.", "affirmed reported: Police customs"),
    # Nouns, adjectives, adverbs of saying.
    ("Tehran's claim that the firm *sold* coal made news.", "affirmed reported: Tehran"),
    ("A claim by Tehran that the firm *sold* coal made news.", "affirmed reported: Tehran"),
    ("The firm allegedly *sold* coal.", "affirmed reported"),
    ("The firm reportedly *sold* coal.", "affirmed reported"),
    ("The alleged *sale* of coal took two days.", "affirmed reported"),
    # What is forbidden or allowed has not happened, but an illegal sale has.
    ("It is illegal to *sell* coal.", "affirmed planned"),
    ("The illegal *sale* of coal took two days.", "affirmed fact"),
    ("Presumably, the firm *sold* coal.", "affirmed opinion"),
    # Planned and recommended.
    ("The firm plans to *sell* coal.", "affirmed planned"),
    ("The firm intended to *sell* coal.", "affirmed planned"),
    ("The minister ordered the firm to *sell* coal.", "affirmed planned"),
    ("The firm has a plan to *sell* coal.", "affirmed planned"),
    ("The planned *sale* of coal took two days.", "affirmed planned"),
    ("The firm bought a ship to *sell* coal.", "affirmed planned"),
    ("The experts recommended that the council *ban* the firm.", "affirmed planned: experts"),
    ("The experts urged the firm to *sell* coal.", "affirmed planned: experts"),
    ("The minister asked the firm to *sell* coal.", "affirmed planned: minister"),
    ("The firm should *sell* coal.", "affirmed planned"),
    ("The firm must *sell* coal.", "affirmed planned"),
    ("The experts' recommendation to *ban* the firm made news.", "affirmed planned: experts"),
    # Possible.
    ("The firm may *sell* coal.", "affirmed possible"),
    ("The firm could have *sold* coal.", "affirmed possible"),
    ("The firm will *sell* coal.", "affirmed possible"),
    ("Police suspect that the firm *sold* coal.", "affirmed possible"),
    ("The firm is likely to *sell* coal.", "affirmed possible"),
    ("The firm is able to *sell* coal.", "affirmed possible"),
    ("The firm perhaps *sold* coal.", "affirmed possible"),
    ("They have the means to *sell* arms.", "affirmed possible"),
    ("There is a risk that the firm *sold* coal.", "affirmed possible"),
    ("A possible *sale* of coal made news.", "affirmed possible"),
    ("Police fear the firm *sold* coal.", "affirmed possible"),
    ("It is unclear whether the firm *sold* coal.", "affirmed possible"),
    ("The court dreamt that the firm *sold* coal.", "affirmed possible"),
    # Denied.
    ("The firm denied that it *sold* coal.", "denied reported: firm"),
    ("The firm denied *selling* the coal.", "denied reported: firm"),
    ("The firm denied *selling* coal.", "denied reported: firm"),
    ("The court accused Iran of *selling* rockets.", "affirmed reported: court"),
    ("The firm denied the *sale* of coal.", "denied reported: firm"),
    ("The firm's denial that it *sold* coal made news.", "denied reported: firm"),
    ("The firm says that it never *sold* coal.", "denied reported: firm"),
    ("The claim that the firm *sold* coal is false.", "denied reported"),
    ("The firm rejected the charge that it *sold* coal.", "denied reported: firm"),
    # Negated.
    ("The firm did not *sell* coal.", "negated fact"),
    ("The firm never *sold* coal.", "negated fact"),
    ("No firm *sold* coal.", "negated fact"),
    ("Nobody *sold* coal.", "negated fact"),
    ("None of the firms *sold* coal.", "negated fact"),
    ("The firm *sold* no coal.", "negated fact"),
    ("The firm *sold* nothing.", "negated fact"),
    ("Neither firm *sold* coal.", "negated fact"),
    ("Neither Iran nor Syria *sold* coal.", "negated fact"),
    ("The firm hardly *sold* coal.", "negated fact"),
    ("The firm failed to *sell* coal.", "negated fact"),
    ("The firm refused to *sell* coal.", "negated fact"),
    ("The firm has yet to *sell* coal.", "negated fact"),
    ("The firm left without *selling* coal.", "negated fact"),
    ("The firm hid the coal instead of *selling* it.", "negated fact"),
    ("The firm was unable to *sell* coal.", "negated fact"),
    ("The navy prevented the firm from *selling* coal.", "negated fact"),
    ("There was no *sale* of coal.", "negated fact"),
    ("The firm made no *sale* of coal.", "negated fact"),
    ("The firm hid the coal rather than *sell* it.", "negated fact"),
    ("The firm did not carry out a *sale* of coal.", "negated fact"),
    ("The firm would have *sold* coal.", "negated possible"),
    ("The firm came close to *selling* the coal.", "negated fact"),
    ("The firm all but *sold* the coal.", "negated fact"),
    ("The firm backed out of *selling* the coal.", "negated fact"),
    ("Kay, not the *owner* of the mine, paid.", "negated fact"),
    ("Kay posed as the *owner* of the mine.", "negated fact"),
    ("Nothing links Kay to the *sale* of coal.", "negated fact"),
    ("Prosecutors dropped the case against Kay for *selling* coal.", "negated fact"),
    ("The court quashed the charge that the firm *sold* coal.", "negated reported"),
    ("The *sale* of the mine collapsed.", "negated fact"),
    ("The firm was on the verge of *selling* the mine.", "affirmed possible"),
    ("The firm was found guilty of *selling* the mine.", "affirmed fact"),
    ("Kay was exonerated of *selling* the mine.", "negated fact"),
    ("Kay, by no means the *owner* of the mine, paid.", "negated fact"),
    ("The firm was going to *sell* the mine.", "affirmed planned"),
    ("The claim that the firm *sold* the mine turned out to be wrong.", "denied reported"),
    ("The deal under which the firm *sold* coal never went through.", "affirmed possible"),
    ("Do not hire workers *employed* by the firm.", "affirmed possible"),
    # Made up, or only a draft.
    ("In the film, the firm *sold* coal.", "affirmed possible"),
    ("The novel says that the firm *sold* coal.", "affirmed possible: novel"),
    ("A forged letter shows that the firm *sold* coal.", "affirmed possible: letter"),
    ("The draft contract states that the firm *sells* coal.", "affirmed possible: contract"),
    ("It is anyone's guess who *sold* the coal.", "affirmed possible"),
    ("Kay was wrongly named as the *owner* of the mine.", "affirmed possible"),
    # Former.
    ("The firm used to *sell* coal.", "affirmed former"),
    ("The firm no longer *sells* coal.", "negated former"),
    ("The firm does not *sell* coal any longer.", "negated former"),
    ("The firm formerly *sold* coal.", "affirmed former"),
    ("The firm used to be officially *registered* here.", "affirmed former"),
    ("Kay, no longer the *owner* of the mine, paid.", "negated former"),
    ("The firm used ships to *sell* coal.", "affirmed fact"),
]

SCOPES = [
    # A relative clause and a definite noun are presupposed: what negates or doubts the sentence does not reach them,
    # who tells it does.
    ("The firm that *sold* coal did not pay.", "affirmed fact"),
    ("The firm that *sold* coal may pay.", "affirmed fact"),
    ("Police did not find the ship that *carried* the coal.", "affirmed fact"),
    ("Police did not stop the *sale* of coal.", "affirmed fact"),
    ("The *sale* of coal did not help the firm.", "affirmed fact"),
    ("Police said that the firm that *sold* coal did not pay.", "affirmed reported: Police"),
    ("The firm that did not *sell* coal paid.", "negated fact"),
    ("The firm that may have *sold* coal paid.", "affirmed possible"),
    ("He denied that the firm that *sold* coal was his.", "affirmed fact"),
    # Conjunctions: each conjunct by itself, or all of them.
    ("The firm did not *buy* or sell coal.", "negated fact"),
    ("The firm did not buy or *sell* coal.", "negated fact"),
    ("The firm may buy and *sell* coal.", "affirmed possible"),
    ("The firm did not buy coal, but it *sold* steel.", "affirmed fact"),
    ("The firm *bought* coal but did not sell it.", "affirmed fact"),
    ("The firm bought coal but did not *sell* it.", "negated fact"),
    ("Police said that the firm bought coal and *sold* it.", "affirmed reported: Police"),
    ("The firm plans to buy coal and *sell* it.", "affirmed planned"),
    ("The firm not only *sold* coal but also bought steel.", "affirmed fact"),
    # Raised and doubled negation.
    ("Seoul does not believe that the firm *sold* coal.", "negated opinion: Seoul"),
    ("Police do not think the firm *sold* coal.", "negated opinion: Police"),
    ("Police did not say that the firm *sold* coal.", "negated reported: Police"),
    ("The firm did not fail to *sell* coal.", "affirmed fact"),
    ("The firm did not refuse to *sell* coal.", "affirmed fact"),
    ("The firm did not deny that it *sold* coal.", "affirmed possible: firm"),
    ("The firm did not deny *selling* the coal.", "affirmed possible: firm"),
    ("The firm never denied *selling* the coal.", "affirmed possible: firm"),
    # No proof.
    ("There is no evidence that the firm *sold* coal.", "negated fact"),
    ("Police found no evidence that the firm *sold* coal.", "negated reported: Police"),
    ("There is evidence that the firm *sold* coal.", "affirmed fact"),
    # Factives: what they are said of is true, even negated.
    ("Nobody was surprised that the firm *sold* coal.", "affirmed fact"),
    ("The bank did not realise that the firm *sold* coal.", "affirmed fact"),
    ("The bank was not aware that the firm *sold* coal.", "affirmed fact"),
    ("The bank regrets that the firm *sold* coal.", "affirmed fact"),
]

QUESTIONS = [
    ("Did the firm *sell* coal?", "affirmed possible"),
    ("Who *sold* the coal?", "affirmed possible"),
    ("Has the firm *sold* coal to Iran?", "affirmed possible"),
    ("The firm *sold* coal?", "affirmed possible"),
    ("Police asked whether the firm *sold* coal.", "affirmed possible: Police"),
    ("Police asked if the firm *sold* coal.", "affirmed possible: Police"),
    ("The court wondered whether the firm *sold* coal.", "affirmed possible: court"),
    ("The question is whether the firm *sold* coal.", "affirmed possible"),
    ("Whether the firm *sold* coal is not known.", "affirmed possible"),
    ("It is not known whether the firm *sold* coal.", "affirmed possible"),
    ("The bank, which *sold* the coal, asked who paid?", "affirmed fact"),
]

ORDERS = [
    ("*Seize* the ship.", "affirmed planned"),
    ("Do not *pay* the ransom.", "negated planned"),
    ("Never *pay* the ransom.", "negated planned"),
    ("Please *report* the payment.", "affirmed planned"),
    ("Let us *seize* the ship.", "affirmed planned"),
    ("Check the ship before you *pay* the ransom.", "affirmed possible"),
]

CONDITIONS = [
    ("If the firm *sold* coal, it broke the law.", "affirmed possible"),
    ("If Iran pays, the firm *sells* coal.", "affirmed possible"),
    ("The firm *sells* coal if Iran pays.", "affirmed possible"),
    ("The firm *sells* coal unless Iran objects.", "affirmed possible"),
    ("Unless the firm *sells* coal, it will close.", "affirmed possible"),
    ("The firm *sells* coal provided that Iran pays.", "affirmed possible"),
    ("The firm *sells* coal as long as Iran pays.", "affirmed possible"),
    ("The firm *sells* coal on condition that Iran pays.", "affirmed possible"),
    ("In the event of a war, the firm *sells* coal.", "affirmed possible"),
    ("Suppose the firm *sold* coal.", "affirmed possible"),
    ("Supposing that the firm *sold* coal, it broke the law.", "affirmed possible"),
    ("Assuming that Iran pays, the firm *sells* coal.", "affirmed possible"),
    ("Had the firm *sold* coal, it would be rich.", "affirmed possible"),
    ("Should the firm *sell* the coal to Iran, it will be listed.", "affirmed possible"),
    ("Were Iran to *sell* the coal, it would be rich.", "affirmed possible"),
    ("Had Iran paid, the firm would have *sold* coal.", "negated possible"),
    ("If Iran had paid, the firm would have *sold* coal.", "negated possible"),
    ("Whoever *sells* coal will be fined.", "affirmed possible"),
    ("Anyone who *sells* coal will be fined.", "affirmed possible"),
    ("Persons who *sell* coal can be fined.", "affirmed possible"),
    ("Any firm that *sells* coal will be fined.", "affirmed possible"),
    ("What if the firm *sold* coal?", "affirmed possible"),
    ("The firm hid the coal lest Iran *seize* it.", "affirmed possible"),
    ("But for the strike, the firm would have *sold* coal.", "negated possible"),
]

SOURCES = [
    # According to; chains, the outermost first; citing.
    ("According to Kyodo, the firm *sold* coal.", "affirmed reported: Kyodo"),
    ("The firm *sold* coal, according to Kyodo.", "affirmed reported: Kyodo"),
    ("According to Kyodo and Yonhap, the firm *sold* coal.", "affirmed reported: Kyodo Yonhap"),
    ("Kyodo reported that police said that the firm *sold* coal.", "affirmed reported: Kyodo police"),
    ("Kyodo reported that police believe that the firm *sold* coal.", "affirmed opinion: Kyodo police"),
    ("Kyodo said that the minister denied that the firm *sold* coal.", "denied reported: Kyodo minister"),
    ("Kyodo, citing officials, reported that the firm *sold* coal.", "affirmed reported: Kyodo officials"),
    ("Citing officials, Kyodo reported that the firm *sold* coal.", "affirmed reported: Kyodo officials"),
    ("Kyodo said that, according to police, the firm *sold* coal.", "affirmed reported: Kyodo police"),
    # The least firm word of a chain counts.
    ("Kyodo said that the firm may have *sold* coal.", "affirmed possible: Kyodo"),
    ("Kyodo said that the firm plans to *sell* coal.", "affirmed planned: Kyodo"),
    ("Kyodo said that the firm did not *sell* steel.", "denied reported: Kyodo"),
    ("Kyodo reported that the firm did not *sell* steel.", "negated reported: Kyodo"),
    # The writer's own voice names nobody.
    ("We believe that the firm *sold* coal.", "affirmed opinion"),
    ("We can safely assume that the firm *sold* coal.", "affirmed opinion"),
    ("I think that the firm *sold* coal.", "affirmed opinion"),
    ("It is said that the firm *sold* coal.", "affirmed reported"),
]


@pytest.fixture(scope="session")
def find(parse_text: Callable[[str], list[Parsed]]) -> Find:
    """Give the function that parses a sentence, once, and writes down the stance of its marked word."""

    @functools.cache
    def found(text: str) -> str:
        before, word, after = text.split("*")
        (run,) = parse_text(before + word + after)
        mend(run, verb_lemmas())
        return stance(run, run.start.index(len(before)))

    return found


def stance(parsed: Parsed, token: int) -> str:
    """Write down the stance of a word: "denied reported: Kyodo minister"."""
    one = Stances(Grammar(parsed)).find(token)
    sources = " ".join(parsed.text[source] for source in one.sources)
    return f"{one.polarity} {one.hedge}" + (f": {sources}" if sources != "" else "")


def by_id(cases: list[Case]) -> pytest.MarkDecorator:
    """Parametrise a test by a table."""
    rows = [
        pytest.param(
            text,
            expected,
            id=text,
            marks=[pytest.mark.xfail(strict=True, reason=WRONG[text])] if text in WRONG else [],
        )
        for text, expected in cases
    ]
    return pytest.mark.parametrize(("text", "expected"), rows)


@by_id(TOLD)
def test_each_effect(find: Find, text: str, expected: str) -> None:
    """What a sentence is told with gives polarity and hedge; who says so is the source."""
    assert find(text) == expected


@by_id(SCOPES)
def test_scope(find: Find, text: str, expected: str) -> None:
    """A word has in its scope what stands under it, but not what the sentence takes for granted."""
    assert find(text) == expected


@by_id(QUESTIONS)
def test_what_is_asked_is_no_fact(find: Find, text: str, expected: str) -> None:
    """Direct and indirect questions tell of nothing as a fact."""
    assert find(text) == expected


@by_id(ORDERS)
def test_an_order_is_no_fact(find: Find, text: str, expected: str) -> None:
    """An imperative is planned."""
    assert find(text) == expected


@by_id(CONDITIONS)
def test_a_condition_is_no_fact(find: Find, text: str, expected: str) -> None:
    """Neither a condition nor what hangs on it is told as a fact, in whichever form."""
    assert find(text) == expected


@by_id(SOURCES)
def test_sources(find: Find, text: str, expected: str) -> None:
    """The chain of those who say so is given whole, the outermost first."""
    assert find(text) == expected


# Each word of the lists by itself, in a parse written by hand: the parser's errors do not matter here.

Word = tuple[str, str, str, int]
"""Word, of VBZ without its ending, tag, relation, head."""


_LEMMAS = {
    "sold": "sell",
    "selling": "sell",
    "was": "be",
    "began": "begin",
    "left": "leave",
    "paid": "pay",
    "heard": "hear",
}


def by_hand(*words: Word) -> Parsed:
    """Write a parse of one sentence."""
    text = [f"{word}s" if tag == "VBZ" else word for word, tag, _, _ in words]
    children: list[list[int]] = [[] for _ in words]
    for at, (_, _, _, head) in enumerate(words):
        if head != at:
            children[head].append(at)
    starts = [sum(len(word) + 1 for word in text[:at]) for at in range(len(text))]
    return Parsed(
        text=text,
        lower=[word.lower() for word in text],
        lemma=[_LEMMAS.get(word, word.lower()) for word, _, _, _ in words],
        tag=[tag for _, tag, _, _ in words],
        relation=[relation for _, _, relation, _ in words],
        head=[head for _, _, _, head in words],
        start=starts,
        end=[start + len(word) for start, word in zip(starts, text, strict=True)],
        sentence=[0] * len(words),
        children=children,
    )


def clause_under(word: str) -> tuple[Parsed, int]:
    """ "Kay WORD that Dae sold coal." """
    return by_hand(
        ("Kay", "NNP", "nsubj", 1),
        (word, "VBZ", "ROOT", 1),
        ("that", "IN", "mark", 4),
        ("Dae", "NNP", "nsubj", 4),
        ("sold", "VBD", "ccomp", 1),
        ("coal", "NN", "dobj", 4),
        (".", ".", "punct", 1),
    ), 4


def clause_at(word: str) -> tuple[Parsed, int]:
    """ "A WORD that Dae sold coal was filed." """
    return by_hand(
        ("A", "DT", "det", 1),
        (word, "NN", "nsubjpass", 7),
        ("that", "IN", "mark", 4),
        ("Dae", "NNP", "nsubj", 4),
        ("sold", "VBD", "acl", 1),
        ("coal", "NN", "dobj", 4),
        ("was", "VBD", "auxpass", 7),
        ("filed", "VBN", "ROOT", 7),
        (".", ".", "punct", 7),
    ), 4


def adjective_of(word: str) -> tuple[Parsed, int]:
    """ "A WORD sale began." """
    return by_hand(
        ("A", "DT", "det", 2),
        (word, "JJ", "amod", 2),
        ("sale", "NN", "nsubj", 3),
        ("began", "VBD", "ROOT", 3),
        (".", ".", "punct", 3),
    ), 2


def adverb_of(word: str) -> tuple[Parsed, int]:
    """ "Dae WORD sold coal." """
    return by_hand(
        ("Dae", "NNP", "nsubj", 2),
        (word, "RB", "advmod", 2),
        ("sold", "VBD", "ROOT", 2),
        ("coal", "NN", "dobj", 2),
        (".", ".", "punct", 2),
    ), 2


def modal_of(word: str) -> tuple[Parsed, int]:
    """ "Dae WORD sell coal." """
    return by_hand(
        ("Dae", "NNP", "nsubj", 2),
        (word, "MD", "aux", 2),
        ("sell", "VB", "ROOT", 2),
        ("coal", "NN", "dobj", 2),
        (".", ".", "punct", 2),
    ), 2


def mark_of(word: str) -> tuple[Parsed, int]:
    """ "Kay paid WORD Dae sold coal." """
    return by_hand(
        ("Kay", "NNP", "nsubj", 1),
        ("paid", "VBD", "ROOT", 1),
        (word, "IN", "mark", 4),
        ("Dae", "NNP", "nsubj", 4),
        ("sold", "VBD", "advcl", 1),
        ("coal", "NN", "dobj", 4),
        (".", ".", "punct", 1),
    ), 4


def preposition_of(word: str) -> tuple[Parsed, int]:
    """ "Kay left WORD selling coal.", of two words the first at the second."""
    first, _, second = word.partition(" ")
    words: list[Word] = [("Kay", "NNP", "nsubj", 1), ("left", "VBD", "ROOT", 1), (first, "IN", "prep", 1)]
    if second != "":
        words.append((second, "IN", "prep", 2))
    at = len(words)
    words += [("selling", "VBG", "pcomp", at - 1), ("coal", "NN", "dobj", at), (".", ".", "punct", 1)]
    return by_hand(*words), at


def determiner_of(word: str) -> tuple[Parsed, int]:
    """ "WORD firm sold coal." """
    return by_hand(
        (word, "DT", "det", 1),
        ("firm", "NN", "nsubj", 2),
        ("sold", "VBD", "ROOT", 2),
        ("coal", "NN", "dobj", 2),
        (".", ".", "punct", 2),
    ), 2


def predicate_of(word: str) -> tuple[Parsed, int]:
    """ "It will be WORD to sell coal", without the modal, which has an effect of its own."""
    return by_hand(
        ("It", "PRP", "nsubj", 1),
        ("be", "VBZ", "ROOT", 1),
        (word, "JJ", "acomp", 1),
        ("to", "TO", "aux", 4),
        ("sell", "VB", "xcomp", 1),
        ("coal", "NN", "dobj", 4),
        (".", ".", "punct", 1),
    ), 4


def undone_by(word: str) -> tuple[Parsed, int]:
    """ "Proof that Dae sold coal was WORD." """
    verb, _, particle = word.partition(" ")
    words: list[Word] = [
        ("Proof", "NN", "nsubjpass", 6),
        ("that", "IN", "mark", 3),
        ("Dae", "NNP", "nsubj", 3),
        ("sold", "VBD", "acl", 0),
        ("coal", "NN", "dobj", 3),
        ("was", "VBD", "auxpass", 6),
        (verb, "VBN", "ROOT", 6),
    ]
    return by_hand(*words, *([(particle, "RP", "prt", 6)] if particle != "" else [])), 3


def told_by(word: str) -> tuple[Parsed, int]:
    """ "A WORD letter shows that Dae sold coal." """
    return by_hand(
        ("A", "DT", "det", 2),
        (word, "JJ", "amod", 2),
        ("letter", "NN", "nsubj", 3),
        ("shows", "VBZ", "ROOT", 3),
        ("that", "IN", "mark", 6),
        ("Dae", "NNP", "nsubj", 6),
        ("sold", "VBD", "ccomp", 3),
        ("coal", "NN", "dobj", 6),
    ), 6


FORMS = {
    "undoing": undone_by,
    "voiding": told_by,
    "predicate": predicate_of,
    "verb": clause_under,
    "noun": clause_at,
    "adjective": adjective_of,
    "adverb": adverb_of,
    "modal": modal_of,
    "mark": mark_of,
    "preposition": preposition_of,
    "determiner": determiner_of,
}


def test_each_word_class_is_tried() -> None:
    """No list of `word.toml` is left out below."""
    assert set(load_stance()) == set(FORMS)
    assert {effect for words in load_stance().values() for effect in words.values()} == set(OUTCOMES)


def listed() -> Iterator[tuple[str, str, str]]:
    """Give each word of the lists with its class and effect."""
    for word_class, words in load_stance().items():
        for word, effect in words.items():
            yield word_class, word, effect


@pytest.mark.parametrize(("word_class", "word", "effect"), list(listed()))
def test_each_word_has_its_effect(word_class: str, word: str, effect: str) -> None:
    """Each word of each list does to an event under it what its list says."""
    parsed, token = FORMS[word_class](word)
    # "Kay regrets that", "Kay wonders that" take what follows for true.
    is_factive = word_class == "verb" and word in load_set("factive")
    assert stance(parsed, token).partition(":")[0] == ("affirmed fact" if is_factive else OUTCOMES[effect])


def test_a_word_stands_in_one_list_of_its_class() -> None:
    """A word with two effects would have only the last; the parser of TOML does not see that."""
    for effects in tomllib.loads(STANCE_PATH.read_text(encoding="utf-8")).values():
        words = [word for listed_words in effects.values() for word in listed_words]
        assert [word for word in words if words.count(word) > 1] == []


@pytest.mark.xfail(strict=True, reason="'would-be', 'non-existent' and 'one-time' are three tokens each")
def test_each_listed_word_is_one_token() -> None:
    """A word that the tokenizer splits is never found; prepositions of two words are looked up as two."""
    tokenizer = load_language_model().tokenizer
    split = [word for _, word, _ in listed() if len(tokenizer(word)) != len(word.split())]
    assert split == []
