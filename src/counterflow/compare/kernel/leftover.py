"""Words without an answer of their own: run together, cut short, or given by their initials."""

from __future__ import annotations

import numpy as np

from counterflow.compare.compiled import borrowing, inlined, signed
from counterflow.compare.kernel.alone import LIGHT
from counterflow.compare.kernel.bits import bit_count
from counterflow.compare.kernel.consonant import share_hash
from counterflow.compare.kernel.edit import edit_cost
from counterflow.compare.kernel.relation import Relation, is_servant
from counterflow.compare.kernel.space import Space, settle
from counterflow.compare.kernel.word import MAX_LETTERS, Words
from counterflow.compare.lexicon.role import Role
from counterflow.compare.script.key import CULTURE_SHIFT, SYLLABLE_BASE, SYLLABLE_MASK, SYLLABLE_SHIFT, Culture

MAX_JOINED = 5
"""Tokens that may be run together into one word."""
MIN_JOINED_LETTERS = 4
"""Letters of a word that is words run together."""
MIN_SERVANT_GAP, MAX_SERVANT_GAP = 3, 6
"""Letters that stand for Abd before the rest of its compound."""
MIN_TAIL_LETTERS = 4
"""Letters of that rest."""
JOIN_LOSS = np.float32(0.14)
"""Letters edited a letter that tells (`_letters_that_tell`), at most, between words run together and the one."""

_CULTURE_SHIFT, _SYLLABLE_SHIFT = np.uint32(CULTURE_SHIFT), np.uint32(SYLLABLE_SHIFT)
_SYLLABLE_MASK, _SYLLABLE_BASE = np.uint32(SYLLABLE_MASK), np.uint64(SYLLABLE_BASE)
_KOREAN, _CHINESE = np.uint32(Culture.KOREAN), np.uint32(Culture.CHINESE)
_SAME_KOREAN, _SAME_CHINESE = int(Relation.KOREAN), int(Relation.CHINESE)
_EQUAL, _JOINED, _CUT, _ACRONYM = int(Relation.EQUAL), int(Relation.JOINED), int(Relation.CUT), int(Relation.ACRONYM)
_INITIAL, _STOP = int(Relation.INITIAL), int(Role.STOP)
JOINED_GAP = 2
"""Letters that the joined words and the one may have alone, and by which they may differ in length."""
_MIN_ACRONYM_LETTERS = 2
_MIN_CUT_LETTERS, _MIN_FIELD_CUT = 4, 2
_FIELD_LETTERS = 20
"""Letters of a name that may have filled a field: then little is left of the last word."""
_IS_VOWEL = np.zeros(256, np.bool_)
_IS_VOWEL[[ord(letter) for letter in "aeiouy"]] = True


@borrowing
def join_words(
    many: Words, n: int, one: Words, m: int, column: int, most_loss: np.float32, side: int, space: Space
) -> None:
    """Answer free words of one name by several free words of the other, run together; `side` is that of `many`.

    With `most_loss` 0 only what is the same letter by letter, and has no equal of its own, is joined: that comes
    before all else.
    """
    if _count_free(n, side, space) < 2:
        return
    for j in range(m):
        if space[0].answer[1 - side, j] < 0 and (most_loss > 0 or not _has_equal(n, j, side, space)):
            _answer_joined(many, n, one, j, column, most_loss, side, space)


@inlined
def _has_equal(n: int, j: int, side: int, space: Space) -> bool:
    for i in range(n):
        relation = space[0].relation[i, j] if side == 0 else space[0].relation[j, i]
        if relation == _EQUAL:
            return True
    return False


@borrowing
def answer_short(many: Words, n: int, one: Words, m: int, person: bool, side: int, space: Space) -> None:
    """Answer free words of one name by words of the other that they abbreviate; `side` is that of `many`."""
    free = _count_free(n, side, space)
    for j in range(m):
        if free == 0:
            return
        if space[0].answer[1 - side, j] >= 0:
            continue
        if free > 1 and space[0].may_abbreviate and _answer_acronym(many, n, one, j, person, side, space):
            continue
        if not _answer_tail(many, n, one, j, side, space) and j == m - 1:
            _answer_cut(many, n, one, j, person, side, space)


@inlined
def _count_free(n: int, side: int, space: Space) -> int:
    free = 0
    for i in range(n):
        free += space[0].answer[side, i] < 0
    return free


@borrowing
def _answer_joined(
    many: Words, n: int, one: Words, j: int, column: int, most_loss: np.float32, side: int, space: Space
) -> None:
    """Run free words together that make word j."""
    if one[j].length[0] < MIN_JOINED_LETTERS:
        return
    for start in range(n - 1):
        if space[0].answer[side, start] >= 0 or space[0].answer[side, start + 1] >= 0:
            continue
        end, relation, loss = _joined(many, n, start, one, j, column, most_loss, side, space)
        if end > 0:
            _settle_run(side, start, end, j, relation, loss, space)
            return


@borrowing
def _settle_run(side: int, start: int, end: int, j: int, relation: int, loss: np.float32, space: Space) -> None:
    for i in range(start, end):
        if space[0].answer[side, i] < 0:
            settle(side, i, j, relation, loss, space)
    settle(1 - side, j, start, relation, loss, space)


@borrowing
def _joined(
    many: Words, n: int, start: int, one: Words, j: int, column: int, most_loss: np.float32, side: int, space: Space
) -> tuple[int, int, np.float32]:
    """Say behind which word the joined one that begins with word `start` is complete (0: none), how, and what is lost.

    Syllables that are the same are spelt in two ways, or they would have been joined letter by letter: then it is a
    matter of sound.
    """
    length, mask = signed(0), np.uint32(0)
    for i in range(start, min(start + MAX_JOINED, n)):
        if space[0].answer[side, i] >= 0:
            break
        length += many[i].length[0]
        mask |= many[i].mask[0]
        if length > MAX_LETTERS:
            break
        if i == start:
            continue
        if i == start + 1 and most_loss > 0:
            if _is_spelt(many, start, one, j):
                return i + 1, _JOINED, np.float32(0)
            culture = same_syllables(many, start, one, j)
            if culture >= 0:
                return i + 1, culture, np.float32(0)
            if are_korean(many, start, one, j):
                continue
        gap = JOINED_GAP if most_loss > 0 else 0
        told = np.float32(length) if most_loss == 0 else _letters_that_tell(many, start, i + 1, column)
        for f in range(one[j].forms):
            if abs(length - signed(one[j].length[f])) > gap or bit_count(mask ^ one[j].mask[f]) > gap:
                continue
            loss = joined_loss(many, start, i + 1, one, j, f, told, space)
            if loss <= most_loss:
                return i + 1, _JOINED, loss
    return 0, _JOINED, np.float32(0)


@inlined
def _is_spelt(many: Words, start: int, one: Words, j: int) -> bool:
    """Tell whether two neighbours make word j letter by letter, as each is spelt first."""
    first, second, whole = many[start], many[start + 1], one[j]
    if signed(first.length[0]) + signed(second.length[0]) != signed(whole.length[0]):
        return False
    for at in range(whole.length[0]):
        behind = at - signed(first.length[0])
        if whole.letter[0, at] != (first.letter[0, at] if behind < 0 else second.letter[0, behind]):
            return False
    return True


@inlined
def _letters_that_tell(many: Words, start: int, end: int, column: int) -> np.float32:
    """Count the letters of words that are run together, those of a commoner word for less.

    In Tontion Shipping most letters agree with Poltionshipping, and all that tells one from the other does not.
    """
    most = np.float32(0)
    for i in range(start, end):
        most = max(most, many[i].bits[column])
    told = np.float32(0)
    for i in range(start, end):
        told += np.float32(many[i].length[0]) * many[i].bits[column] / most
    return told


@inlined
def are_korean(many: Words, start: int, one: Words, j: int) -> bool:
    """Tell whether two neighbours and word j are Korean: of other syllables, it is another name, not a misspelling."""
    return _is_korean(many, start) and _is_korean(many, start + 1) and _is_korean(one, j)


@inlined
def _is_korean(words: Words, i: int) -> bool:
    """Tell whether a word can be read as Korean syllables."""
    return bool(words[i].syllables[0])


@inlined
def is_korean_key(key: np.uint32) -> bool:
    """Tell whether a sound key is of Korean syllables."""
    return bool(key >> _CULTURE_SHIFT == _KOREAN)


@inlined
def same_syllables(many: Words, start: int, one: Words, j: int) -> int:
    """Say as what two neighbours make word j in syllables (`script.key.syllable_hash`): Korean, Chinese, -1: none."""
    first, second, whole = many[start], many[start + 1], one[j]
    for k in range(first.keys):
        for m in range(second.keys):
            if not are_syllables(first.key[k], second.key[m]):
                continue
            made = compose(first.key[k], second.key[m])
            for n in range(whole.keys):
                if whole.key[n] == made:
                    return relation_of_key(made)
    return -1


@inlined
def relation_of_key(key: np.uint32) -> int:
    """Give the relation of words that have a key of syllables in common."""
    return _SAME_KOREAN if is_korean_key(key) else _SAME_CHINESE


@inlined
def are_syllables(first: np.uint32, second: np.uint32) -> bool:
    """Tell whether two keys are syllables of one language, so that words may be put together of them."""
    culture = first >> _CULTURE_SHIFT
    return bool(culture in (_KOREAN, _CHINESE) and second >> _CULTURE_SHIFT == culture)


@inlined
def compose(first: np.uint32, second: np.uint32) -> np.uint32:
    """Give the key of two words run together: their syllables end to end."""
    more = (second >> _SYLLABLE_SHIFT) & np.uint32(7)
    value = np.uint64(first & _SYLLABLE_MASK)
    for _ in range(more):
        value = (value * _SYLLABLE_BASE) & np.uint64(_SYLLABLE_MASK)
    value = (value + np.uint64(second & _SYLLABLE_MASK)) & np.uint64(_SYLLABLE_MASK)
    count = min(((first >> _SYLLABLE_SHIFT) & np.uint32(7)) + more, np.uint32(7))
    return np.uint32((first >> _CULTURE_SHIFT) << _CULTURE_SHIFT | count << _SYLLABLE_SHIFT | np.uint32(value))


@borrowing
def joined_loss(
    many: Words, start: int, end: int, one: Words, j: int, form: int, told: np.float32, space: Space
) -> np.float32:
    """Letters edited a letter between words run together and a form of the one word; more than `JOIN_LOSS`: others.

    Args:
        many: words of a name.
        start: the first that is run together.
        end: behind the last.
        one: words of the other name.
        j: the one word.
        form: one of its forms.
        told: by how many letters the loss is divided.
        space: memory of this thread.
    """
    letter, other, size = space[0].letter, one[j].letter[form], signed(one[j].length[form])
    length = signed(0)
    for i in range(start, end):
        for at in range(many[i].length[0]):
            letter[length] = many[i].letter[0, at]
            length += 1
    cost = edit_cost(letter, length, other, size, np.float32(JOIN_LOSS * told), space)
    if 0 < cost <= JOIN_LOSS * told and not share_hash(letter[:length], other[:size], space):
        return np.float32(1)
    return np.float32(cost / told)


@borrowing
def _answer_acronym(many: Words, n: int, one: Words, j: int, person: bool, side: int, space: Space) -> bool:
    """Find consecutive free words whose initials make word j; of and the may be left out."""
    if not may_abbreviate(one, j, person):
        return False
    length = one[j].length[0]
    for start in range(n):
        if space[0].answer[side, start] >= 0 or many[start].letter[0, 0] != one[j].letter[0, 0]:
            continue
        found = 0
        for i in range(start, n):
            if space[0].answer[side, i] >= 0:
                break
            if many[i].letter[0, 0] == one[j].letter[0, found]:
                found += 1
                if found == length:
                    _settle_run(side, start, i + 1, j, _ACRONYM, np.float32(0), space)
                    return True
            elif many[i].role & _STOP == 0:
                break
    return False


@inlined
def may_abbreviate(words: Words, i: int, person: bool) -> bool:
    """Tell whether a word may be initials run together.

    A person's (JC, Jean Claude) are no name by themselves, as Amr or Chi would be; an organisation's acronym has three
    letters or more.
    """
    if person:
        return bool(words[i].length[0] >= _MIN_ACRONYM_LETTERS and not _has_vowel(words, i))
    return bool(words[i].length[0] > _MIN_ACRONYM_LETTERS)


@borrowing
def _answer_cut(many: Words, n: int, one: Words, j: int, person: bool, side: int, space: Space) -> None:
    """Find a longer free word that begins with word j, the last, as where a field had no room for the whole name."""
    length, fills = one[j].length[0], _count_letters(one, j + 1) >= _FIELD_LETTERS
    # A legal form may be run together with the last word of an organisation's name; a person's is not cut but so.
    if (person and not fills) or length < (_MIN_FIELD_CUT if fills else _MIN_CUT_LETTERS):
        return
    if not _has_answer(one, j, 1 - side, space):
        return
    for i in range(n):
        if space[0].answer[side, i] >= 0 or many[i].length[0] < length + 2:
            continue
        same = 0
        while same < length and many[i].letter[0, same] == one[j].letter[0, same]:
            same += 1
        if same == length:
            settle(side, i, j, _CUT, np.float32(0), space)
            settle(1 - side, j, i, _CUT, np.float32(0), space)
            return


@inlined
def is_vowel(letter: int) -> bool:
    """Tell whether a letter of a form is a vowel."""
    return bool(_IS_VOWEL[letter])


@inlined
def _has_vowel(words: Words, i: int) -> bool:
    for at in range(words[i].length[0]):
        if is_vowel(words[i].letter[0, at]):
            return True
    return False


@inlined
def _count_letters(words: Words, n: int) -> int:
    total = signed(0)
    for i in range(n):
        total += words[i].length[0]
    return total


@inlined
def _has_answer(words: Words, n: int, side: int, space: Space) -> bool:
    """Tell whether one of the first n words of a name is answered: the beginning of a word alone tells nothing."""
    for i in range(n):
        if space[0].answer[side, i] >= 0 and space[0].kind[side, i] != _INITIAL and not words[i].role & LIGHT:
            return True
    return False


@borrowing
def _answer_tail(many: Words, n: int, one: Words, j: int, side: int, space: Space) -> bool:
    """Find a free compound of Abd that ends with word j: many write Rahman for Abdul Rahman (`compound`)."""
    length = signed(one[j].length[0])
    if length < MIN_TAIL_LETTERS:
        return False
    for i in range(n):
        gap = signed(many[i].length[0]) - length
        if space[0].answer[side, i] >= 0 or gap < MIN_SERVANT_GAP or gap > MAX_SERVANT_GAP or not is_servant(many, i):
            continue
        same = 0
        while same < length and many[i].letter[0, gap + same] == one[j].letter[0, same]:
            same += 1
        if same == length:
            settle(side, i, j, _CUT, np.float32(0), space)
            settle(1 - side, j, i, _CUT, np.float32(0), space)
            return True
    return False
