"""mention: one name, date or commodity as it stands in a text."""

from typing import Annotated, NamedTuple

from counterflow.tables.table import Table, Unit


class Mention(NamedTuple):
    """A span of a document that names something.

    `entity` groups the mentions that the document itself uses for one thing; linking to parties is `resolve`'s."""

    id: Annotated[str, "SHA-1 of document, span and type."]
    document_id: Annotated[str, "`document` it stands in."]
    start: Annotated[int, "First character.", Unit("code point")]
    end: Annotated[int, "End, exclusive.", Unit("code point")]
    text: Annotated[str, "The span exactly as it stands in the text."]
    type: Annotated[
        str,
        "person, organization, company, public_body, vessel, place, facility, programme, commodity, group, document,"
        " date, other.",
    ]
    schema: Annotated[str | None, "FtM schema that the type suggests; null for what is no entity (a date)."]
    entity: Annotated[str, "Document-local id of the thing named: mentions of one thing share it."]
    form: Annotated[str, "name, demonym, nominal, pronoun, common or time."]
    edtf: Annotated[str | None, "For a date: its value in EDTF, with the year only if the text gives one."]
    sentence_start: Annotated[int, "First character of the sentence around it.", Unit("code point")]
    sentence_end: Annotated[int, "End of the sentence, exclusive.", Unit("code point")]
    extractor: Annotated[str, "Extractor and its version."]
    handling: Annotated[str, "Marking of this row, see `model/handling.py`: the strictest of what it came from."]


MENTION = Table(Mention, key=("id",), writers=("extract",), readers=("resolve", "weigh", "trace"))
