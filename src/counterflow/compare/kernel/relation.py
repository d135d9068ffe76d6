"""What two tokens have to do with each other, and how much of a shared word's worth is lost by it."""

from __future__ import annotations

import enum

import numpy as np

from counterflow.compare.compiled import borrowing, inlined
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.consonant import have_same_consonants, share_hash
from counterflow.compare.kernel.edit import EDIT_LEAST, edit_cost, edit_count
from counterflow.compare.kernel.space import Space
from counterflow.compare.kernel.word import Words
from counterflow.compare.script.key import SYLLABLE_SHIFT, Culture
from counterflow.compare.script.writing import Writing


class Relation(enum.IntEnum):
    """How one token answers another."""

    NONE = 0
    EQUAL = 1
    """One spelling in common, in whatever script."""
    SENSE = 2
    """One meaning: bank, banque, 银行; XVII, seventeen."""
    JOINED = 3
    """Words run together on one side: Goodwill, Good Will."""
    NICKNAME = 4
    KOREAN = 5
    """The same Korean syllables in another romanisation: Ri, Lee."""
    CHINESE = 6
    """The same Chinese syllables in another romanisation: Hsi, Xi."""
    ABJAD = 7
    """The same consonants, where a script writes no vowels: محمد, Mohammed."""
    EDIT = 8
    """A misspelling, or another spelling of one sound."""
    INITIAL = 9
    """A letter for the name that it begins: J., Joachim."""
    CUT = 10
    """The beginning of a word that a field was too short for: Zuhur Asadu, Zuhur Asadullah."""
    ACRONYM = 11
    """The initials of several words: PLA, People's Liberation Army."""
    NUMBER = 12
    """Two numerals of different value in the same place."""


RELATIONS = len(Relation)

_NONE = int(Relation.NONE)
_SENSE = int(Relation.SENSE)
_NICKNAME = int(Relation.NICKNAME)
_KOREAN = int(Relation.KOREAN)
_EDIT = int(Relation.EDIT)
_INITIAL = int(Relation.INITIAL)
_NUMBER = int(Relation.NUMBER)
_LATIN = int(Writing.LATIN)
_HAN, _HANGUL = int(Writing.HAN), int(Writing.HANGUL)

_ABJAD, _HEBREW, _ARABIC = int(Relation.ABJAD), int(Writing.HEBREW), int(Writing.ARABIC)
_ARABIC_VOICED = int(Writing.ARABIC_VOICED)
_A, _B, _D, _E, _I, _Y = (ord(letter) for letter in "abdeiy")
_SYLLABLE_SHIFT = np.uint32(SYLLABLE_SHIFT)
_CHINESE_SYLLABLE, _KOREAN_SYLLABLE = np.uint32(int(Culture.CHINESE) << 3 | 1), np.uint32(int(Culture.KOREAN) << 3 | 1)
"""Highest bits of the key of one Chinese or Korean syllable (`script.key.syllable_hash`)."""
_MIN_SOUND_LETTERS = 4
"""Letters of words of which one sound tells more than chance."""
_SERVANT_LETTERS = 5
_MOST_LOSS = np.float32(0.34)
"""Letters edited a letter, beyond which compounds are two names."""
_SAME_SOUND_SHARE = np.float32(0.6)
"""What an edit costs that leaves the sound as it is, of what it would cost otherwise."""
_SAME_SOUND_LOSS = np.float32(0.22)
"""Letters edited a letter, in words that sound the same but are spelt too differently to be one misspelt."""
_HOMOPHONE_LOSS = np.float32(0.3)
"""The same for Han characters that are read alike and are others."""

# The culture in a key's two highest bits (script.key.Culture), as a relation; the smaller number is the firmer one.
_OF_CULTURE = np.array([Relation.EDIT, Relation.KOREAN, Relation.CHINESE, Relation.ABJAD], np.int64)

# Letters that may be edited, by the longer word's length; short names differ by one letter and are others' names.
BUDGET = np.array([0, 0, 0.5, 0.8, 1.0, 1.3, 1.5, 1.75, 2.0, 2.2, 2.4, 2.6, 2.8] + [3.0] * 28, np.float32)

UNWRITTEN_SHARE = np.float32(1.25)
"""How much more may be edited between a word whose vowels are guessed, as its script writes none, and one with vowels.

Mohammed's are known, so it is no nearer to Mahmud in Arabic script than in Latin.
"""

# Different letters that a misspelt word may have which the other lacks altogether, by the longer word's length.
ALONE = np.array([0, 0, 1, 1, 1, 1, 2, 2, 2, 2] + [3] * 31, np.int64)


@borrowing
def relate(a: Words, i: int, b: Words, j: int, person: bool, space: Space) -> tuple[int, np.float32]:
    """Relate word i of one name to word j of another that is not equal (`are_equal`).

    Returns:
        The relation; and for an EDIT what is lost, in letters edited for each letter of the longer word, otherwise 0.
    """
    left, right = a[i], b[j]
    same_writing = _is_one_script(left.writing, right.writing)
    if same_writing and left.digest[0] == right.digest[0]:
        return _EDIT, _HOMOPHONE_LOSS
    if person:
        if left.nickname != 0 and left.nickname == right.nickname:
            return _NICKNAME, np.float32(0)
    else:
        relation = _relate_meaning(a, i, b, j)
        if relation >= 0:
            return relation, np.float32(0)
    if left.is_initial != right.is_initial:
        return (_INITIAL if person and _begins(a, i, b, j) else _NONE), np.float32(0)
    loss = _least_loss(a, i, b, j, same_writing, space)
    relation = _NONE if same_writing else _shared_key(a, i, b, j)
    if relation == _ABJAD and not (is_abjad(left.writing) or is_abjad(right.writing)):
        # Both sides write their vowels: Hassan and Hussein have one skeleton, and are two names.
        relation = _NONE
    if relation in (_NONE, _EDIT) and _are_spelt_out(a, i, b, j):
        return _NONE, np.float32(0)
    if relation == _NONE:
        return (_EDIT, loss) if loss >= 0 and not _are_syllables(a, i, b, j) else (_NONE, np.float32(0))
    if relation == _EDIT:
        if min(left.length[0], right.length[0]) < _MIN_SOUND_LETTERS:
            return (_EDIT, loss) if loss >= 0 and not _are_syllables(a, i, b, j) else (_NONE, np.float32(0))
        if loss < 0 and is_abjad(left.writing) != is_abjad(right.writing):
            # What sounds alike without its vowels has one skeleton, or is another word (Mohammadi, Muhammad).
            return _NONE, np.float32(0)
        return _EDIT, (loss * _SAME_SOUND_SHARE if loss >= 0 else _SAME_SOUND_LOSS)
    return relation, np.float32(0)


@inlined
def is_abjad(writing: int) -> bool:
    """Tell whether a script writes no vowels (`script.writing.Writing`)."""
    return writing in (_HEBREW, _ARABIC, _ARABIC_VOICED)


@inlined
def are_vowels_guessed(left: int, right: int) -> bool:
    """Tell whether one of two writings has vowels, and those of the other are guessed."""
    if is_abjad(left):
        return left != _ARABIC_VOICED and not is_abjad(right)
    return is_abjad(right) and right != _ARABIC_VOICED


@inlined
def _is_one_script(left: int, right: int) -> bool:
    """Tell whether two writings are one script, other than Latin: then forms hide what differs."""
    return left != _LATIN and (
        left == right or (left in (_ARABIC, _ARABIC_VOICED) and right in (_ARABIC, _ARABIC_VOICED))
    )


@inlined
def _begins(a: Words, i: int, b: Words, j: int) -> bool:
    """Tell whether the shorter of two words, in one of its forms, is how the longer begins."""
    if a[i].length[0] > b[j].length[0]:
        return _is_prefix(b, j, a, i)
    return _is_prefix(a, i, b, j)


@inlined
def _is_prefix(short: Words, i: int, whole: Words, j: int) -> bool:
    one, other = short[i], whole[j]
    for f in range(one.forms):
        for g in range(other.forms):
            if one.length[f] < other.length[g]:
                same = 0
                while same < one.length[f] and one.letter[f, same] == other.letter[g, same]:
                    same += 1
                if same == one.length[f]:
                    return True
    return False


@inlined
def _are_syllables(a: Words, i: int, b: Words, j: int) -> bool:
    """Tell whether both words are Chinese or Korean syllables: Wei and Wu differ by little, and are two names."""
    return _is_syllable(a, i) and _is_syllable(b, j)


@inlined
def _is_syllable(words: Words, i: int) -> bool:
    for k in range(words[i].keys):
        if words[i].key[k] >> _SYLLABLE_SHIFT in (_CHINESE_SYLLABLE, _KOREAN_SYLLABLE):
            return True
    return False


@inlined
def _are_spelt_out(a: Words, i: int, b: Words, j: int) -> bool:
    """Tell whether a word in Hangul or Han stands against one that can be read as syllables: these it is, or none."""
    left, right = a[i].writing, b[j].writing
    if left in (_HANGUL, _HAN) or right in (_HANGUL, _HAN):
        return is_syllabic(a, i) and is_syllabic(b, j)
    return False


@inlined
def is_syllabic(words: Words, i: int) -> bool:
    """Tell whether a word can be read as Chinese or Korean syllables, one or more."""
    return bool(words[i].syllables[0] | words[i].syllables[1])


@inlined
def are_equal(a: Words, i: int, b: Words, j: int) -> bool:
    """Tell whether two words have a form in common; in one script, the likeliest: romanisation hides what differs.

    Han characters that are read alike are not equal.
    """
    left, right = a[i], b[j]
    if _is_one_script(left.writing, right.writing):
        return bool(left.digest[0] == right.digest[0] and (left.writing != _HAN or left.text == right.text))
    for f in range(left.forms):
        for g in range(right.forms):
            if left.digest[f] == right.digest[g]:
                return True
    return False


@inlined
def _relate_meaning(a: Words, i: int, b: Words, j: int) -> int:
    """Relate two words of an organisation's or a thing's name by what they mean; -1 when that says nothing.

    A word whose meaning is known is no misspelling of another such word: China, Chile.
    """
    left, right = a[i], b[j]
    if left.sense != 0 and right.sense != 0:
        return _SENSE if left.sense == right.sense else _NONE
    if left.number >= 0 and right.number >= 0:
        return _SENSE if left.number == right.number else _NUMBER
    return -1


@inlined
def _shared_key(a: Words, i: int, b: Words, j: int) -> int:
    """Find the firmest culture in which two words sound the same."""
    left, right = a[i], b[j]
    best = _NONE
    for k in range(left.keys):
        for m in range(right.keys):
            if left.key[k] == right.key[m]:
                relation = _OF_CULTURE[left.key[k] >> np.uint32(30)]
                if best == _NONE or relation < best:
                    best = relation
    return best


@borrowing
def _least_loss(a: Words, i: int, b: Words, j: int, same_writing: bool, space: Space) -> np.float32:
    """Letters edited a letter of the longer form, by the forms that are nearest; -1 when none is near."""
    left, right = a[i], b[j]
    best = np.float32(-1.0)
    across = is_abjad(left.writing) != is_abjad(right.writing)
    guessed = are_vowels_guessed(left.writing, right.writing)
    share = UNWRITTEN_SHARE if guessed else np.float32(1)
    # Arabic letters are one consonant each, so what differs in one is another word. Hebrew's b may be a v.
    firm = guessed and _ARABIC in (left.writing, right.writing)
    for f in range(1 if same_writing else left.forms):
        for g in range(1 if same_writing else right.forms):
            length = max(left.length[f], right.length[g])
            budget = BUDGET[length] * share
            if not may_be_edited(left.mask[f], left.length[f], right.mask[g], right.length[g]):
                continue
            if across and _ends_in_i(a, i, f) != _ends_in_i(b, j, g):
                continue
            if (
                EDIT_LEAST * edit_count(left.letter[f], left.length[f], right.letter[g], right.length[g], space)
                > budget
            ):
                continue
            cost = edit_cost(left.letter[f], left.length[f], right.letter[g], right.length[g], budget, space)
            if cost > budget or (best >= 0 and cost >= best * length):
                continue
            one, other = left.letter[f, : left.length[f]], right.letter[g, : right.length[g]]
            if have_same_consonants(one, other, space) if firm else share_hash(one, other, space):
                best = np.float32(cost / length)
    # What all servants share says nothing: Abdulmanan and Abdulrahman differ in half of what is left.
    if best > 0 and is_servant(a, i) and is_servant(b, j):
        length = max(left.length[0], right.length[0])
        best = np.float32(best * length / max(length - _SERVANT_LETTERS, 1))
        return best if best <= _MOST_LOSS else np.float32(-1)
    return best


@inlined
def _ends_in_i(words: Words, i: int, form: int) -> bool:
    """Tell whether a form ends in i, which Arabic script writes: Mohammadi is of Mohammad's family, and is not he."""
    word = words[i]
    return bool(word.letter[form, word.length[form] - 1] in (_I, _Y, _E))


@inlined
def is_servant(words: Words, i: int) -> bool:
    """Tell whether a word is a compound of Abd (`compound`): it begins so, and goes on."""
    letter = words[i].letter
    begins = letter[0, 0] == _A and letter[0, 1] == _B and letter[0, 2] == _D
    return bool(begins and words[i].length[0] > _SERVANT_LETTERS + 1)


@inlined
def may_be_edited(left_mask: int, left_length: int, right_mask: int, right_length: int) -> bool:
    """Tell by letters and lengths whether one word can be the other misspelt: asked first, as it is cheap."""
    longer = max(left_length, right_length)
    most = ALONE[longer]
    return bool(
        longer - min(left_length, right_length) <= most + 1
        and bit_count(left_mask & ~right_mask) <= most
        and bit_count(right_mask & ~left_mask) <= most
    )
