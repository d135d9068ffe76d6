"""One list as one part of the work: its vintages oldest first, each checked, the unsound ones refused aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from counterflow.collect.dataset import check_counts, find_dataset
from counterflow.collect.guard import guard, naming
from counterflow.collect.integrity import Integrity, Watch
from counterflow.collect.presence import date_rows
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import ListReader, Tally
from counterflow.collect.source import Source
from counterflow.collect.vintage import Series, vintage_order
from counterflow.exc import ChangedInputError, InputError
from counterflow.stage import Batch, Row
from counterflow.tables import PROBLEM, RESOURCE, Problem, Resource


def read_series(
    sources: tuple[Source, ...], readers: Mapping[str, ListReader], make_resource: Callable[[Source, Tally], Resource]
) -> Iterator[Row | Batch]:
    """Yield the rows of a list, dated.

    A vintage that cannot be read, or is not what its publisher would publish, is refused whole: it becomes a problem
    row of severity `file`, and the vintages before it stand.

    Raises:
        InputError: no vintage is sound: a build without a list that the case counts on lets all its parties through.
    """
    if len(sources) == 1:
        yield from _read_alone(sources[0], readers[sources[0].format], make_resource)
        return
    series, integrity = Series(readers), Integrity()
    refused: list[Problem] = []
    last_error: InputError | None = None
    for source in sorted(sources, key=vintage_order):
        try:
            reading = series.read(source)
            try:
                check_vintage(readers[source.format], source, reading.tallies)
                integrity.check(series, reading)
            except InputError:
                series.drop(reading)
                raise
        except ChangedInputError:
            raise  # a passing state, which must not be kept as a property of the file
        except InputError as exc:
            last_error = exc
            refused.append(_refusal(source, exc))
        else:
            series.keep(reading)
            integrity.keep(series, reading)
    if len(series.vintages) == 0 and last_error is not None:
        raise last_error
    yield from date_rows(series)
    told = [*refused, *_unordered([vintage.source for vintage in series.vintages]), *integrity.accepted]
    yield Batch(PROBLEM, PROBLEM.from_rows(told))
    resources = [make_resource(one.source, tally) for one in series.vintages for tally in one.tallies]
    yield Batch(RESOURCE, RESOURCE.from_rows(resources))


def _read_alone(
    source: Source, reader: ListReader, make_resource: Callable[[Source, Tally], Resource]
) -> Iterator[Row | Batch]:
    """Yield the rows of a list of one vintage as they come: registers of millions of parties pass without being held.

    Raises:
        InputError: it is not sound; what was yielded before must be thrown away.
    """
    tallies, watch = [], Watch(source)
    for record in guard(source, reader.records(source)):
        if isinstance(record, Tally):
            tallies.append(record)
        elif isinstance(record, Problem):
            watch.see_problem(record)
            yield record
        else:
            with naming(source):
                rows = list(record.read())
            yield from watch.see(rows)
    check_vintage(reader, source, tallies)
    yield from watch.check()
    for tally in tallies:
        yield make_resource(source, tally)


def _unordered(sources: Sequence[Source]) -> Iterator[Problem]:
    """Say of which vintages nobody knows which is newer: what is gone cannot be told from them."""
    dates = Counter(source.published for source in sources)
    for source in sources:
        if source.published is None or dates[source.published] > 1:
            what = "has no date" if source.published is None else f"has the date {source.published} of another file"
            yield make_problem(
                source.main,
                f"it {what} of {source.dataset}, so nobody knows which of them is newer",
                severity="file",
                expected="one date for each vintage",
                next_step='Write date = "..." for it in case.toml, or exclude one of them',
                handling=source.handling,
            )


def check_vintage(reader: ListReader, source: Source, tallies: Sequence[Tally]) -> None:
    """Check the number of parties of a vintage.

    Raises:
        CountError: it is not what its dataset expects.
    """
    if reader.DATASET is not None and not source.is_partial:
        check_counts(find_dataset(source.dataset), sum(tally.parties for tally in tallies), source.main.name)


def _refusal(source: Source, error: InputError) -> Problem:
    return make_problem(
        None,
        error.what,
        path=source.main.name,
        severity="file",
        record=place_in(error.where, source.main.name),
        expected=error.expected,
        next_step=error.next_step,
        handling=source.handling,
    )


def place_in(where: str | None, name: str) -> str | None:
    """Give the place inside the file that an error names: `line 3` of `inputs/a.md, line 3`."""
    return where[len(name) + 2 :] if where is not None and where.startswith(f"{name}, ") else None
