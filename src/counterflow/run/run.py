"""Run a case: find what changed, compute what depends on it, publish a new build."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from counterflow.case import Case
from counterflow.collect.source import Source
from counterflow.collect.stage import LIST_FORMATS, sources_of
from counterflow.engine.memory import give_memory_back
from counterflow.exc import CaseError, InputError, LedgerError, NotFoundError, StorageError, UsageError
from counterflow.ledger import Ledger
from counterflow.ledger.entry import RESTORE
from counterflow.run.assemble import assemble, link_file
from counterflow.run.build import MANIFEST, Build, Manifest, open_build, read_current, set_current
from counterflow.run.cache import PartCache
from counterflow.run.code import assembly_version, code_version
from counterflow.run.lock import hold_case
from counterflow.run.order import STAGES, check_parameters, writers_before
from counterflow.run.part import read_missing
from counterflow.run.progress import Progress, QuietProgress
from counterflow.stage import Part, PartStage, StageInput, WholeStage
from counterflow.tables import PROBLEM, Problem, Table
from counterflow.tables.arrange import arrange_files

DONE = "done.json"


@dataclass(frozen=True)
class RunReport:
    """What a run did."""

    build: Build
    is_new: bool
    """False: nothing had changed and no work was done."""
    stages: Mapping[str, str]
    """What each stage did, in a few words; a stage that had nothing to do is absent."""
    parts_read: Mapping[str, int] = field(default_factory=dict)
    """How many parts each part stage read; the others were reused."""

    @property
    def quarantined(self) -> int:
        """Records and files that could not be read."""
        severities = PROBLEM.read([self.build.table_path(PROBLEM)], ["severity"]).column("severity").to_pylist()
        return sum(severity != "value" for severity in severities)


@dataclass(frozen=True)
class RunOptions:
    """How to run."""

    processes: int = field(default_factory=lambda: os.cpu_count() or 1)
    wait_s: float = 0.0
    """How long to wait for another run of the same case."""
    only: str | None = None
    """Stop after this stage, without publishing a build."""
    admits: Callable[[str], bool] | None = None
    """Whether what is so marked is read; None: everything is. An input is read whole or not at all."""


def run_case(case: Case, *, progress: Progress | None = None, options: RunOptions | None = None) -> RunReport | None:
    """Bring the case's build up to date with its inputs, case.toml, ledger and the program.

    Reads `case.toml`, `inputs/` and the ledger; writes `builds/<id>/` and `current`. Whatever interrupts it, `current`
    names a whole build, and the next run goes on from what was finished.

    Returns:
        The report; None with `options.only`, which publishes nothing.

    Raises:
        CaseLockedError: another run holds the case.
        InputError: an input cannot be read and the case must not be built without it.
        StorageError: no room or no permission to write.
    """
    progress = progress or QuietProgress()
    options = options or RunOptions()
    with _storage_errors(case), hold_case(case, wait_s=options.wait_s):
        ledger = Ledger.of_file(case.ledger_path)
        try:
            _check_ledger(ledger)
            check_parameters(case)
            give_memory_back()
            return _Run(case, ledger, progress, options).run()
        finally:
            ledger.close()


def _check_ledger(ledger: Ledger) -> None:
    """Refuse to compute with what nobody said: a changed ledger would change the build in silence."""
    findings = ledger.verify()
    if len(findings) > 0:
        raise LedgerError("; ".join(findings), where=ledger.place, next_step=RESTORE)


@contextmanager
def _storage_errors(case: Case) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        reasons = {
            errno.ENOSPC: "the disk is full",
            errno.EDQUOT: "the disk quota is used up",
            errno.EROFS: "the disk is read-only",
            errno.EACCES: "permission denied",
            errno.EFBIG: "a file would be larger than allowed",
        }
        if exc.errno not in reasons:
            raise
        raise StorageError(
            f"{reasons[exc.errno]} ({exc.filename or 'while writing'})",
            where=str(case.root),
            next_step="The build in use is untouched. Make room or give permission and run again",
        ) from exc


class _Run:
    """One run, holding the lock."""

    def __init__(self, case: Case, ledger: Ledger, progress: Progress, options: RunOptions) -> None:
        self.case = case
        self.ledger = ledger
        self.progress = progress
        self.options = options
        self.parts: dict[str, Sequence[Part]] = {}
        self.keys: dict[str, str] = {}
        self.done: dict[str, str] = {}
        self.parts_read: dict[str, int] = {}

    def run(self) -> RunReport | None:
        keys = self.keys = self._stage_keys()
        self._check_lists()
        build_id = _hash(keys, assembly_version(), self._case_head())[:16]
        final = self.case.builds_path / build_id
        if self.options.only is None and self._is_built(final):
            self._publish(build_id)
            return RunReport(open_build(self.case, build_id), False, {})
        partial = self.case.builds_path / f".{build_id}.partial"
        self._clear_other_partials(partial)
        for stage in STAGES:
            self._run_stage(stage, keys[stage.name], partial)
            if stage.name == self.options.only:
                return None
        self.progress.start("index", 0)
        text = assemble(partial, self._manifest(build_id, keys))
        self.progress.finish("index", text)
        partial.rename(final)
        self._publish(build_id)
        return RunReport(open_build(self.case, build_id), True, self.done, self.parts_read)

    def _is_built(self, final: Path) -> bool:
        """Whether the build is there and whole; a damaged one is removed, to be built again."""
        if not final.exists():
            return False
        try:
            findings = Build(final, Manifest.load(final / MANIFEST)).verify()
        except (CaseError, OSError) as exc:
            findings = [str(exc)]
        if len(findings) == 0:
            return True
        self.progress.say(f"build {final.name} is damaged and is built again: {'; '.join(findings)}")
        shutil.rmtree(final)
        return False

    def _check_lists(self) -> None:
        """Refuse to replace a list that the build in use was made from by a file that nobody can read.

        Raises:
            InputError: such a file.
        """
        parts = self.parts["collect"]
        refused = [part.load for part in parts if isinstance(part.load, Problem)]
        if len(refused) == 0:
            return
        try:
            inputs = open_build(self.case).manifest.inputs
        except (CaseError, NotFoundError, OSError):
            inputs = []
        lists = {file["path"] for one in inputs if one["format"] in LIST_FORMATS for file in one["files"]}
        lost = [problem for problem in refused if problem.path in lists]
        if len(lost) > 0:
            worst = lost[0]
            raise InputError(
                f"{worst.message}, where the build in use has a list",
                where=worst.path,
                expected=worst.expected,
                next_step=f"{worst.next_step}. To do without the list, write exclude = true for it in case.toml",
            )

    def _case_head(self) -> dict[str, Any]:
        return {"name": self.case.name, "question": self.case.question, "period": self.case.period}

    def _stage_keys(self) -> dict[str, str]:
        """Give each stage the key of everything it depends on; known before anything is computed."""
        keys: dict[str, str] = {}
        for stage in STAGES:
            upstream = sorted({one.name for table in stage.reads for one in writers_before(stage, table.name)})
            parts: list[str] = []
            if len(stage.reads) == 0 and isinstance(stage, PartStage):
                self.parts[stage.name] = self._admitted(stage, stage.parts(self._stage_input(stage, None)))
                parts = sorted(part.key for part in self.parts[stage.name])
            elif isinstance(stage, PartStage) and len(stage.ledger_kinds) > 0:
                # Its parts, of which the entries are a piece, are known only when the stages before it are done.
                parts = [self.ledger.digest(stage.ledger_kinds)]
            keys[stage.name] = _hash(self._code_key(stage), [keys[name] for name in upstream], parts)
        return keys

    def _admitted(self, stage: PartStage, parts: Sequence[Part]) -> Sequence[Part]:
        """Leave out each part of which any row may not be read: what is left must bear no trace of it, in no count.

        A part of which nothing could be read is left out too: its marking may stand where it is broken.
        """
        if self.options.admits is None:
            return parts
        cache = PartCache(self.case.cache_path, stage, self._code_key(stage))
        read_missing(stage, parts, cache, self.progress, self.options.processes)
        markings = cache.markings(part.key for part in parts)
        admits = self.options.admits
        return [part for part in parts if len(markings[part.key]) > 0 and all(map(admits, markings[part.key]))]

    def _code_key(self, stage: PartStage | WholeStage) -> str:
        parameters = self.case.parameters.get(stage.name, {})
        publishers = {key: [one.name, one.reliability] for key, one in self.case.publishers.items()}
        reliability = publishers if stage.uses_publishers else None
        kinds = stage.ledger_kinds
        # A part stage's ledger entries are parts themselves; those of a whole stage belong to its key.
        said = self.ledger.digest(kinds) if isinstance(stage, WholeStage) and len(kinds) > 0 else None
        organisation = [self.case.organisation] if stage.uses_organisation else []
        return _hash(code_version(stage), parameters, reliability, said, *organisation)

    def _stage_input(self, stage: PartStage | WholeStage, partial: Path | None) -> StageInput:
        paths: dict[str, list[Path]] = {}
        for table in stage.reads:
            writers = writers_before(stage, table.name)
            paths[table.name] = (
                [] if partial is None else [partial / one.name / f"{table.name}.parquet" for one in writers]
            )
        return StageInput(self.case, paths, self.ledger, self.options.admits)

    def _run_stage(self, stage: PartStage | WholeStage, key: str, partial: Path) -> None:
        folder = partial / stage.name
        if (folder / DONE).exists():
            self.done[stage.name] = "finished by an earlier run"
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        is_idle = self._is_idle(stage, partial)
        if isinstance(stage, PartStage):
            text = self._run_parts(stage, folder, self._stage_input(stage, partial))
            self._prepare(stage, folder)
        elif (earlier := self._built_earlier(stage, key)) is not None:
            for table in stage.writes:
                link_file(earlier.table_path(table), folder)
            text = f"reused from build {earlier.manifest.build}"
        else:
            if not is_idle:
                self.progress.start(stage.name, 0)
            text = self._compute(stage, folder, partial)
        (folder / DONE).write_text(json.dumps(key), encoding="utf-8")
        if not is_idle:
            self.done[stage.name] = text
            self.progress.finish(stage.name, text)

    def _compute(self, stage: WholeStage, folder: Path, partial: Path) -> str:
        """Compute a stage's tables, and say what it wrote, or why an optional one wrote nothing."""
        rows = []
        try:
            for table, content in stage.compute(self._stage_input(stage, partial)):
                rows.append((table, _write(table, [content], folder)))
        except (CaseError, InputError, UsageError) as exc:
            if not stage.is_optional:
                raise
            for table in stage.writes:
                _write(table, [table.from_rows([])], folder)
            return f"nothing: {exc.message}"
        return _count_text(rows)

    def _is_idle(self, stage: PartStage | WholeStage, partial: Path) -> bool:
        """Whether a stage has nothing to do in this case."""
        if not isinstance(stage, WholeStage):
            return False
        if stage.needs_section and len(self.case.parameters.get(stage.name, {})) == 0:
            return True
        if stage.needs is None:
            return False
        return all(
            pq.read_metadata(path).num_rows == 0 for path in self._stage_input(stage, partial).paths[stage.needs.name]
        )

    def _prepare(self, stage: PartStage, folder: Path) -> None:
        """Let stages that are to be computed prepare themselves on what this one wrote."""
        for one in STAGES:
            if not isinstance(one, WholeStage) or one.prepare is None or set(one.reads).isdisjoint(stage.writes):
                continue
            if self._built_earlier(one, self.keys[one.name]) is None:
                one.prepare(folder)

    def _run_parts(self, stage: PartStage, folder: Path, given: StageInput) -> str:
        parts = self.parts.get(stage.name)
        if parts is None:
            parts = stage.parts(given)
        cache = PartCache(self.case.cache_path, stage, self._code_key(stage))
        read = read_missing(stage, parts, cache, self.progress, self.options.processes)
        self.parts_read[stage.name] = read
        keys = [part.key for part in parts]
        with ThreadPoolExecutor(self.options.processes) as pool:  # Arrow works outside Python's lock
            counts = pool.map(
                lambda table: arrange_files(table, cache.files(table, keys), folder / f"{table.name}.parquet"),
                stage.writes,
            )
            rows = list(zip(stage.writes, counts, strict=True))
        cache.compact(keys)
        cache.drop_others()
        reused = f", {len(parts) - read} reused" if read < len(parts) else ""
        return f"{_count_text(rows)} from {read} {'part' if read == 1 else 'parts'}{reused}"

    def _built_earlier(self, stage: WholeStage, key: str) -> Build | None:
        """Find a build whose stage had the same key: its tables are ours."""
        for path in sorted(self.case.builds_path.glob("*/" + MANIFEST)):
            try:
                build = Build(path.parent, Manifest.load(path))
            except CaseError:
                continue  # a damaged build is no source of anything
            if build.manifest.stages.get(stage.name) == key and all(build.is_whole(one.name) for one in stage.writes):
                return build
        return None

    def _manifest(self, build_id: str, keys: Mapping[str, str]) -> Manifest:
        """Say what the build is made from; its tables are filled in when they are written."""
        return Manifest(
            build=build_id,
            version=version("counterflow"),
            case=self._case_head(),
            stages=dict(keys),
            tables={},
            parameters={name: dict(section) for name, section in self.case.parameters.items()},
            inputs=[_input(source) for part in self.parts["collect"] for source in sources_of(part)],
        )

    def _publish(self, build_id: str) -> None:
        try:
            is_current = read_current(self.case) == build_id
        except (FileNotFoundError, CaseError):
            is_current = False
        if not is_current:
            set_current(self.case, build_id)

    def _clear_other_partials(self, partial: Path) -> None:
        """Drop what runs of other states left behind: their parts are in the cache, the rest is quick."""
        for path in self.case.builds_path.glob(".*.partial"):
            if path != partial:
                shutil.rmtree(path, ignore_errors=True)


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _write(table: Table, parts: list[pa.Table], folder: Path) -> int:
    content = table.arrange(parts)
    table.write(content, folder / f"{table.name}.parquet")
    rows: int = content.num_rows
    return rows


def _input(source: Source) -> dict[str, Any]:
    return {
        "files": [{"path": file.name, "sha256": file.sha256, "bytes": file.bytes} for file in source.files],
        "format": source.format,
        "dataset": source.dataset,
        "published": source.published,
    }


def _count_text(rows: Sequence[tuple[Table, int]]) -> str:
    counts = [f"{number:,} {table.name}" for table, number in rows if number > 0]
    return ", ".join(counts) if len(counts) > 0 else "no rows"
