"""Link one data set: `python -m benchmarks.linkage.ours DATA NAME OUTPUT`, as `splink_alone.py` is called and writes.

Ids are hashed before linking, since those of some sets say what belongs together and the files are in that order.
"""

from __future__ import annotations

import csv
import hashlib
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from counterflow.resolve.linkage import infer_fields, link_records

_FEBRL = {
    "given_name": "firstName",
    "surname": "lastName",
    "street_number": "streetNumber",
    "address_1": "street",
    "address_2": "street2",
    "suburb": "city",
    "postcode": "postalCode",
    "state": "state",
    "date_of_birth": "birthDate",
    "soc_sec_id": "socialSecurityNumber",
}
_HISTORICAL = {
    "dob": "birthDate",
    "birth_place": "birthPlace",
    "postcode_fake": "postalCode",
    "gender": "gender",
    "occupation": "occupation",
}
MAPPINGS = {
    "historical_50k": {"full_name": "name", **_HISTORICAL},
    # The columns that Splink's example compares: no middle names and titles, no gender.
    "historical_50k_same": {
        "first_name": "firstName",
        "surname": "lastName",
        **{column: name for column, name in _HISTORICAL.items() if name != "gender"},
    },
    "febrl3": _FEBRL,
    "febrl4": _FEBRL,
    "fake_1000": {
        "first_name": "firstName",
        "surname": "lastName",
        "dob": "birthDate",
        "city": "city",
        "email": "email",
    },
    "senzing_truthset": {
        name: name for name in ("name", "birthDate", "address", "phone", "email", "idNumber", "passportNumber")
    },
}
"""Column to property of FollowTheMoney, by set."""


def read_records(data: Path, name: str) -> pa.Table:
    """Read a set's records, with their ids as column `id` and for febrl4 the file as column `file`."""
    if name.startswith("historical_50k"):
        table = pq.read_table(data / "historical_figures_with_errors_50k.parquet")
        return table.drop_columns(["cluster"]).rename_columns({"unique_id": "id"})
    if name == "senzing_truthset":
        return _read_senzing(data / "senzing_truthset")
    if name == "fake_1000":
        files, key = [data / "fake_1000.csv"], "unique_id"
    else:
        parts = ["3"] if name == "febrl3" else ["4a", "4b"]
        files, key = [data / "febrl" / f"dataset{part}.csv" for part in parts], "rec_id"
    rows = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, skipinitialspace=True):
                cells = {column.strip(): text.strip() or None for column, text in row.items()}
                rows.append({**cells, "id": cells[key], "file": file.stem})
    return pa.Table.from_pylist(rows)


def _read_senzing(folder: Path) -> pa.Table:
    rows = []
    for file in ("customers.jsonl", "reference.jsonl"):
        for line in (folder / file).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            row: dict[str, Any] = {name: [] for name in MAPPINGS["senzing_truthset"]}
            for feature in record["FEATURES"]:
                for name, text in _senzing_values(feature):
                    row[name].append(text)
            rows.append({**row, "id": f"{record['DATA_SOURCE']} {record['RECORD_ID']}"})
    return pa.Table.from_pylist(rows)


def _senzing_values(feature: dict[str, str]) -> list[tuple[str, str]]:
    def joined(*names: str) -> str:
        return " ".join(feature[name] for name in names if name in feature)

    found = [
        ("name", joined("NAME_FULL", "NAME_ORG", "NAME_FIRST", "NAME_MIDDLE", "NAME_LAST")),
        ("birthDate", joined("DATE_OF_BIRTH")),
        ("address", joined("ADDR_FULL", "ADDR_LINE1", "ADDR_CITY", "ADDR_STATE", "ADDR_POSTAL_CODE")),
        ("phone", joined("PHONE_NUMBER")),
        ("email", joined("EMAIL_ADDRESS")),
        ("passportNumber", joined("PASSPORT_NUMBER")),
        *(
            ("idNumber", joined(f"{kind}_NUMBER"))
            for kind in ("SSN", "DRIVERS_LICENSE", "NATIONAL_ID", "TAX_ID", "LEI")
        ),
    ]
    return [(name, text) for name, text in found if text != ""]


def main() -> None:
    """Run one set; CPU seconds are from reading to clusters, all threads together, and `start_s` those of imports."""
    data, name, output = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    wall, cpu = time.perf_counter(), time.process_time()
    records = read_records(data, name)
    ids = records["id"].to_pylist()
    hashed = [hashlib.sha256(one.encode()).hexdigest() for one in ids]
    records = records.set_column(records.column_names.index("id"), "id", pa.array(hashed))
    side = "file" if name == "febrl4" else None
    found = link_records(records, infer_fields(MAPPINGS[name]), ids="id", side=side)
    seconds = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu, "start_s": cpu}
    written = dict(zip(hashed, ids, strict=True))
    names = pa.array([written[one] for one in found.ids])
    pairs = {"left_id": names.take(found.left), "right_id": names.take(found.right), "probability": found.probability}
    pq.write_table(pa.table(pairs), output)
    clusters = {"id": names, "cluster_id": names.take(found.clusters)}
    pq.write_table(pa.table(clusters), output.with_suffix(".clusters.parquet"))
    print(json.dumps({**seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
