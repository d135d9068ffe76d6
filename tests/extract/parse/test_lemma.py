"""Lemmas: the dictionary form of a word by its Penn tag."""

from __future__ import annotations

import pytest

from counterflow.extract.parse.language_model import load_lemmas

CASES = [
    # Verbs, regular and not, and the auxiliaries with their short forms.
    ("seized", "VBD", "seize"),
    ("seizes", "VBZ", "seize"),
    ("seizing", "VBG", "seize"),
    ("smuggling", "VBG", "smuggle"),
    ("shipped", "VBN", "ship"),
    ("trafficked", "VBN", "traffic"),
    ("supplies", "VBZ", "supply"),
    ("sold", "VBD", "sell"),
    ("stolen", "VBN", "steal"),
    ("fled", "VBD", "flee"),
    ("was", "VBD", "be"),
    ("are", "VBP", "be"),
    ("is", "VBZ", "be"),
    ("has", "VBZ", "have"),
    ("'s", "VBZ", "be"),
    ("'ve", "VBP", "have"),
    ("n't", "RB", "not"),
    ("wo", "MD", "will"),
    ("found", "VBD", "find"),
    ("found", "VB", "found"),
    # Nouns: the plural goes, what only looks like one stays.
    ("ships", "NNS", "ship"),
    ("companies", "NNS", "company"),
    ("men", "NNS", "man"),
    ("seizure", "NN", "seizure"),
    ("news", "NN", "news"),
    ("missiles", "NNS", "missile"),
    # The mark of the possessive is not the verb.
    ("'s", "POS", "'s"),
    # The same word by its class.
    ("ships", "VBZ", "ship"),
    ("left", "VBD", "leave"),
    ("left", "JJ", "left"),
    ("larger", "JJR", "large"),
    ("best", "JJS", "good"),
    # Names and small words stay as they are.
    ("united", "NNP", "united"),
    ("nations", "NNPS", "nations"),
    ("of", "IN", "of"),
    ("50", "CD", "50"),
    # A word that no table knows.
    ("qormids", "NNS", "qormid"),
    ("s", "NNS", "s"),
    ("", "NN", ""),
]


@pytest.mark.parametrize(("word", "tag", "lemma"), CASES)
def test_lemma(word: str, tag: str, lemma: str) -> None:
    """Each word has the dictionary form of its class."""
    assert load_lemmas().find(word, tag) == lemma


@pytest.mark.parametrize(("word", "tag", "lemma"), CASES)
def test_a_lemma_asked_again_is_the_same(word: str, tag: str, lemma: str) -> None:
    """The kept form is the found one, and a lemma does not depend on what was asked before."""
    assert load_lemmas().find(word, "VB") is not None
    assert load_lemmas().find(word, tag) == load_lemmas().find(word, tag) == lemma
