"""The exposure of a party in one sentence: what it is, who owns it, and the strongest way to the listed."""

from __future__ import annotations

from collections.abc import Sequence

from counterflow.dossier.exposure_shape import ExposureAnswer, ExposurePath, Hop, OwnershipAnswer
from counterflow.dossier.tie_words import spaced


def say_exposure(answer: ExposureAnswer, wanted: str | None) -> str:
    """Say it in one sentence.

    Args:
        answer: the parts; what is said is in them.
        wanted: name of the party to which a path was asked for; None: to any listed one.
    """
    parts = [_state(answer)]
    if wanted is None:
        parts += [_owned(one) for one in _distinct(answer.ownership)]
        parts += [
            _less(one) for one in answer.ownership if (one.rule, one.answer) == ("ofac-50", "not") and one.high > 0
        ]
        parts += [f"of its owners {words}" for words in _unsaid(answer.ownership)]
    if len(answer.paths) > 0:
        parts.append(_path(answer.paths[0], is_asked=wanted is not None))
    elif wanted is not None:
        parts.append(f"no evidenced path leads from it to {wanted}")
    else:
        parts.append(
            "no evidenced path leads from it to " + ("another" if answer.listed_now else "a") + " listed party"
        )
    shared = [one for one in answer.shared if one.is_listed]
    if wanted is None and len(shared) > 0:
        parts.append(f"it shares {spaced(shared[0].kind)} {shared[0].value} with the listed {shared[0].other.caption}")
    return "; ".join(parts) + "."


def _state(answer: ExposureAnswer) -> str:
    name = f"{answer.caption} ({answer.schema_})"
    if answer.listed_now:
        return f"{name} is itself listed"
    if answer.delisted_on is not None:
        return f"{name} is not listed any more (since {answer.delisted_on})"
    return f"{name} is not listed"


MOST_OWNERS = 3
_RULES = {"ofac-50": "OFAC's 50 percent rule", "eu-control": "the EU's rule", "uk-control": "the UK's rule"}


def _distinct(answers: Sequence[OwnershipAnswer]) -> list[OwnershipAnswer]:
    """Leave out what is not owned, and the rules that say no more than the one before them."""
    told: list[OwnershipAnswer] = []
    for one in answers:
        if one.answer != "not" and all((one.answer, one.kind) != (other.answer, other.kind) for other in told):
            told.append(one)
    return told


def _unsaid(answers: Sequence[OwnershipAnswer]) -> list[str]:
    """Give contradictions of a party that nobody listed owns, which no other part of the sentence names."""
    if len(_distinct(answers)) > 0:
        return []
    return list(dict.fromkeys(words for one in answers for words in one.contradictions))


def _owned(one: OwnershipAnswer) -> str:
    owners = _owners(one)
    since = "" if one.since is None else f" since {one.since}{'' if one.is_since_sure else ' or later'}"
    verb = "owned" if one.kind == "stake" else "controlled"
    stake = f", {percent_text(one.low, one.high)}" if one.kind == "stake" else f" ({one.kind})"
    against = f" (but {', and '.join(one.contradictions)})" if len(one.contradictions) > 0 else ""
    doubt = "" if one.probability is None else f" if what proves it is true ({one.probability:.2f})"
    return f"by {_RULES[one.rule]} it is {one.answer} {verb} by the listed {owners}{stake}{since}{doubt}{against}"


def _less(one: OwnershipAnswer) -> str:
    """Say what the listed have of a party that they do not own by the rule: it may be a share short of it."""
    has = "has" if len(one.owners) == 1 else "have"
    return f"by {_RULES[one.rule]} it is not owned: the listed {_owners(one)} {has} {percent_text(one.low, one.high)}"


def _owners(one: OwnershipAnswer) -> str:
    names = [owner.caption for owner in one.owners[:MOST_OWNERS]]
    if len(one.owners) > len(names):
        names.append(f"{len(one.owners) - len(names)} more")
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def percent_text(low: float, high: float) -> str:
    """Write a stake: "51 %", "25 to 50 %"."""
    return f"{low:g} %" if low == high else f"{low:g} to {high:g} %"


def _path(path: ExposurePath, *, is_asked: bool) -> str:
    ties = "one tie" if len(path.hops) == 1 else f"{len(path.hops)} ties"
    to = path.to.caption if is_asked else f"the listed {path.to.caption}"
    way = ", ".join(say_hop(hop) for hop in path.hops)
    weakest = next((hop for hop in path.hops if hop.is_weakest), None)
    weak = (
        ""
        if weakest is None
        else f", the weakest being that to {weakest.target.caption} ({weakest.probability or 0:.2f})"
    )
    return (
        f"{ties} lead{'s' if len(path.hops) == 1 else ''} to {to} with probability {path.probability:.2f}: {way}{weak}"
    )


def say_hop(hop: Hop) -> str:
    """Say a tie and, if it ended, until when it held."""
    return hop.words if hop.end_date is None else f"{hop.words} until {hop.end_date}"
