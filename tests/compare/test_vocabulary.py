"""What is known of tokens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.compare.frame import Vocabulary
from counterflow.compare.kernel.word import MAX_FORMS, MAX_KEYS, MAX_LETTERS
from counterflow.compare.lexicon import Role
from counterflow.compare.script.writing import Writing
from counterflow.compare.token import tokenize
from counterflow.compare.vocabulary import build_vocabulary, look_up


def forms_of(vocabulary: Vocabulary, token: int) -> list[bytes]:
    return [
        vocabulary.letter[vocabulary.letter_at[form] : vocabulary.letter_at[form + 1]].tobytes()
        for form in range(vocabulary.form_at[token], vocabulary.form_at[token + 1])
    ]


def digests_of(vocabulary: Vocabulary, token: int) -> set[int]:
    return set(vocabulary.digest[vocabulary.form_at[token] : vocabulary.form_at[token + 1]].tolist())


@pytest.mark.parametrize(
    ("token", "writing", "role"),
    [
        ("aselderov", Writing.LATIN, 0),
        ("путин", Writing.CYRILLIC, 0),
        ("김", Writing.HANGUL, 0),
        ("习", Writing.HAN, 0),
        ("محمد", Writing.ARABIC_VOICED, 0),
        ("المحمد", Writing.ARABIC_VOICED, 0),
        ("عبدالرحمان", Writing.ARABIC_VOICED, 0),
        ("زعتری", Writing.ARABIC, 0),
        ("عبدالزعتری", Writing.ARABIC, 0),
        ("bin", Writing.LATIN, Role.PARTICLE),
        ("j", Writing.LATIN, Role.INITIAL),
        ("ю", Writing.CYRILLIC, Role.INITIAL),
        ("bank", Writing.LATIN, Role.GENERIC),
        ("xvii", Writing.LATIN, Role.NUMERAL),
    ],
)
def test_words(token: str, writing: Writing, role: int) -> None:
    known = look_up(token)
    assert known.writing == writing
    assert known.role & role == role


def test_meanings() -> None:
    assert look_up("bank").sense == look_up("banque").sense == look_up("银行").sense != 0
    assert look_up("bill").nickname == look_up("william").nickname != 0
    assert look_up("xvii").number == look_up("seventeen").number == look_up("17").number == 17
    assert look_up("aselderov").sense == look_up("aselderov").nickname == 0
    assert look_up("aselderov").number == -1


def test_a_rare_word_says_more_than_a_common_one() -> None:
    common, rare = look_up("mohammed"), look_up("aselderov")
    assert common.bits[0] < rare.bits[0]
    assert look_up("bank").bits[1] < look_up("daesong").bits[1]


def test_columns() -> None:
    """Every column is as long as the tokens, the forms or the keys are."""
    texts = sorted(["kim", "김", "schröder", "bank", "7", "а", "🚀", "\ud800", "a" * 1000])
    vocabulary = build_vocabulary(texts)
    count, forms, keys = len(texts), len(vocabulary.digest), len(vocabulary.key)
    assert len(vocabulary.text_at) == len(vocabulary.form_at) == len(vocabulary.key_at) == count + 1
    assert len(vocabulary.letter_at) == forms + 1 and len(vocabulary.mask) == forms
    for column in ("writing", "role", "sense", "nickname", "number"):
        assert len(getattr(vocabulary, column)) == count
    assert vocabulary.bits.shape == (count, 2)
    assert vocabulary.form_at[-1] == forms and vocabulary.key_at[-1] == keys
    assert vocabulary.letter_at[-1] == len(vocabulary.letter) and vocabulary.text_at[-1] == len(vocabulary.text)
    for name, dtype in {"text_at": "u4", "letter": "u1", "digest": "u8", "mask": "u4", "key": "u4"}.items():
        assert getattr(vocabulary, name).dtype == np.dtype(dtype)


def test_no_tokens() -> None:
    vocabulary = build_vocabulary([])
    assert vocabulary.text_at.tolist() == vocabulary.form_at.tolist() == vocabulary.letter_at.tolist() == [0]


def test_one_spelling_one_digest() -> None:
    """A digest depends on the letters alone, so it is the same in every frame and in every script."""
    latin, cyrillic = build_vocabulary(["putin"]), build_vocabulary(["ivan", "путин"])
    assert digests_of(latin, 0) <= digests_of(cyrillic, 1)
    assert digests_of(latin, 0).isdisjoint(digests_of(cyrillic, 0))
    assert len(digests_of(build_vocabulary(["schröder"]), 0)) == 2


def test_digest_is_fnv_1a() -> None:
    """The published test values of FNV-1a, 64 bits (Noll's test suite)."""
    vocabulary = build_vocabulary(["a", "foobar"])
    assert vocabulary.digest.tolist() == [0xAF63DC4C8601EC8C, 0x85944171F73967E8]


def test_masks_name_the_letters() -> None:
    vocabulary = build_vocabulary(["7abz"])
    assert vocabulary.mask.tolist() == [1 | 1 << 1 | 1 << 25 | 1 << 26]


@given(
    st.sets(
        st.text(min_size=1, max_size=60).flatmap(lambda text: st.sampled_from(tokenize(text, person=False) or ["x"]))
    )
)
def test_any_token(texts: set[str]) -> None:
    """Each token has forms of a-z and 0-9 and bits above 0, whatever it is."""
    vocabulary = build_vocabulary(sorted(texts))
    assert np.all(vocabulary.bits > 0) and np.all(np.isfinite(vocabulary.bits))
    for token in range(len(texts)):
        forms = forms_of(vocabulary, token)
        assert 1 <= len(forms) <= MAX_FORMS
        assert all(1 <= len(form) <= MAX_LETTERS and form.isalnum() for form in forms)
        for at, form in enumerate(forms, int(vocabulary.form_at[token])):
            letters = {26 if chr(letter).isdigit() else letter - 97 for letter in form}
            assert vocabulary.mask[at] == sum(1 << letter for letter in letters)


@pytest.mark.parametrize("token", ["김정은", "محمد", "мухаммад", "习近平", "muhammad", "\ud800", "🚀"])
def test_keys_fit_a_word(token: str) -> None:
    keys = look_up(token).keys
    assert len(keys) <= MAX_KEYS
    assert list(keys) == sorted(set(keys))
