"""From what a query gives to the rows of a table."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from counterflow.exc import TableError
from counterflow.model.handling import strictest
from counterflow.tables import Table

HANDLING_SEPARATOR = "\n"
"""What parts the markings that a query collected into one text: no marking holds a line break."""


def fit(rows: pa.Table, table: Table) -> pa.Table:
    """Give a query's rows the exact columns of a table: its order, its types, nothing else.

    Raises:
        TableError: a column is missing, does not fit its type, or holds a null where none may be.
    """
    arrays = []
    for field in table.schema:
        if field.name not in rows.schema.names:
            raise TableError(table.name, field.name, f"the query gives {rows.schema.names}")
        column = rows.column(field.name)
        try:
            arrays.append(column.cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as exc:
            raise TableError(table.name, field.name, str(exc)) from exc
        if not field.nullable and column.null_count > 0:
            raise TableError(table.name, field.name, "null in a column that is never null")
    return pa.Table.from_arrays(arrays, schema=table.schema)


def strictest_column(rows: pa.Table, name: str = "handling") -> pa.Table:
    """Replace collected markings (`string_agg(DISTINCT handling, chr(10))`) by the strictest of each row.

    A build holds few distinct markings, so the policy is asked once for each combination.
    """
    encoded = pc.dictionary_encode(rows.column(name).combine_chunks())
    markings = [strictest(text.split(HANDLING_SEPARATOR)) for text in encoded.dictionary.to_pylist()]
    column = pa.array(markings, type=pa.string()).take(encoded.indices)
    return rows.set_column(rows.schema.get_field_index(name), name, column)
