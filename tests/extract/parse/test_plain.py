"""The parser is not shown codes and short forms in brackets; the places of the words stay those of the text."""

from __future__ import annotations

from collections.abc import Callable

from counterflow.extract.parse.parsed import Parsed


def test_codes_and_short_forms_in_brackets_are_not_parsed(parse_text: Callable[[str], list[Parsed]]) -> None:
    """Each word still stands where the text has it."""
    text = "Member of Al-Qaida (QDe.004),     Ansar Eddine (AE) and   Jaish (JeM.2) in Mali."
    (parsed,) = parse_text(text)
    words = [text[start:end] for start, end in zip(parsed.start, parsed.end, strict=True)]
    assert words == parsed.text
    assert "QDe.004" not in parsed.text
    assert "AE" not in parsed.text
    assert "".join(words[-7:]) == "Jaish(JeM.2)inMali."
