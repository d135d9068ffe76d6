"""`counterflow resolve`: which entities of files are one party."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterflow.cli.argument import json_option, quiet_option, stdin_as_file
from counterflow.cli.batch_progress import explain_wait
from counterflow.cli.layout import count_text
from counterflow.exc import UsageError

if TYPE_CHECKING:
    from counterflow.resolve.file.answer import ResolveSummary
    from counterflow.resolve.file.resolve import Resolved

_OUTPUT = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.command()
@click.argument(
    "files",
    metavar="FTM.jsonl...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
)
@click.option("--output", "-o", type=_OUTPUT, required=True, help="File to write; - is stdout.")
@click.option("--pairs", type=_OUTPUT, metavar="FILE", help="Pairs with probability, decision and reasons, to a file.")
@click.option(
    "--judgements",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What people said of pairs: nomenklatura's resolver file, or CSV with left_id, right_id, judgement.",
)
@click.option(
    "--repeating", multiple=True, metavar="DATASET", help="A dataset that lists one party several times; repeatable."
)
@click.option(
    "--weights",
    type=click.Choice(["auto", "learnt", "kernel"]),
    default="auto",
    show_default=True,
    help="Whose weights decide: learnt from records of attributes where there are enough, or the kernel of names.",
)
@quiet_option
@json_option
def resolve(files: tuple[Path, ...], output: Path, quiet: bool, as_json: bool, **options: Any) -> None:
    """Resolve FTM.jsonl: which of the entities in files are one party.

    Files hold FollowTheMoney entities (.jsonl or .jsonl.gz; - is stdin); what an entity's datasets name is its list,
    without any its file is. Each entity becomes a row: entity_id and canonical_id, the smallest id of its cluster. Two
    entities of one list are two, unless they share a number that is issued once (IMO, LEI), or --repeating names the
    list.

    Records of a register, 500 or more of one family (persons, organisations) with two or more attributes and few
    aliases, are linked by weights learnt from them; if they are one list, duplicates are looked for in it. Lists of who
    is designated are compared by the kernel of names.

    Pairs are merged from the probability on that the summary states; what is less likely stays a candidate. A cluster
    never holds a NEGATIVE judgement, two IMO numbers or two LEIs.
    """
    from counterflow.resolve.file.judgement import NOBODY_JUDGED, Judged, read_judgement_file
    from counterflow.resolve.file.learnt import Weights
    from counterflow.resolve.file.resolve import resolve_files
    from counterflow.resolve.file.write import (
        CANONICAL_COLUMNS,
        PAIR_COLUMNS,
        canonical_rows,
        check_output,
        pair_rows,
        write_rows,
    )

    pairs, judged = options["pairs"], options["judgements"]
    outputs = [one for one in (output, pairs) if one is not None]
    if sum(str(one) == "-" for one in outputs) + as_json > 1:
        raise UsageError("two of --json, --output - and --pairs - write to stdout", next_step="Write one to a file")
    for one in outputs:
        check_output(one, [*files, *([] if judged is None else [judged])])
    if pairs is not None and str(pairs) != "-" and pairs.resolve() == output.resolve():
        raise UsageError(f"{pairs} is asked for twice", next_step="Write pairs to a file of their own")

    people: Judged = NOBODY_JUDGED

    def read_judged(known: Mapping[str, str]) -> Mapping[tuple[str, str], Any]:
        nonlocal people
        people = people if judged is None else read_judgement_file(judged, known)
        return people.pairs

    with stdin_as_file(files) as paths, explain_wait(quiet=quiet or as_json):
        resolved = resolve_files(paths, read_judged, options["repeating"], Weights(options["weights"]))
    write_rows(output, CANONICAL_COLUMNS, canonical_rows(resolved))
    if pairs is not None:
        write_rows(pairs, PAIR_COLUMNS, pair_rows(resolved))
    summary = _summarise(resolved, len(people.unused), (output, pairs))
    if len(people.unused) > 0 and not quiet:
        first = " and ".join(people.unused[0])
        said = count_text(len(people.unused), "judgement names", "judgements name")
        click.echo(f"warning: {said} ids that no entity of the input has, and did nothing; first {first}", err=True)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False))
    elif not quiet:
        learnt = "".join(
            f"; weights of {one.records:,} records ({one.family}) learnt from them" for one in summary.learnt
        )
        place = "" if str(output) == "-" else f", written to {output}"
        click.echo(
            f"{count_text(summary.entities, 'entity', 'entities')}, {count_text(summary.parties, 'party', 'parties')}: "
            f"{summary.merged:,} in clusters of several, {summary.canonical:,} canonical; "
            f"{count_text(summary.candidates, 'pair waits', 'pairs wait')} for a person{learnt}{place}",
            err=True,
        )


def _summarise(resolved: Resolved, unused: int, outputs: tuple[Path, Path | None]) -> ResolveSummary:
    from counterflow.resolve.decide import ALGORITHM, Decision
    from counterflow.resolve.file.answer import LearntFamily, ResolveSummary
    from counterflow.resolve.probability import load_prior

    output, pairs = outputs
    parties, canonical = resolved.parties, resolved.resolution.canonical
    decisions = [verdict.decision for verdict in resolved.resolution.verdicts.values()]
    return ResolveSummary(
        entities=len(resolved.schemata),
        parties=len(parties),
        canonical=len({canonical.get(one, one) for one in parties}),
        merged=sum(one in canonical for one in parties),
        pairs=len(decisions),
        candidates=decisions.count(Decision.CANDIDATE),
        judgements=resolved.judgements,
        unused_judgements=unused,
        algorithm=ALGORITHM,
        threshold=load_prior().threshold,
        learnt=[LearntFamily(*one) for one in resolved.learnt],
        output=str(output),
        pairs_output=None if pairs is None else str(pairs),
    )
