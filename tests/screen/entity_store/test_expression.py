"""What is typed into a search box, as FTS5 is asked."""

from __future__ import annotations

import pytest

from counterflow.screen.entity_store.expression import MAX_LEAVES, exact_fields, read_expression, to_match


def near(word: str, edits: int) -> list[str]:
    return [f"{word}{edits}"] if edits > 0 else []


def written(text: str, *, simple: bool = False, fuzzy: bool = False) -> str | None:
    expression = read_expression(text, simple=simple)
    return None if expression is None else to_match(expression, near, fuzzy=fuzzy)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ri yong", '(("ri") AND ("yong"))'),
        ('"ri yong" ho', '(("ri yong") AND ("ho"))'),
        ("Al-Qaida", '("al qaida")'),
        ("ship*", '("ship" *)'),
        ("a OR b c", '(("a") OR (("b") AND ("c")))'),
        ("a || b", '(("a") OR ("b"))'),
        ("a -b", '((("a")) NOT (("b")))'),
        ("a NOT (b c)", '((("a")) NOT ((("b") AND ("c"))))'),
        ("a - b", '(("a") AND ("b"))'),
        ("a !b", '((("a")) NOT (("b")))'),
        ("+a +b", '(("a") AND ("b"))'),
        ("name:ri", '(name : "ri")'),
        ('name:"ri yong"', '(name : "ri yong")'),
        ("word~", '(("word" OR "word1"))'),
        ("longer~2", '(("longer" OR "longer2"))'),
        ("no~0", '("no")'),
        ("http://a.example/b", '("http a example b")'),
        (")) ((", None),
        ("AND OR NOT", None),
        ('"', None),
        ("***", None),
    ],
)
def test_operators(text: str, expected: str | None) -> None:
    """Each operator; and what cannot be read as one."""
    assert written(text) == expected


def test_a_field_of_codes_asks_the_marks() -> None:
    """A country is looked for among the marks, whose words no text can hold."""
    match = written("country:KP")
    assert match is not None
    assert match.startswith('(mark : "countries')
    assert match.endswith('kp")')


def test_nothing_but_what_is_unwanted_is_taken_from_all() -> None:
    """`-ship` finds all without it."""
    assert written("-ship") == '(mark : "\ue000" NOT ("ship"))'


def test_a_simple_box_knows_no_words_as_operators() -> None:
    """In a simple search, OR and a colon are what was typed; `|` is a choice."""
    assert written("a OR b", simple=True) == '(("a") AND ("or") AND ("b"))'
    assert written("a | b", simple=True) == '(("a") OR ("b"))'
    assert written("name:b", simple=True) == '("name b")'


def test_any_word_may_be_misspelt() -> None:
    """With `fuzzy`, all words but short ones, beginnings and phrases."""
    assert written('yong "ri" be* to', fuzzy=True) == ('((("yong" OR "yong1")) AND ("ri") AND ("be" *) AND (("to")))')


def test_a_property_is_words_and_an_exact_field() -> None:
    """The words leave few entities, of which the field is asked; in a choice the words must do."""
    expression = read_expression("ri properties.birthDate:1956-07")
    assert expression is not None
    assert to_match(expression, near) == '(("ri") AND ("1956 07"))'
    assert exact_fields(expression) == [("properties.birthDate", "1956-07")]
    choice = read_expression("ri OR birthDate:1956")
    assert choice is not None
    assert exact_fields(choice) == []


def test_endless_text_is_cut() -> None:
    """No more than so many words are read, and groups only so deep."""
    many = written("w " * 10_000)
    assert many is not None
    assert many.count('"w"') == MAX_LEAVES
    assert written("(" * 5_000 + "a" + ")" * 5_000) is None
