"""Arabic names of several words that are one: Abd al-Rahman, Nur al-Din, Saif Allah, however they are written.

Lists write Abdul Rahman, Abd al-Rahman, Abdurrahman and عبد الرحمن of one person. Run together they share a sound key
(`script.abjad`); apart, Abdul would be a name that thousands share, and Rahman a name of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

_SERVANT = frozenset(
    "abd abed abdul abdel abdal abdol abdoul abdil abdur abdar abder abdor abdus abdas abdes abdush abdash abdun abdan "
    "abdut abdat abduz abdaz abdud abdad abdool 'abd عبد عبدال".split()
)
_ARTICLE = frozenset("al el ul ol ur ar er or us as es ush ash esh un an en ut at et uz az ez ud ad ed l ال".split())
_RELIGION = frozenset(
    "din deen dine dien addin addeen aldin aldeen aldine eddin eddine eddeen uddin uddine uddeen udin "
    "الدين الدین دین".split()
)
_GOD = frozenset("allah ullah ollah ellah alla ulla oullah الله اللہ".split())


def join_compounds(tokens: Sequence[str]) -> list[str]:
    """Run the words of compound names together: (abd, al, rahman) becomes abdalrahman.

    Args:
        tokens: of a person's name, in the order written.
    """
    if not any(token in _MARKS for token in tokens):
        return list(tokens)
    joined: list[str] = []
    at = 0
    while at < len(tokens):
        end = _end_of_compound(tokens, at)
        joined.append("".join(tokens[at:end]))
        at = end
    return joined


_MARKS = _SERVANT | _RELIGION | _GOD


def _end_of_compound(tokens: Sequence[str], at: int) -> int:
    """Say behind which token the compound ends that begins at a token; the next one when none begins there."""
    after = at + 1
    if after < len(tokens) and tokens[after] in _ARTICLE:
        after += 1
    if after >= len(tokens):
        return at + 1
    if tokens[at] in _SERVANT:
        return after + 1
    is_name = tokens[at] not in _ARTICLE and len(tokens[at]) > 1
    return after + 1 if is_name and (tokens[after] in _RELIGION or tokens[after] in _GOD) else at + 1
