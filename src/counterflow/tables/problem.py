"""problem: one record or file that could not be read whole, or one judgement that could not be obeyed."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table


class Problem(NamedTuple):
    """What could not be read, said aloud: nothing is lost in silence.

    Records in = parties + problems: a record in quarantine has a row here and no statements."""

    id: Annotated[str, "SHA-1 of the other identifying columns."]
    resource_id: Annotated[str | None, "`resource` it stands in; null when the file itself was refused."]
    path: Annotated[str, "The file, relative to the case folder; of a judgement the ledger."]
    record: Annotated[str | None, "Record, line, page or offset inside the file."]
    field: Annotated[str | None, "Field of the record."]
    value: Annotated[str | None, "The offending value, shortened to 500 characters."]
    severity: Annotated[
        str,
        "`record`: the record is in quarantine; `value`: only this value was left out; `file`: the whole file.",
    ]
    message: Annotated[str, "What was wrong."]
    expected: Annotated[str | None, "What was expected."]
    next_step: Annotated[str | None, "What the user can do."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


PROBLEM = Table(Problem, key=("id",), writers=("collect", "extract", "receive", "resolve"), readers=("warn",))
