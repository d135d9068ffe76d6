"""The ontology of goods is sound, its names and its examples are found, and what looks like a good is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from counterflow.exc import InputError
from counterflow.extract.mention.good import Taken, find_goods
from counterflow.extract.name.gazetteer import find_listed
from counterflow.extract.parse.parsed import Parsed
from counterflow.model.commodity import ontology
from counterflow.model.commodity.ontology import GOOD_PATH, load_ontology, plural, read_entries, squeeze

Parse = Callable[[str], list[Parsed]]

BRANCHES = sorted(path.stem for path in GOOD_PATH.glob("*.toml"))


def noun_phrase(words: Sequence[str]) -> Parsed:
    """Make the parse of a noun phrase: its last word is the head, and all others depend on it."""
    last = len(words) - 1
    return Parsed(
        text=list(words),
        lower=[word.lower() for word in words],
        lemma=[word.lower() for word in words],
        tag=["HYPH" if word == "-" else "NN" for word in words],
        relation=["compound"] * last + ["ROOT"],
        head=[last] * len(words),
        start=list(range(len(words))),
        end=list(range(1, len(words) + 1)),
        sentence=[0] * len(words),
        children=[[] for _ in range(last)] + [list(range(last))],
    )


def found_in(parse_text: Parse, text: str) -> list[tuple[str, str]]:
    """Give the words and the key of each good of a text."""
    goods = []
    for parsed in parse_text(text):
        taken = [
            Taken(parsed.start.index(start), parsed.end.index(end), entry.type)
            for start, end, entry in find_listed(text)
            if start in parsed.start and end in parsed.end
        ]
        for one in find_goods(parsed, taken):
            start, end = parsed.start[one.first], parsed.end[one.last]
            goods.append((text[start:end], one.key))
    return goods


def test_parents_exist_and_lead_to_the_root_of_the_branch() -> None:
    """No good is its own ancestor, and each has the kind of its branch."""
    goods = load_ontology()
    for key, entry in goods.items():
        seen, wider = [key], entry.parent
        while wider is not None:
            assert wider not in seen
            seen.append(wider)
            wider = goods[wider].parent
        assert seen[-1] == next(iter(read_entries(entry.branch)))


def test_hs_codes_have_the_form_of_the_harmonized_system() -> None:
    """A code is a chapter, a heading or a subheading, and no chapter is above 97."""
    for entry in load_ontology().values():
        for code in entry.hs:
            assert re.fullmatch(r"\d{2}|\d{4}|\d{6}", code), entry.key
            assert 1 <= int(code[:2]) <= 97 and code[:2] != "77", entry.key


@pytest.mark.parametrize("branch", BRANCHES)
def test_every_name_is_found_in_both_numbers(branch: str) -> None:
    """Each name of a branch, alone or in the plural, names its good and no other."""
    for key, entry in read_entries(branch).items():
        for name in entry["names"]:
            for form in (name, plural(name)):
                words = re.findall(r"-|[^\s-]+", form) if re.search(r"\d", form) is None else form.split()
                found = find_goods(noun_phrase(["the", *words]))
                assert [(one.key, one.last) for one in found] == [(key, len(words))], (key, form)


@pytest.mark.parametrize("branch", BRANCHES)
def test_examples_are_read_as_their_files_say(branch: str, parse_text: Parse) -> None:
    """What a file puts in brackets is found, with its good; what it says is none, is not."""
    for key, entry in read_entries(branch).items():
        for example in entry.get("examples", ()):
            found = found_in(parse_text, re.sub(r"[\[\]]", "", example))
            wanted = re.findall(r"\[(.*?)\]", example)
            assert [words for words, _ in found if words in wanted] == wanted, example
            assert key in [of for _, of in found], example
        for sentence in entry.get("not", ()):
            assert key not in [of for _, of in found_in(parse_text, sentence)], sentence


def test_every_branch_has_an_example() -> None:
    """No file is without a sentence that shows what it is for."""
    for branch in BRANCHES:
        assert any(len(entry.get("examples", ())) > 0 for entry in read_entries(branch).values()), branch


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What describes a good belongs to it; what counts it, points to it or tells its country does not.
        ("It will buy more nuclear and missile technology.", [("nuclear and missile technology", "nuclear")]),
        ("They trafficked 200 pounds of North Korean crystal meth.", [("crystal meth", "methamphetamine")]),
        ("North Korean-made illegal substances cross the border.", [("illegal substances", "drug")]),
        ("It has chemical and biological weapons.", [("chemical and biological weapons", "biological_weapon")]),
        ("They bought several other stolen rifles.", [("stolen rifles", "military_rifle")]),
        # Two goods stay two.
        ("They sold coal and iron ore.", [("coal", "coal"), ("iron ore", "iron_ore")]),
        # A good that modifies is one; so is one in a hyphenated word.
        ("The drug dealers fled.", [("drug", "drug")]),
        ("The heroin-smuggling ring fled.", [("heroin", "heroin")]),
        # Verbs are none.
        ("They want to ship and to crate it.", []),
    ],
)
def test_spans_and_kinds(text: str, expected: list[tuple[str, str]], parse_text: Parse) -> None:
    """The span holds what describes the good, and the describing words may tell its kind."""
    assert found_in(parse_text, text) == expected


def test_a_name_around_a_good_hides_it_and_a_name_inside_is_a_part() -> None:
    """A good inside a longer name is none; a name inside a good does no harm."""
    agency = noun_phrase(["Drug", "Enforcement", "Administration"])
    assert find_goods(agency, [Taken(0, 2, "public_body")]) == []
    assert [one.key for one in find_goods(noun_phrase(["the", "Shahed", "drones"]), [Taken(1, 1, "other")])] == [
        "drone"
    ]


def test_weak_words_need_company() -> None:
    """A street name that is a common word is a drug only beside another drug."""
    assert find_goods(noun_phrase(["the", "ice"])) == []
    assert [one.key for one in find_goods(noun_phrase(["heroin", ",", "ice"]))] == ["heroin", "methamphetamine"]


def test_wrong_files_are_named(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown field is an error that names the file."""
    monkeypatch.setattr(ontology, "_files", lambda: {"odd": {"type": "x", "thing": {"name": ["thing"]}}})
    with pytest.raises(InputError, match="thing"):
        list(ontology._entries())


def test_plurals() -> None:
    """The head of the phrase takes the plural."""
    assert plural("weapon of mass destruction") == "weapons of mass destruction"
    assert plural("battery") == "batteries"
    assert squeeze("Dual-use U.S. item") == "dualuseusitem"
