"""Accounts as a test tells them: one call an account, the fields that matter named."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from counterflow.resolve.event.account import Account, Spoken, gather_spoken, make_account
from counterflow.resolve.event.kind import load_kinds

_NUMBER = itertools.count()


def tell(
    type_: str,
    *args: tuple[str, str, str],
    document: str = "a",
    edtf: str | None = None,
    words: str | None = None,
    names: Sequence[tuple[str, str]] = (),
    amounts: Sequence[tuple[str, float, str]] = (),
    published: str | None = None,
    hedge: str = "fact",
    polarity: str = "affirmed",
    day: str | None = None,
) -> Account:
    """Make the account of one passage.

    Args:
        type_: the frame type.
        args: role, text and type of mention of each argument.
        document: its document.
        edtf: when.
        words: the sentence; without it, one that no other account has.
        names: text of an argument and the full name that the document has for it.
        amounts: text, value and normalised unit of quantities.
        published: the document's date.
        hedge: how firmly.
        polarity: affirmed, negated or denied.
        day: a day that the document names before it.
    """
    number = next(_NUMBER)
    mentions = [
        {
            "document_id": document,
            "entity": text,
            "type": mention,
            "form": "name" if text[:1].isupper() and mention != "commodity" else "nominal",
            "text": text,
            "canonical_id": None,
        }
        for _, text, mention in args
    ]
    mentions += [
        {**one, "text": name, "form": "name"} for text, name in names for one in mentions if one["entity"] == text
    ]
    quantities: dict[str, Any] = {
        text: {"norm_unit": unit, "unit": unit, "norm_low": value, "norm_high": value, "per": None, "text": text}
        for text, value, unit in amounts
    }
    filled = [{"role": role, "text": text, "entity": text, "quantity_id": None} for role, text, _ in args]
    filled += [{"role": "quantity", "text": text, "entity": None, "quantity_id": text} for text in quantities]
    row = {
        "id": f"frame-{number:04d}",
        "document_id": document,
        "type": type_,
        "start": 100 * number,
        "end": 100 * number + 90,
        "trigger_start": 100 * number + 5,
        "trigger_end": 100 * number + 9,
        "args": filled,
        "edtf": edtf,
        "polarity": polarity,
        "hedge": hedge,
        "passage": words or f"sentence number {number} with words w{number} x{number} y{number} z{number} of its own",
        "published": published,
        "handling": "TLP:CLEAR",
    }
    spoken: dict[tuple[str, str], Spoken] = gather_spoken(mentions)
    return make_account(row, spoken, quantities, load_kinds(), () if day is None else ((0, day),))
