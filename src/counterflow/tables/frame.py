"""frame: one event or relation as one passage tells it."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Argument(NamedTuple):
    """One argument of a frame.

    The implied subject of a list narrative stands nowhere in the text: it has no span, and `text` is its name."""

    role: Annotated[str, "Role in the frame, e.g. `agent`, `patient`, `place`, `from`, `to`."]
    start: Annotated[int | None, "First character; null for an implied subject.", Unit("code point")]
    end: Annotated[int | None, "End, exclusive; null for an implied subject.", Unit("code point")]
    text: Annotated[str, "The span exactly as it stands in the text; the name of an implied subject."]
    mention_id: Annotated[str | None, "`mention` at that span."]
    quantity_id: Annotated[str | None, "`quantity` at that span."]
    entity: Annotated[str | None, "Document-local id of what it names: the `entity` of its mentions."]


class Frame(NamedTuple):
    """One event or relation as one passage tells it, each argument with its span and role.

    Frame types are the `type` values of the command contract; `resolve` joins the accounts of one event."""

    id: Annotated[str, "SHA-1 of document, type, trigger and arguments."]
    document_id: Annotated[str, "`document` it stands in."]
    type: Annotated[str, "Frame type, e.g. `seizure`, `controls`, `financing`."]
    schema: Annotated[str | None, "FtM schema, or our own extending one, that the frame becomes."]
    start: Annotated[int, "First character of the sentence that tells it.", Unit("code point")]
    end: Annotated[int, "End of that sentence, exclusive.", Unit("code point")]
    trigger_start: Annotated[int, "First character of the word that evokes the frame.", Unit("code point")]
    trigger_end: Annotated[int, "End of that word, exclusive.", Unit("code point")]
    args: Annotated[tuple[Argument, ...], "Who and what, each with its role."]
    time_start: Annotated[int | None, "First character of the time expression.", Unit("code point")]
    time_end: Annotated[int | None, "End of the time expression, exclusive.", Unit("code point")]
    edtf: Annotated[str | None, "When, in EDTF with its precision."]
    polarity: Annotated[str, "affirmed, negated or denied."]
    hedge: Annotated[str, "How firmly: fact, reported, estimated, planned, possible, opinion, former."]
    attribution: Annotated[tuple[Argument, ...], "Who says so, outermost first; role `source`."]
    extractor: Annotated[str, "Extractor and its version."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


FRAME = Table(Frame, key=("id",), writers=("extract",), readers=("resolve", "weigh", "trace"))
