"""The case folder: what the user wrote in case.toml, and where everything lies.

case/
  case.toml          name, question, period, sources, publishers' reliability, parameters
  inputs/            reports, lists, records: found and recognised without being listed
  ledger.sqlite      what people said; append only
  ledger.sqlite-seen/       what they saw when they decided on a hit; may be erased in time
  sent/              what partners took by TAXII, so that nothing is given twice; a file each
  builds/<id>/       what the program computed; immutable
  llm/               what a language model answered and when it was asked; only where case.toml asks for one
  cache/             parts computed earlier, for reuse; safe to delete
  current            the id of the build in use
"""

from __future__ import annotations

import datetime
import difflib
import math
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterflow.clean.date import read_date
from counterflow.exc import CaseError
from counterflow.model.decision import Decision
from counterflow.model.doubt import Reliability
from counterflow.model.handling import TLP_LABELS, parse_handling
from counterflow.model.partner import AUTHS, Partner

SECTIONS = ("case", "publisher", "partner", "source", "parameter", "screening")
OWN_SECTIONS = ("estimate", "plan")
"""Stages whose parameters stand in a section of their own, `[estimate]`, and may stand in a file beside case.toml."""
_DATASET = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published something, and how far it can be trusted."""

    key: str
    name: str
    reliability: Reliability = Reliability.F


@dataclass(frozen=True, slots=True)
class SourceOverride:
    """What case.toml says of one input, over what was recognised."""

    path: str
    """Path or glob pattern below `inputs/`, or a folder elsewhere."""
    format: str | None = None
    dataset: str | None = None
    date: str | None = None
    publisher: str | None = None
    licence: str | None = None
    handling: str | None = None
    exclude: bool = False
    accepted: bool = False
    """Whether a person compared what looks changed by another hand with the publisher's own copy."""
    sha256: str | None = None
    """What the file's SHA-256 must be, as its publisher states it."""


@dataclass(frozen=True, slots=True)
class Screening:
    """How decisions on hits are made and kept; no build depends on it."""

    four_eyes: frozenset[Decision] = frozenset()
    """Decisions that a second person must approve before they are in force."""
    retention_days: int | None = None
    """Days after which what a decider saw may be erased; None: it is kept."""


@dataclass(frozen=True)
class Case:
    """A case as its case.toml describes it."""

    root: Path
    name: str
    question: str = ""
    period: str | None = None
    handling: str = "TLP:CLEAR"
    """Marking of inputs that state none."""
    organisation: str | None = None
    """Who keeps the case: what leaves says so, and what comes back from partners is known by it."""
    inputs: tuple[Path, ...] = ()
    """Folders and files to read besides `inputs/`."""
    publishers: Mapping[str, Publisher] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    """Other organisations that things are exchanged with; no build depends on them."""
    sources: tuple[SourceOverride, ...] = ()
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """One section a stage, e.g. `[parameter.extract]`."""
    screening: Screening = Screening()

    @property
    def plan(self) -> Mapping[str, Any]:
        """The section `[plan]`."""
        return self.parameters.get("plan", {})

    @property
    def toml_path(self) -> Path:
        """The case.toml."""
        return self.root / "case.toml"

    @property
    def inputs_path(self) -> Path:
        """The folder whose files are read."""
        return self.root / "inputs"

    @property
    def ledger_path(self) -> Path:
        """The ledger of this case."""
        return self.root / "ledger.sqlite"

    @property
    def builds_path(self) -> Path:
        """The folder of builds."""
        return self.root / "builds"

    @property
    def cache_path(self) -> Path:
        """The folder of parts computed earlier."""
        return self.root / "cache"

    @property
    def current_path(self) -> Path:
        """The text file with the id of the build in use."""
        return self.root / "current"


def load_case(root: Path) -> Case:
    """Read a case folder's case.toml.

    Raises:
        CaseError: no such folder, no case.toml, a syntax error, an unknown key or a value of the wrong type.
    """
    path = root / "case.toml"
    if not _is_text(str(root.absolute())):
        raise CaseError(f"the path {str(root.absolute())!a} is not UTF-8", next_step="Rename or move the folder")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise CaseError(
            f"{root} is not a case",
            expected="a folder with a case.toml",
            next_step=f"Make one: counterflow init {root}",
        ) from None
    except UnicodeDecodeError as exc:
        raise CaseError(f"byte {exc.start} is not UTF-8", where=str(path), next_step="Save the file as UTF-8") from exc
    except (OSError, ValueError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else exc
        raise CaseError(f"it cannot be read: {reason}", where=str(path), expected="a TOML file") from exc
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise CaseError(f"no valid TOML: {exc}", where=str(path)) from exc
    except RecursionError:
        raise CaseError("no valid TOML: lists nested too deeply", where=str(path)) from None
    return _Toml(path).case(root, data)


def _is_text(path: str) -> bool:
    """Whether a path is UTF-8: engine, index and ledger take no other."""
    return not any("\ud800" <= char <= "\udfff" for char in path)


class _Toml:
    """Checks case.toml key by key, so that a typo is named and never ignored."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def case(self, root: Path, data: dict[str, Any]) -> Case:
        self._known("case.toml", data, (*SECTIONS, *OWN_SECTIONS))
        head = self._table("case", data.get("case"))
        self._known("[case]", head, ("name", "question", "period", "handling", "organisation", "inputs"))
        publishers = self._publishers(self._table("publisher", data.get("publisher")))
        sources = [self._source(i, item) for i, item in enumerate(self._list("[[source]]", data.get("source")), 1)]
        self._check_publishers(sources, publishers)
        return Case(
            root=root,
            name=self._text("[case] name", head.get("name"), default=root.resolve().name),
            question=self._optional("[case] question", head.get("question") or None) or "",
            period=self._date("[case] period", head.get("period"), "an EDTF interval, e.g. 2001/2026"),
            handling=self._handling("[case] handling", head.get("handling")) or "TLP:CLEAR",
            organisation=self._optional("[case] organisation", head.get("organisation")),
            inputs=tuple(self._input(root, item) for item in self._list("[case] inputs", head.get("inputs"))),
            publishers=publishers,
            partners=self._partners(self._table("partner", data.get("partner"))),
            sources=tuple(sources),
            parameters=self._parameters(self._table("parameter", data.get("parameter")))
            | {name: self._own_section(root, name, data[name]) for name in OWN_SECTIONS if name in data},
            screening=self._screening(self._table("[screening]", data.get("screening"))),
        )

    def _publishers(self, data: dict[str, Any]) -> dict[str, Publisher]:
        publishers = {}
        for key, value in data.items():
            where = f"[publisher.{key}]"
            one = self._table(where, value)
            self._known(where, one, ("name", "reliability"))
            letter = self._text(f"{where} reliability", one.get("reliability"), default="F").upper()
            if letter not in list(Reliability):
                raise self._error(f"{where} reliability is {letter!r}", "an Admiralty letter, A to F")
            publishers[key] = Publisher(
                key, self._text(f"{where} name", one.get("name"), default=key), Reliability(letter)
            )
        return publishers

    def _partners(self, data: dict[str, Any]) -> dict[str, Partner]:
        partners = {}
        for key, value in data.items():
            where = f"[partner.{key}]"
            if _DATASET.fullmatch(key) is None:
                raise self._error(f"{where} cannot be a partner", "letters, digits and . _ -, e.g. [partner.un-poe]")
            one = self._table(where, value)
            self._known(where, one, ("name", "pull", "push", "auth", "max_tlp", "public_key", "four_eyes"))
            texts = {name: self._optional(f"{where} {name}", one.get(name)) for name in ("pull", "push", "public_key")}
            max_tlp = self._text(f"{where} max_tlp", one.get("max_tlp"), default=Partner.max_tlp).upper()
            auth = self._text(f"{where} auth", one.get("auth"), default=Partner.auth)
            for name, word, known in (("max_tlp", max_tlp, TLP_LABELS), ("auth", auth, AUTHS)):
                if word not in known:
                    raise self._error(f"{where} {name} is {word!r}", "one of " + ", ".join(known))
            name = self._text(f"{where} name", one.get("name"), default=key)
            four_eyes = one.get("four_eyes", False)
            if not isinstance(four_eyes, bool):
                raise self._error(f"{where} four_eyes is {four_eyes!r}", "true or false")
            partners[key] = Partner(
                key, name, texts["pull"], texts["push"], auth, max_tlp, texts["public_key"], four_eyes
            )
        return partners

    def _source(self, number: int, value: object) -> SourceOverride:
        where = f"[[source]] {number}"
        one = self._table(where, value)
        names = (
            "path",
            "format",
            "dataset",
            "date",
            "publisher",
            "licence",
            "handling",
            "exclude",
            "accepted",
            "sha256",
        )
        self._known(where, one, names)
        if "path" not in one:
            raise self._error(f"{where} has no path", "the path of a file or folder below inputs/")
        flags = {name: one.get(name, False) for name in ("exclude", "accepted")}
        for name, flag in flags.items():
            if not isinstance(flag, bool):
                raise self._error(f"{where} {name} is {flag!r}", "true or false")
        texts = {
            name: self._optional(f"{where} {name}", one.get(name))
            for name in ("format", "dataset", "publisher", "licence")
        }
        if texts["dataset"] is not None and _DATASET.fullmatch(texts["dataset"]) is None:
            raise self._error(f"{where} dataset is {texts['dataset']!r}", "letters, digits and . _ -, e.g. us_ofac_sdn")
        return SourceOverride(
            self._text(f"{where} path", one["path"]),
            format=texts["format"],
            dataset=texts["dataset"],
            publisher=texts["publisher"],
            licence=texts["licence"],
            date=self._date(f"{where} date", one.get("date"), "an EDTF date, e.g. 2022-01-28, 2022-01 or 2022"),
            handling=self._handling(f"{where} handling", one.get("handling")),
            sha256=self._sha256(f"{where} sha256", one.get("sha256")),
            exclude=flags["exclude"],
            accepted=flags["accepted"],
        )

    def _check_publishers(self, sources: Sequence[SourceOverride], publishers: Mapping[str, Publisher]) -> None:
        """Refuse a source of a publisher that no section describes, once any is: a typo would cost its reliability."""
        for number, source in enumerate(sources, 1):
            if len(publishers) > 0 and source.publisher is not None and source.publisher not in publishers:
                raise self._error(
                    f"[[source]] {number} has the publisher {source.publisher!r}, which has no section",
                    "one of " + ", ".join(publishers),
                    _hint(source.publisher, publishers) or f"Add [publisher.{source.publisher}]",
                )

    def _own_section(self, root: Path, name: str, value: object) -> dict[str, Any]:
        """Read a section, or the file beside case.toml that it names: `model = "estimate.yaml"`."""
        section = self._table(f"[{name}]", value)
        if "model" not in section:
            self._check_parameter(f"[{name}]", section)
            return section
        self._known(f"[{name}]", section, ("model",))
        path = root / self._text(f"[{name}] model", section["model"])
        try:
            text = path.read_text(encoding="utf-8-sig")
            found = tomllib.loads(text) if path.suffix == ".toml" else _load_yaml(text)
        except (OSError, ValueError) as exc:
            reason = exc.strerror if isinstance(exc, OSError) else exc
            raise self._error(
                f"[{name}] model names {path.name!r}, which cannot be read: {reason}", "TOML or YAML"
            ) from exc
        found = self._table(f"{path.name}", found)
        # The same text may stand in case.toml, under its heading, or in the file, with or without it.
        found = self._table(f"{path.name} [{name}]", found[name]) if set(found) == {name} else found
        self._check_parameter(f"{path.name}", found)
        return found

    def _parameters(self, data: dict[str, Any]) -> dict[str, dict[str, Any]]:
        for key in OWN_SECTIONS:
            if key in data:
                raise self._error(f"[parameter.{key}] stands elsewhere", f"[{key}]")
        for key, value in data.items():
            self._check_parameter(f"[parameter.{key}]", self._table(f"[parameter.{key}]", value))
        return data

    def _check_parameter(self, where: str, value: object) -> None:
        """Refuse what JSON cannot hold: parameters stand in the manifest and decide the build id."""
        if isinstance(value, dict | list):
            for key, one in value.items() if isinstance(value, dict) else enumerate(value, 1):
                self._check_parameter(f"{where} {key}", one)
        elif not isinstance(value, str | int | float) or (isinstance(value, float) and not math.isfinite(value)):
            raise self._error(f"{where} is {value}", "a number, true, false, or a text in quotes")

    def _screening(self, data: dict[str, Any]) -> Screening:
        self._known("[screening]", data, ("four_eyes", "retention_days"))
        names = self._list("[screening] four_eyes", data.get("four_eyes"))
        for name in names:
            if name not in list(Decision):
                raise self._error(f"[screening] four_eyes has {name!r}", "some of " + ", ".join(Decision))
        days = data.get("retention_days")
        if days is not None and (not isinstance(days, int) or isinstance(days, bool) or days < 1):
            raise self._error(f"[screening] retention_days is {days!r}", "a whole number of days, 1 or more")
        return Screening(frozenset(Decision(name) for name in names), days)

    def _input(self, root: Path, item: object) -> Path:
        written = Path(self._text("[case] inputs", item))
        try:
            path = Path(os.path.realpath(root / written))
            is_there = path.exists()
        except (OSError, ValueError):
            is_there = False
        if not is_there:
            raise self._error(f"[case] inputs names {item!r}, which does not exist", "a file or folder")
        here = Path(os.path.realpath(root))
        if path == here or path in here.parents:
            raise self._error(
                f"[case] inputs names {item!r}, which holds the case itself", "a folder that holds inputs alone"
            )
        return path

    def _known(self, where: str, data: Mapping[str, Any], names: tuple[str, ...]) -> None:
        for key in data:
            if key not in names:
                expected = "one of " + ", ".join(names)
                raise self._error(f"{where} has an unknown key {key!r}", expected, _hint(key, names))

    def _table(self, where: str, value: object) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._error(f"{where} is {value!r}", "a table")
        return value

    def _list(self, where: str, value: object) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            doubled = isinstance(value, dict) and where.startswith("[[")
            raise self._error(
                f"{where} is {value!r}", f"the heading {where} in double brackets" if doubled else "a list"
            )
        return value

    def _text(self, where: str, value: object, default: str | None = None) -> str:
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or value.strip() == "":
            raise self._error(f"{where} is {value!r}", "a text in quotes")
        return value

    def _optional(self, where: str, value: object) -> str | None:
        return None if value is None else self._text(where, value)

    def _date(self, where: str, value: object, expected: str) -> str | None:
        """Read an EDTF date or interval; TOML's own date, written without quotes, is as clear."""
        if value is None:
            return None
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            value = value.isoformat()
        found = read_date(self._text(where, value))
        if found is None:
            raise self._error(f"{where} is {value!r}", expected)
        return found

    def _sha256(self, where: str, value: object) -> str | None:
        text = self._optional(where, value)
        if text is None:
            return None
        if re.fullmatch("[0-9a-fA-F]{64}", text) is None:
            raise self._error(f"{where} is {text!r}", "64 hexadecimal digits")
        return text.lower()

    def _handling(self, where: str, value: object) -> str | None:
        if value is None:
            return None
        return str(parse_handling(self._text(where, value), f"{self.path}: {where}"))

    def _error(self, what: str, expected: str, next_step: str | None = None) -> CaseError:
        return CaseError(what, where=str(self.path), expected=expected, next_step=next_step)


def _load_yaml(text: str) -> object:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as exc:
        raise ValueError(str(exc)) from exc


def _hint(word: str, known: Iterable[str]) -> str | None:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean {near[0]!r}" if len(near) > 0 else None
