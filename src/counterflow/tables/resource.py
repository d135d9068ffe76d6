"""resource: one file as it was fetched."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Resource(NamedTuple):
    """One file as it was fetched: the unit of provenance.

    Everything else points here. A resource is identified by its content and the dataset it belongs to, so the same
    download placed twice in a case is one resource."""

    id: Annotated[str, "SHA-1 of dataset, format and content, and of a list's date, in hex."]
    path: Annotated[str, "Where the file lies, relative to the case folder, with `/`."]
    url: Annotated[str | None, "Where it was fetched from, when known."]
    sha256: Annotated[str, "SHA-256 of the file's bytes, in hex."]
    bytes: Annotated[int, "Size of the file.", Unit("byte")]
    format: Annotated[str, "Name of the reader that read it, e.g. `ofac_sdn_csv`, `un_sc_xml`, `pdf`."]
    mime_type: Annotated[str, "Media type of the file."]
    encoding: Annotated[str | None, "Character encoding it was decoded with; null for binary formats."]
    dataset: Annotated[
        str,
        "FtM dataset name of the list it belongs to; for a report the dataset of the case's documents.",
    ]
    publisher: Annotated[str | None, "Publisher's key in case.toml."]
    published: Annotated[str | None, "Publisher's date of this vintage or document, EDTF; never the wall clock."]
    records: Annotated[int, "Records the reader saw: parties + those in `problem`.", Unit("record")]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


RESOURCE = Table(
    Resource,
    key=("id",),
    writers=("collect", "receive"),
    readers=("extract", "receive", "weigh", "share"),
    # One file placed twice in a case is one resource: the first path stands, and the stricter marking.
    merge={
        "path": "min",
        "url": "min",
        "publisher": "min",
        "published": "min",
        "records": "max",
        "encoding": "min",
        "handling": "strictest",
    },
)
