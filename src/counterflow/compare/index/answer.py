"""Words of the index that answer words of a query, in groups: one group a word, or a run of words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterflow.compare.compiled import borrowing, compiled, inlined
from counterflow.compare.index.ahead import fetch
from counterflow.compare.index.memory import MAX_ANSWERS, Memory
from counterflow.compare.index.recall import ROOM, place_of, reserve
from counterflow.compare.index.scalar import Real, Whole

MAX_WORDS = 2000
"""Words of the index that may answer one word."""
MAX_OFFERED = 4000
"""Words that lookups may find for one word before the best are chosen."""
LOSS_WEIGHT = np.float32(1.5)
"""How much nearness a misspelling loses, times its letters edited a letter."""
_COMMONER = np.float32(0.001)


class Answer(NamedTuple):
    """A word of the index that may answer."""

    word: Whole
    both: Real
    """Bits in common."""
    share: Real
    """Of their worth that is kept: how near the answer is."""
    gain: Whole
    """`estimate.gain_of`."""
    relation: Whole
    loss: Real
    """Letters edited a letter."""


@inlined
def is_taken_up(word: Whole, group: Whole, memory: Memory) -> bool:
    """Tell whether a word is an answer of a group already."""
    known = memory.first[word]
    return bool(known >= 0 and memory.group_of[known] == group)


@inlined
def take_up(answer: Answer, group: Whole, memory: Memory) -> None:
    """Take a word up as an answer of a group, or raise its worth if it is one."""
    group_at, known = memory.group_at, memory.first[answer.word]
    if known >= 0 and memory.group_of[known] == group:
        if answer.share > memory.share[known]:
            _put(known, answer, memory)
        return
    at = group_at[group + 1]
    if at >= MAX_ANSWERS or at - group_at[group] >= MAX_OFFERED:
        return
    memory.word[at], memory.group_of[at], memory.next[at] = answer.word, group, known
    _put(at, answer, memory)
    memory.first[answer.word] = at
    group_at[group + 1] = at + 1


@inlined
def _put(at: Whole, answer: Answer, memory: Memory) -> None:
    memory.both[at], memory.share[at], memory.gain[at] = answer.both, answer.share, answer.gain
    memory.relation[at], memory.loss[at] = answer.relation, answer.loss


@compiled
def close_group(group: Whole, posting_at: NDArray[np.uint32], memory: Memory) -> None:
    """Put the answers of a group in order, nearest first, and count their postings; the farthest are left out."""
    start, end = memory.group_at[group], memory.group_at[group + 1]
    words, first, follow, shares = memory.word, memory.first, memory.next, memory.share
    for place in range(start, end):
        first[words[place]] = follow[place]
        fetch(posting_at, np.int64(words[place]))
    # Of words that are as near, the commoner ones, of which the query more likely is one.
    key = np.empty(end - start, np.float32)
    for place in range(end - start):
        found = words[start + place]
        holders = np.float32(np.int64(posting_at[found + 1]) - np.int64(posting_at[found]))
        key[place] = -shares[start + place] - _COMMONER * min(holders, np.float32(100))
    order = np.argsort(key, kind="mergesort")
    word, both, share = words[start:end][order], memory.both[start:end][order], shares[start:end][order]
    gain, relation, loss = (
        memory.gain[start:end][order],
        memory.relation[start:end][order],
        memory.loss[start:end][order],
    )
    count = min(len(order), MAX_WORDS)
    total: Whole = 0
    for i in range(count):
        at = start + i
        words[at], memory.both[at], shares[at] = word[i], both[i], share[i]
        memory.gain[at], memory.relation[at], memory.loss[at] = gain[i], relation[i], loss[i]
        follow[at] = first[word[i]]
        first[word[i]] = at
        total += np.int64(posting_at[word[i] + 1]) - np.int64(posting_at[word[i]])
    memory.postings[group] = total
    memory.group_at[group + 1] = start + count


@borrowing
def keep_group(key: Whole, group: Whole, memory: Memory) -> None:
    """Keep the answers of a closed group for the next query with this word (`recall.key_of`)."""
    start, recall = memory.group_at[group], memory.recall
    count = memory.group_at[group + 1] - start
    place = reserve(key, count, recall)
    for i in range(count):
        recall.word[place + i] = memory.word[start + i]
        recall.both[place + i] = memory.both[start + i]
        recall.share[place + i] = memory.share[start + i]
        recall.gain[place + i] = memory.gain[start + i]
        recall.relation[place + i] = memory.relation[start + i]
        recall.loss[place + i] = memory.loss[start + i]


@borrowing
def recall_group(key: Whole, group: Whole, posting_at: NDArray[np.uint32], memory: Memory) -> None:
    """Give a group the answers that were kept, as `close_group` left them."""
    recall, slot = memory.recall, place_of(key)
    begin, start, count = recall.start[slot] % ROOM, memory.group_at[group], recall.answers[slot]
    total: Whole = np.int64(0)
    for i in range(count):
        fetch(posting_at, np.int64(recall.word[begin + i]))
        fetch(memory.first, np.int64(recall.word[begin + i]))
    for i in range(count):
        at, place = start + i, begin + i
        word = np.int64(recall.word[place])
        memory.word[at], memory.group_of[at], memory.next[at] = word, group, memory.first[word]
        memory.both[at], memory.share[at] = recall.both[place], recall.share[place]
        memory.gain[at], memory.loss[at] = recall.gain[place], recall.loss[place]
        memory.relation[at] = recall.relation[place]
        memory.first[word] = at
        total += np.int64(posting_at[word + 1]) - np.int64(posting_at[word])
    memory.postings[group] = total
    memory.group_at[group + 1] = start + count
