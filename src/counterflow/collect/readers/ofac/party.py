"""One line of OFAC's legacy CSV becomes a party: what its columns say, its remarks apart (`entry.py`)."""

from __future__ import annotations

import re

from counterflow.collect.readers.ofac.entry import OfacEntry
from counterflow.collect.readers.ofac.record import NameIndex, Record
from counterflow.collect.readers.ofac.remarks import REMARK_CHARS
from counterflow.collect.source import Source, SourceFile

REMARKS = "Remarks"


class OfacParty(OfacEntry):
    """Turns one record into rows."""

    def __init__(self, source: Source, extractor: str, record: Record, names: NameIndex) -> None:
        super().__init__(source, extractor, record.ent_num, record.schema, names)
        self.record = record
        self.field = REMARKS

    def read_columns(self) -> None:
        """Read the columns of sdn.csv."""
        record, main = self.record, self.main
        self.read_name(record.name, "name", "SDN_Name", self.source.main)
        programs = re.split(r"\]\s*\[", (record.program or "").strip("[] "))
        self.read_listing(programs, "ent_num", "Program", record.program)
        self.read_titles(record.title, "Title")
        if main.schema == "Vessel":
            main.add("callSign", record.call_sign, field="Call_Sign")
            main.add("type", record.vessel_type, field="Vess_type")
            main.add("tonnage", record.tonnage, field="Tonnage")
            main.add("grossRegisteredTonnage", record.grt, field="GRT")
            main.add_country("flag", record.flag, field="Vess_flag")
            if record.owner is not None:
                self.refer("owner", record.owner, "Vess_owner", record.owner)
            return
        for column, value in zip(
            ("Call_Sign", "Vess_type", "Tonnage", "GRT", "Vess_flag", "Vess_owner"), record[5:11], strict=True
        ):
            main.add("notes", None if value is None else f"{column}: {value}", field=column, passage=value)

    def read_address(self, cells: tuple[str | None, str | None, str | None, str | None], file: SourceFile) -> None:
        """Read a row of add.csv: street, place, country, remarks."""
        street, place, country, remarks = cells
        passage = ", ".join(cell for cell in cells if cell is not None)
        self.read_location(street, place, country, passage, ("Address", "Country"), file)
        self.main.add("notes", remarks, field="Add_Remarks", file=file)

    def read_cut(self) -> None:
        """Say that the remark goes on elsewhere: half an item ("Linked To: FEDERAL SE") is not read."""
        if self.record.cut is not None:
            self.main.problem(
                f"the remark is cut off after {REMARK_CHARS:,} characters",
                field=REMARKS,
                value=self.record.cut,
                expected="the rest in sdn_comments.csv, beside the list",
                next_step="Download sdn_comments.csv of the same day too",
            )
