"""The SDN list of the Office of Foreign Assets Control in its legacy CSV form.

sdn.csv has no header: ent_num, SDN_Name, SDN_Type, Program, Title, Call_Sign, Vess_type, Tonnage, GRT, Vess_flag,
Vess_owner, Remarks. `-0- ` stands for nothing; the file may end in 0x1A. Beside it lie add.csv (addresses), alt.csv
(aliases) and sdn_comments.csv (the rest of remarks longer than 1,000 characters), joined by ent_num.
Format: https://ofac.treasury.gov/media/29976/download (data formats and specifications).
"""

from __future__ import annotations

import csv
import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ofac.party import OfacParty
from counterflow.collect.readers.ofac.record import NameIndex, Record, party_id
from counterflow.collect.readers.ofac.remarks import REMARK_CHARS, find_references, read_remarks, split_remarks
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError
from counterflow.model.schema import clean_value
from counterflow.stage import Row
from counterflow.tables import Problem

NULL = "-0-"
SDN_TYPES = ("individual", "vessel", "aircraft")
ALT_PROPS = {"aka": "alias", "fka": "previousName", "nka": "alias"}
MAX_ORPHAN_SHARE = 0.01
"""Addresses and aliases of parties that sdn.csv lacks, beyond which it is another file than theirs, or a part of it."""

CONSOLIDATED = "us_ofac_cons"

_COMPANIONS = {
    "sdn": ("add", "alt", "sdn_comments"),
    "cons_prim": ("cons_add", "cons_alt", "cons_comments"),
}
"""What a main file is called before its date or ending, and its companions."""

FIELDS = {
    "ent_num": "entity id, Sanction.authorityId",
    "SDN_Name": "name; of a person also lastName, firstName (with the middle names, which the list does not part),"
    " nameSuffix",
    "SDN_Type": "schema",
    "Program": "Sanction.program, Sanction.programId; one each of several",
    "Title": "position of a person, else notes",
    "Call_Sign": "callSign of a vessel, else notes",
    "Vess_type": "type of a vessel, else notes",
    "Tonnage": "tonnage of a vessel, else notes",
    "GRT": "grossRegisteredTonnage of a vessel, else notes",
    "Vess_flag": "flag of a vessel, else notes",
    "Vess_owner": "owner of a vessel, the listed party of that name if there is one; else notes",
    "Remarks": "items parted by semicolons, each by its kind: birthDate, birthPlace, nationality, gender,"
    " passportNumber, idNumber, imoNumber, mmsi, weakAlias, email, website, phone, Passport, Identification,"
    " CryptoWallet, UnknownLink, Sanction.provisions ...; an item of no known kind: notes",
    "add.csv Add_Num": "dropped: numbers the row",
    "add.csv Address": "address",
    "add.csv City/State/Province/Postal Code": "address",
    "add.csv Country": "country and address",
    "add.csv Add_Remarks": "notes",
    "alt.csv alt_num": "dropped: numbers the row",
    "alt.csv alt_type": "alias (aka, nka) or previousName (fka)",
    "alt.csv alt_name": "alias or previousName",
    "alt.csv alt_remarks": "notes",
    "sdn_comments.csv": "joined to Remarks, which sdn.csv cuts off after 1,000 characters",
}

Companion = Mapping[str, list[tuple[str | None, ...]]]


class Line(NamedTuple):
    """One line of a file as its cells; None where the list writes -0-."""

    number: int
    cells: tuple[str | None, ...]


class OfacSdnCsv(ListReader):
    """Reads sdn.csv, or cons_prim.csv of the consolidated non-SDN list, with its companions."""

    NAME = "ofac_sdn_csv"
    VERSION = 2
    MIME_TYPE = "text/csv"
    DATASET = "us_ofac_sdn"
    SOURCE = "https://ofac.treasury.gov/media/29976/download"
    FIELDS = FIELDS

    def recognise(self, head: Head) -> bool:
        """Look for twelve columns, a number first and a type third."""
        lines = head.data.decode("utf-8", "replace").split("\n")[:20]
        # The last line may be the cut-off end of the head; one bad line of a list is a problem row, not another format.
        whole = lines[: max(1, len(lines) - 1)]
        return sum(_is_sdn(_cells(line.rstrip("\r"))) for line in whole) * 2 > len(whole)

    def companions(self, path: Path) -> Sequence[Path]:
        """Find add, alt and comments beside it, with the same ending: sdn_2022-01.csv goes with add_2022-01.csv."""
        stem = re.sub(r"(?:\.csv)?(?:\.gz)?$", "", path.name.lower())
        main = next((main for main in _COMPANIONS if stem.startswith(main)), None)
        if main is None:
            return []
        ending = stem.removeprefix(main)
        wanted = {f"{role}{ending}": role for role in _COMPANIONS[main]}
        found = {}
        for one in sorted(path.parent.iterdir()):
            name = re.fullmatch(r"(.+)\.csv(?:\.gz)?", one.name.lower())
            if name is not None and name[1] in wanted:
                found[name[1]] = one
        return [found[name] for name in wanted if name in found]

    def describe(self, source: Source, head: Head) -> Source:
        """Tell the consolidated non-SDN list by its name: its files have the same form."""
        is_consolidated = head.path.name.lower().startswith("cons")
        return replace(source, dataset=CONSOLIDATED) if is_consolidated and source.dataset == self.DATASET else source

    def role(self, source: Source, number: int) -> str:
        """Tell the files by what OFAC calls them, whatever date stands in their names."""
        return self.NAME if number == 0 else f"{self.NAME}:{_role(source.files[number])}"

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield the parties in the order of the list, then the tallies of its files."""
        return _Reading(source, self.extractor()).records()


@functools.lru_cache(maxsize=1 << 15)  # the lines of a list come back in each of its vintages
def _cells(line: str) -> tuple[str | None, ...] | None:
    """Split one line; None when its quotation marks are broken. A record never spans lines in this format."""
    try:
        row = next(csv.reader([line], strict=True))
    except (csv.Error, StopIteration):
        return None
    return tuple(None if cell.strip() in (NULL, "") else cell.strip() for cell in row)


def _is_sdn(cells: tuple[str | None, ...] | None) -> bool:
    if cells is None or len(cells) != 12 or cells[0] is None or cells[1] is None:
        return False
    return cells[0].isdecimal() and cells[0].isascii() and (cells[2] is None or cells[2].lower() in SDN_TYPES)


class _Reading:
    """The state of reading one vintage."""

    def __init__(self, source: Source, extractor: str) -> None:
        self.source = source
        self.extractor = extractor
        self.names = NameIndex()
        self.quarantined: dict[str, list[Problem]] = defaultdict(list)
        self.warnings: list[Problem] = []
        self.encodings: dict[str, str] = {}

    def records(self) -> Iterator[ListRecord | Problem | Tally]:
        roles = {role: file for file in self.source.files[1:] if (role := _role(file)) is not None}
        for role, what in (("alt", "aliases"), ("add", "addresses")):
            if role not in roles:
                self._warn_of_absent(role, what)
        comments = self._companion(roles.get("comments"), 2)
        lines = self._main_lines()
        aliases = self._companion(roles.get("alt"), 5)
        addresses = self._companion(roles.get("add"), 6)
        for file, rows in (
            (roles.get("alt"), aliases),
            (roles.get("add"), addresses),
            (roles.get("comments"), comments),
        ):
            self._check_orphans(file, rows, lines)
        self._index(lines, aliases)
        for ent_num, line in lines.items():
            more = comments.get(ent_num, ())
            content = repr((line.cells, more, self._named(line, more))).encode("utf-8", "surrogatepass")
            yield ListRecord(ent_num, content, functools.partial(self._party, ent_num, line, more, roles))
            # A record of its own: sdn.csv alone, as many keep it, says the same of the party as with the others.
            beside = (aliases.get(ent_num, ()), addresses.get(ent_num, ()))
            if beside != ((), ()):
                content = repr((line.cells, more, beside)).encode("utf-8", "surrogatepass")
                yield ListRecord(ent_num, content, functools.partial(self._beside, ent_num, line, more, beside, roles))
        yield from self.warnings
        for problems in self.quarantined.values():
            yield from problems
        for file in self.source.files:
            bad, parties = len(self.quarantined[file.name]), len(lines) if file is self.source.main else 0
            yield Tally(file, parties + bad, parties, self.encodings.get(file.name))

    def _lines(self, file: SourceFile, columns: int) -> Iterator[Line]:
        """Yield the lines that have as many columns as they should; the others are put in quarantine."""
        text = self._decode(file)
        lines = text.split("\n")
        ended = lines[-1] == "" or lines[-1].startswith("\x1a")
        for number, whole in enumerate(lines, 1):
            line = whole.rstrip("\r\x1a")
            if line.strip() == "":
                continue
            cells = _cells(line)
            if cells is not None and len(cells) == columns:
                if number == len(lines) and not ended:
                    self._warn_of_end(file, number, line)
                yield Line(number, cells)
            elif number == len(lines) and not ended:
                raise InputError(
                    f"the file ends inside a record, {line[-60:]!r}",
                    where=f"{file.name}, line {number}",
                    expected=f"{columns} columns",
                    next_step="Download it again: this copy is cut off",
                )
            else:
                seen = "broken quotation marks" if cells is None else f"{len(cells)} columns"
                self._quarantine(file, f"the line has {seen}", f"line {number}", line, f"{columns} columns")

    def _warn_of_end(self, file: SourceFile, number: int, line: str) -> None:
        problem = make_problem(
            file,
            "the file has no line end after its last record: the record may be cut off",
            severity="value",
            record=f"line {number}",
            value=line[-60:],
            next_step="Compare the line with the publisher's file",
            handling=self.source.handling,
        )
        self.warnings.append(problem)

    def _decode(self, file: SourceFile) -> str:
        data = file.read_bytes()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            self.encodings[file.name] = encoding.removesuffix("-sig")
            return text
        raise InputError("the file is not text", where=file.name, expected="UTF-8", next_step="Download it again")

    def _quarantine(
        self,
        file: SourceFile,
        message: str,
        record: str,
        value: str | None,
        expected: str,
        next_step: str | None = None,
    ) -> None:
        problem = make_problem(
            file,
            message,
            record=record,
            value=value,
            expected=expected,
            next_step=next_step or "Compare the line with the publisher's file",
            handling=self.source.handling,
        )
        self.quarantined[file.name].append(problem)

    def _companion(self, file: SourceFile | None, columns: int) -> Companion:
        rows: dict[str, list[tuple[str | None, ...]]] = defaultdict(list)
        if file is not None:
            for line in self._lines(file, columns):
                rows[line.cells[0] or ""].append(line.cells)
            if len(rows) == 0:
                raise InputError(
                    "the file holds no record",
                    where=file.name,
                    expected=f"records of {columns} columns",
                    next_step="Download it again; to do without it, remove it",
                )
        return rows

    def _warn_of_absent(self, role: str, what: str) -> None:
        """Say that a list was read without one of its files: what the file holds is not in the build."""
        message = f"{role}.csv is not beside it, so the list was read without its {what}"
        problem = make_problem(
            self.source.main,
            message,
            severity="file",
            expected="sdn.csv, alt.csv and add.csv of one vintage in one folder",
            next_step="Download it too",
            handling=self.source.handling,
        )
        self.warnings.append(problem)

    def _main_lines(self) -> dict[str, Line]:
        """Read the main file; a number that comes twice is two parties under one id: the second is quarantined."""
        lines: dict[str, Line] = {}
        main = self.source.main
        for line in self._lines(main, 12):
            ent_num, name = line.cells[:2]
            has_name = name is not None and clean_value("Thing", "name", name) is not None
            if ent_num is None or not (ent_num.isascii() and ent_num.isdecimal()) or not has_name:
                self._quarantine(
                    main, "the record has no number or no name", f"line {line.number}", repr(line.cells[:2]), "both"
                )
            elif ent_num in lines:
                message = f"ent_num {ent_num} was used before, for {lines[ent_num].cells[1]!r}"
                self._quarantine(main, message, f"line {line.number}", name, "a number of its own")
            else:
                lines[ent_num] = line
        if len(lines) < len(self.quarantined[main.name]) or len(lines) == 0:
            raise InputError(
                f"{len(self.quarantined[main.name])} of its lines cannot be read, {len(lines)} can",
                where=main.name,
                expected="OFAC's legacy CSV: twelve columns, no header, ent_num first",
                next_step="Download it again, or exclude it in case.toml",
            )
        return lines

    def _record(
        self, ent_num: str, line: Line, comments: Sequence[tuple[str | None, ...]], comment_file: SourceFile | None
    ) -> Record:
        cells = line.cells
        remarks = cells[11] or ""
        whole = _join_comments(remarks, comments)
        items, cut = list(read_remarks(whole, cells[4] or "")), None
        files = [self.source.main] * len(items)
        if len(comments) > 0 and comment_file is not None:
            whole_before = len(split_remarks(remarks))
            files[whole_before:] = [comment_file] * (len(items) - whole_before)
        elif len(remarks) >= REMARK_CHARS and len(items) > 0 and not remarks.endswith("."):
            cut = items.pop().text
            files.pop()
        name, kind, program, title, call_sign, vessel_type, tonnage, grt, flag, owner = cells[1:11]
        paired = tuple(zip(items, files, strict=True))
        return Record(
            ent_num, name or "", kind, program, title, call_sign, vessel_type, tonnage, grt, flag, owner, paired, cut
        )

    def _check_orphans(self, file: SourceFile | None, rows: Companion, lines: Mapping[str, Line]) -> None:
        if file is None:
            return
        orphans = [row for ent_num, found in rows.items() if ent_num not in lines for row in found]
        total = sum(len(found) for found in rows.values())
        if len(orphans) > max(20, MAX_ORPHAN_SHARE * total):
            raise InputError(
                f"{len(orphans):,} of {total:,} rows of {file.name} name a party that is not in the list",
                where=self.source.main.name,
                expected="files of one vintage, whole",
                next_step="Download them again, together",
            )
        for row in orphans:
            message = f"ent_num {row[0]} is not in the list"
            value = ", ".join(cell for cell in row[1:] if cell is not None)
            self._quarantine(
                file, message, row[0] or "", value, "a party of sdn.csv", "Download the files again, together"
            )

    def _index(self, lines: Mapping[str, Line], aliases: Companion) -> None:
        for ent_num, line in lines.items():
            entity_id = party_id(ent_num)
            self.names.add(line.cells[1] or "", entity_id, is_primary=True)
            for row in aliases.get(ent_num, ()):
                self.names.add(row[3] or "", entity_id, is_primary=False)

    def _named(self, line: Line, comments: Sequence[tuple[str | None, ...]]) -> list[str | None]:
        """Find the parties that a record names: whom a name means may change while the record does not."""
        named = [] if line.cells[10] is None else [line.cells[10]]
        named += find_references(_join_comments(line.cells[11] or "", comments))
        return [self.names.find(name) for name in named]

    def _party(
        self,
        ent_num: str,
        line: Line,
        comments: Sequence[tuple[str | None, ...]],
        roles: Mapping[str, SourceFile],
    ) -> Iterator[Row]:
        """Read what the main file says of a party."""
        record = self._record(ent_num, line, comments, roles.get("comments"))
        party = OfacParty(self.source, self.extractor, record, self.names)
        if record.sdn_type is not None and record.sdn_type.lower() not in SDN_TYPES:
            party.main.problem("the type is not known; read as LegalEntity", field="SDN_Type", value=record.sdn_type)
        party.read_columns()
        for remark, file in record.remarks:
            party.file = file
            party.read_remark(remark)
        party.read_cut()
        yield from party.rows()

    def _beside(
        self,
        ent_num: str,
        line: Line,
        comments: Sequence[tuple[str | None, ...]],
        beside: tuple[Sequence[tuple[str | None, ...]], Sequence[tuple[str | None, ...]]],
        roles: Mapping[str, SourceFile],
    ) -> Iterator[Row]:
        """Read what alt.csv and add.csv say of a party; of which schema it is, the main file says."""
        record = self._record(ent_num, line, comments, roles.get("comments"))
        party = OfacParty(self.source, self.extractor, record, self.names)
        aliases, addresses = beside
        for row in aliases:
            prop = ALT_PROPS.get((row[2] or "").lower(), "alias")
            if row[3] is not None:
                party.read_name(row[3], prop, "alt_name", roles["alt"])
            party.main.add("notes", row[4], field="alt_remarks", file=roles["alt"])
        for row in addresses:
            if row[2:5] != (None, None, None) or row[5] is not None:
                party.read_address((row[2], row[3], row[4], row[5]), roles["add"])
        yield from party.rows()


def _join_comments(remarks: str, comments: Sequence[tuple[str | None, ...]]) -> str:
    rest = "".join(row[1] or "" for row in comments)
    # A space at the cut is lost with the -0- padding.
    return f"{remarks} {rest}" if rest != "" and len(remarks) < REMARK_CHARS else remarks + rest


def _role(file: SourceFile) -> str | None:
    found = re.match(r"(?:sdn_|cons_)?(comments|add|alt)", file.path.name.lower())
    return None if found is None else found[1]
