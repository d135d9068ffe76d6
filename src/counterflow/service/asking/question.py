"""Which quantity to ask for, and the words of a question.

What a question says must not tell a partner more than they may know. So it is made of a build of what they may know
alone, as a release is, and not of ours with something left out.
"""

from __future__ import annotations

from contextlib import closing

from counterflow.case import Case
from counterflow.dossier.archive import Archive
from counterflow.dossier.estimate import estimate_case
from counterflow.dossier.estimate_shape import EstimateAnswer
from counterflow.dossier.estimate_shape import Interval as Estimated
from counterflow.estimate.model import Model
from counterflow.exc import NotFoundError, UsageError
from counterflow.model.handling import strictest
from counterflow.model.partner import Partner
from counterflow.run.progress import Progress
from counterflow.run.releasable import make_releasable
from counterflow.run.run import RunOptions
from counterflow.service.asking.match import match_questions
from counterflow.service.asking.shape import AskPlan, Interval, Question, Wanted
from counterflow.share.policy import Recipient, may_be_given

PLAIN = "1"
"""Unit of what has none: a share, a count."""
LEAST = 0.005
"""Of what would narrow a result by less nobody is asked."""


def plan_questions(archive: Archive, model: Model, of: str | None = None) -> AskPlan:
    """Say what is worth knowing and whom to ask, under what each partner can answer. For the asker alone.

    Raises:
        NotFoundError: nothing can be estimated, or nothing has that name.
    """
    answer = estimate_case(archive, of)
    sees = {one.name: tuple(key.key for key in model.partners if one.name in key.sees) for one in answer.askings}
    worth = {(one.name, key): one.narrower for one in answer.askings if one.narrower >= LEAST for key in sees[one.name]}
    capacity = {one.key: one.capacity for one in model.partners if one.capacity is not None}
    chosen = match_questions(worth, capacity)
    wanted = [
        Wanted(
            quantity=one.name,
            description=interval.description,
            of=answer.of,
            period=interval.period,
            narrower=one.narrower,
            taken=taken_of(interval),
            partner=chosen.get(one.name),
            sees=sees[one.name],
        )
        for one in answer.askings
        if (interval := interval_of(answer, one.name)) is not None
    ]
    return AskPlan(of=answer.of, wanted=tuple(wanted))


def make_question(
    case: Case,
    partner: Partner,
    quantity: str,
    of: str | None = None,
    *,
    progress: Progress | None = None,
    options: RunOptions | None = None,
) -> Question:
    """Write a question of what its reader may know.

    Args:
        case: the case; it stays as it is.
        partner: who is asked.
        quantity: what for.
        of: the result that it would narrow; None: the one that is shown first.
        progress: of the runs.
        options: of the runs.

    Raises:
        UsageError: the model of the case may not be known to them.
        NotFoundError: what they may know does not make this question.
    """
    recipient = Recipient(partner.key, is_named=True)

    def admits(marking: str) -> bool:
        return may_be_given(marking, recipient, partner.max_tlp)

    is_written = len(case.parameters.get("estimate", {})) > 0
    if is_written and not admits(case.handling):
        raise UsageError(
            f"the model of the case is {case.handling}, and {partner.key} may not know it",
            where=str(case.toml_path),
            next_step=f"If they may: widen [case] handling, or max_tlp in [partner.{partner.key}]",
        )
    with (
        make_releasable(case, admits, progress=progress, options=options) as made,
        closing(Archive(made.case, made.given)) as archive,
    ):
        try:
            answer = estimate_case(archive, of)
        except NotFoundError as exc:
            raise _not_known(partner, quantity, exc.what) from exc
        return _question(archive, answer, partner, quantity, [case.handling] if is_written else [])


def _question(
    archive: Archive, answer: EstimateAnswer, partner: Partner, quantity: str, markings: list[str]
) -> Question:
    worth = {one.name: one.narrower for one in answer.askings}
    asked, result = interval_of(answer, quantity), interval_of(answer, answer.of)
    if quantity not in worth or asked is None or result is None:
        raise _not_known(partner, quantity, "it is no input of what can be estimated for them")
    beliefs = sorted({*asked.beliefs, *result.beliefs})
    rows = archive.rows("SELECT DISTINCT handling FROM belief WHERE id IN (SELECT unnest($ids))", ids=beliefs or [""])
    what = asked.description or quantity.replace("_", " ")
    unit = "as a number" if asked.unit == PLAIN else f"in {asked.unit}"
    whole = result.description or answer.of.replace("_", " ")
    return Question(
        partner=partner.key,
        quantity=quantity,
        of=answer.of,
        unit=asked.unit,
        period=asked.period,
        text=f"What is {what}, {unit}, in {_period_text(asked.period)}? Please give the lowest and the highest value "
        "that you hold likely (9 in 10), and what that rests on.",
        why=f"It would narrow what can be said of {whole} by about {worth[quantity]:.0%}.",
        marking=strictest(["TLP:CLEAR", *markings, *(row["handling"] for row in rows)]),
    )


def interval_of(answer: EstimateAnswer, name: str) -> Estimated | None:
    """Give what is shown first of a quantity, channel or total: its first period under the headline setting."""
    return next((one for one in answer.intervals if one.name == name and one.setting == answer.headline), None)


def taken_of(one: Estimated) -> Interval:
    """Give the 90 % interval."""
    return Interval(unit=one.unit, low=one.low_90, median=one.median, high=one.high_90)


def _period_text(period: str) -> str:
    first, _, last = period.partition("/")
    return first if last in ("", first) else f"an average year from {first} to {last}"


def _not_known(partner: Partner, quantity: str, why: str) -> NotFoundError:
    return NotFoundError(
        f"what {partner.key} may know does not make a question for {quantity!r}: {why}",
        next_step="`counterflow ask plan CASE` lists what can be asked for; `counterflow release --dry-run` what stays",
    )
