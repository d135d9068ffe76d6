"""Grammar: the same words stand in the same functions, whichever way a sentence says it.

In each sentence stars mark the word that is asked about; the fillers of a function are given by their words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import pytest

from counterflow.extract.frame.rule import verb_lemmas
from counterflow.extract.grammar.grammar import Filler, Grammar
from counterflow.extract.parse.mend import mend
from counterflow.extract.parse.parsed import Parsed

Asked = tuple[Grammar, int]
Ask = Callable[[str], Asked]

_NAMED = re.compile(r"(?:^| )([a-z][a-z -]*)=")


@pytest.fixture(scope="session")
def ask(parse_text: Callable[[str], list[Parsed]]) -> Ask:
    """Give the function that parses a sentence, once, and finds its marked word."""

    @functools.cache
    def parsed(text: str) -> Asked:
        before, word, after = text.split("*")
        (run,) = parse_text(before + word + after)
        mend(run, verb_lemmas())
        return Grammar(run), run.start.index(len(before))

    return parsed


def words(grammar: Grammar, tokens: list[int]) -> list[str]:
    """Give the words of some tokens."""
    return [grammar.parsed.text[token] for token in tokens]


def fillers(grammar: Grammar, found: list[Filler]) -> list[str]:
    """Give the words of some fillers, in the order of the text."""
    return words(grammar, sorted({one.token for one in found}))


def expected(text: str) -> dict[str, list[str]]:
    """Read "subject=navy object=ship boat to=": each function with its words; none: it is empty."""
    _, *parts = _NAMED.split(text)
    return {name: words.split() for name, words in zip(parts[::2], parts[1::2], strict=True)}


def check(asked: Asked, functions: str) -> None:
    """Assert the named functions of the marked word; others do not matter."""
    grammar, token = asked
    found = grammar.functions(token)
    wanted = expected(functions)
    assert {name: fillers(grammar, found.get(name, [])) for name in wanted} == wanted


VERBS = [
    # One event in every form: active, passive, participle, relative, control, gerund.
    ("The navy *seized* the ship.", "subject=navy object=ship"),
    ("The ship was *seized* by the navy.", "subject=navy object=ship"),
    ("The ship was *seized*.", "subject= object=ship"),
    ("The ship has been *seized* by the navy.", "subject=navy object=ship"),
    ("The ship *seized* by the navy sank.", "subject=navy object=ship"),
    ("The *stolen* coal was sold.", "subject= object=coal"),
    ("The navy, which *seized* the ship, left.", "subject=navy object=ship"),
    ("The ship that the navy *seized* sank.", "subject=navy object=ship"),
    ("The ship the navy *seized* sank.", "subject=navy object=ship"),
    ("The ship, which was *seized* by the navy, sank.", "subject=navy object=ship"),
    ("The navy tried to *seize* the ship.", "subject=navy object=ship"),
    ("The minister ordered the navy to *seize* the ship.", "subject=navy object=ship"),
    ("The navy promised the minister to *seize* the ship.", "subject=navy object=ship"),
    ("The navy left after *seizing* the ship.", "subject=navy object=ship"),
    ("The navy admitted *seizing* the ship.", "subject=navy object=ship"),
    ("The minister accused the navy of *seizing* the ship.", "subject=navy object=ship"),
    ("The minister stopped the navy from *seizing* the ship.", "subject=navy object=ship"),
    ("Police uncovered the navy's plan to *seize* the ship.", "subject=navy object=ship"),
    ("The navy made a plan to *seize* the ship.", "subject=navy object=ship"),
    ("The navy was the first body to *seize* the ship.", "object=ship"),
    ("The men willing to *sell* rifles left.", "subject=men object=rifles"),
    ("*Paid* by Iran, the men left.", "subject=Iran object=men"),
    # Who is given it, and what is said of it.
    ("Iran *gave* them the rockets.", "subject=Iran dative=them object=rockets"),
    ("Iran *sold* rockets to Syria.", "subject=Iran object=rockets to=Syria"),
    ("The men were *paid* 300 dollars.", "object=men complement=dollars"),
    ("Kim was *named* director by the council.", "subject=council object=Kim complement=director"),
    ("The firm *remained* a front.", "subject=firm complement=front"),
    # Where and when, hung on the verb or on its object.
    ("The broker *sold* rockets to Syria for $2 million.", "to=Syria for=million"),
    ("Police *seized* 200 kilograms of heroin from China.", "object=kilograms from=China"),
    ("The ship *carried* coal from Nampo to Dalian.", "subject=ship object=coal from=Nampo to=Dalian"),
    ("The firm *sent* arms to its embassy in Vienna.", "to=embassy in=Vienna"),
    ("The town where police *seized* the gold is small.", "subject=police object=gold where=town"),
    ("It *acted* on behalf of Iran.", "subject=It on behalf of=Iran"),
    ("It *acted* on its behalf.", "subject=It on behalf of=its"),
    ("It *paid* for the arms by means of a bank in Macau.", "by means of=bank for=arms"),
    ("They *profited* by selling coal.", "by -ing=selling"),
    ("The firm, according to police, *sold* coal.", "subject=firm object=coal according to="),
    # Coordination: each conjunct by itself, and what stands outside of it is shared.
    ("Iran and Syria *bought* rockets and rifles.", "subject=Iran Syria object=rockets rifles"),
    ("The firm bought and *sold* coal.", "subject=firm object=coal"),
    ("The firm *bought* and sold coal.", "subject=firm object=coal"),
    ("The firm bought coal and *sold* steel.", "subject=firm object=steel"),
    ("The firm *bought* coal and sold steel.", "subject=firm object=coal"),
    ("The ship was stopped and *seized* by the navy.", "subject=navy object=ship"),
    ("The ship *carried* sand, not coal.", "subject=ship object=sand"),
    ("The ship *loaded* coal, steel and sand.", "object=coal steel sand"),
    ("The ship *sailed* to Nampo and Dalian.", "to=Nampo Dalian"),
    # Who makes another do it, whose it is, what it is done for.
    ("The ministry ordered diplomats to *sell* drugs.", "subject=diplomats object=drugs causer=ministry"),
    ("The ministry let diplomats *sell* drugs.", "subject=diplomats object=drugs causer=ministry"),
    ("Thieves *emptied* the bank's account.", "object=account object possessor=bank"),
    ("The firm used ships to *carry* coal.", "object=coal"),
    ("The firm *used* ships to carry coal.", "subject=firm object=ships aim=coal"),
    ("The state *pays* men to steal the bank's money.", "object=men aim=money aim possessor=bank"),
    ("An EU-*listed* firm left.", "object=firm hyphen=EU"),
    ("Police *said* the firm sold coal.", "subject=Police clause=sold"),
]

NOUNS = [
    ("The navy's *seizure* of the ship was legal.", "possessor=navy of=ship"),
    ("The *seizure* of the ship by the navy was legal.", "of=ship by=navy"),
    ("The coal *shipment* left.", "modifier=coal"),
    ("The *seizure* of coal in Manzanillo was legal.", "of=coal in=Manzanillo"),
    ("A *shipment* of coal from Nampo to Dalian left.", "of=coal from=Nampo to=Dalian"),
    ("The sale and *purchase* of arms is banned.", "of=arms"),
    ("The *sale* and purchase of arms is banned.", "of=arms"),
    ("Iran's purchase and *sale* of arms is banned.", "possessor=Iran of=arms"),
    ("The purchase and Iran's *sale* of arms are banned.", "possessor=Iran of=arms"),
    # A light verb hands its subject to the noun.
    ("The navy carried out a *seizure* of coal.", "support=navy of=coal"),
    ("The firm engaged in *sales* of coal.", "support=firm of=coal"),
    ("The firm was involved in *sales* of coal.", "support=firm of=coal"),
    ("The navy made the *seizure* in Nampo.", "support=navy in=Nampo"),
    ("Police welcomed the *seizure*.", "support="),
    # Of whom a noun is said.
    ("Kim, *director* of the bureau, left.", "holder=Kim of=bureau"),
    ("Kim is the *director* of the bureau.", "holder=Kim of=bureau"),
    ("The *director* of the bureau, Kim, left.", "holder=Kim of=bureau"),
    ("His *name* is Kim.", "possessor=His predicate=Kim"),
    ("A firm with *ties* to Iran left.", "support=firm to=Iran"),
    ("They estimated *production* at 3,000 kilograms.", "at=kilograms"),
]

HOLDERS = [
    ("Kim, *director* of the bureau, left.", "Kim"),
    ("Kim was a *director* of the bureau.", "Kim"),
    ("Kim became *director*.", "Kim"),
    ("Kim served as *director* of the bureau.", "Kim"),
    ("Kim was appointed *director*.", "Kim"),
    ("The bureau hired Kim as *director*.", "Kim"),
    ("Kim left in his capacity as *director*.", "his"),
    ("*Director* Kim Jong left.", "Jong"),
    ("Kim, founder and *director* of the firm, left.", "Kim"),
    ("Kim, who was *director* of the firm, left.", "Kim"),
    ("The *director* left.", ""),
]

SURFACES = [
    ("The navy *seized* the ship.", "navy"),
    ("The ship was *seized*.", "ship"),
    ("The ship that *sank* was old.", "ship"),
    ("The ship *flying* a flag sank.", "ship"),
    ("The ship turned and *sank*.", "ship"),
    ("The ship is said to have *sunk*.", "ship"),
    ("Iran and Syria *met*.", "Iran Syria"),
]

EXEMPLARS = [
    ("They sold *drugs* such as heroin and ice.", "heroin ice"),
    ("They sold *drugs*, including heroin.", "heroin"),
    ("*Drugs* like heroin were sold.", "heroin"),
    ("They sold *drugs*, in particular methamphetamine.", "methamphetamine"),
    ("They sold *drugs*, for example heroin.", "heroin"),
    ("They sold *drugs*, especially heroin and opium.", "heroin opium"),
    ("They sold *drugs* in Macau.", ""),
]

ANTECEDENTS = [
    ("The ship *which* sank was old.", "ship"),
    ("The man *whose* ship sank left.", "man"),
    ("The bank to *which* it sent money closed.", "bank"),
    ("The ship *that* the navy seized sank.", "ship"),
    ("Police said *that* the ship sank.", "that"),
    ("The *ship* sank.", "ship"),
]


@pytest.mark.parametrize(("text", "functions"), VERBS, ids=[text for text, _ in VERBS])
def test_functions_of_a_verb(ask: Ask, text: str, functions: str) -> None:
    """Active, passive, participle, relative clause, control and gerund give the same fillers."""
    check(ask(text), functions)


@pytest.mark.parametrize(("text", "functions"), NOUNS, ids=[text for text, _ in NOUNS])
def test_functions_of_a_noun(ask: Ask, text: str, functions: str) -> None:
    """A noun has its possessor, modifiers, prepositions, and the subject of the verb that carries it."""
    check(ask(text), functions)


@pytest.mark.parametrize(("text", "holders"), HOLDERS, ids=[text for text, _ in HOLDERS])
def test_holders(ask: Ask, text: str, holders: str) -> None:
    """Apposition, predicate, naming, "as" and title say of whom a noun is said."""
    grammar, token = ask(text)
    assert fillers(grammar, grammar.holders(token)) == holders.split()


@pytest.mark.parametrize(("text", "subjects"), SURFACES, ids=[text for text, _ in SURFACES])
def test_surface(ask: Ask, text: str, subjects: str) -> None:
    """The grammatical subject is that of the clause or the one that it shares."""
    grammar, token = ask(text)
    assert words(grammar, sorted(grammar.surface(token))) == subjects.split()


@pytest.mark.parametrize(("text", "examples"), EXEMPLARS, ids=[text for text, _ in EXEMPLARS])
def test_exemplars(ask: Ask, text: str, examples: str) -> None:
    """What is named as an example of a noun, conjuncts each by itself."""
    grammar, token = ask(text)
    assert words(grammar, sorted(set(grammar.exemplars(token)))) == examples.split()


@pytest.mark.parametrize(("text", "noun"), ANTECEDENTS, ids=[text for text, _ in ANTECEDENTS])
def test_antecedents(ask: Ask, text: str, noun: str) -> None:
    """A relative pronoun stands for its noun; any other word for itself."""
    grammar, token = ask(text)
    assert words(grammar, [grammar.antecedent(token)]) == [noun]
