"""How the lines of `counterflow extract` look in a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text

from counterflow.cli.layout import open_console, print_indented
from counterflow.cli.render_frames import Told, one_line, print_told, stood_for
from counterflow.service.reading.line import FrameLine, Line, MentionLine


class Listing:
    """Prints lines as they come; a sentence that tells several things stands once."""

    def __init__(self) -> None:
        """Open stdout."""
        self._console = open_console()
        self._document: tuple[str, str | None] | None = None
        self._sentence: tuple[int, int] | None = None
        self._names: Mapping[tuple[str, str], str] = {}

    def open(self, name: str, record: str | None, title: str | None) -> None:
        """Begin a document; it has no heading until a line of it comes."""
        head = name if record in (None, "") else f"{name}, {record}"
        self._document, self._sentence = (head, title), None

    def name(self, names: Mapping[tuple[str, str], str]) -> None:
        """Learn what the document's pronouns and nouns stand for, by entity and words."""
        self._names = names

    def print(self, line: Line) -> None:
        """Print one line."""
        self._head()
        if isinstance(line, FrameLine):
            self._frame(line)
        elif isinstance(line, MentionLine):
            value = "" if line.edtf is None else f" = {line.edtf}"
            self._small(f"{line.start}-{line.end}", line.type, f"{one_line(line.text)}{value}")
        else:
            amount = line.quantity
            low, high = (value if value is not None else "" for value in (amount.norm_low, amount.norm_high))
            value = f"{low}" if low == high else f"{low}..{high}"
            unit = amount.norm_unit or amount.unit
            self._small(f"{line.start}-{line.end}", amount.kind, f"{one_line(line.text)} = {value} {unit}")

    def _head(self) -> None:
        if self._document is None:
            return
        name, title = self._document
        self._console.print()
        title_text = Text("" if title is None else f"  {title}", style="bold")
        self._console.print(Text(name, style="cyan") + title_text, soft_wrap=True)
        self._document = None

    def _frame(self, line: FrameLine) -> None:
        evidence, trigger = line.evidence, line.trigger
        if (evidence.start, evidence.end) != self._sentence:
            self._sentence = (evidence.start, evidence.end)
            place = f"{evidence.start}-{evidence.end}" + ("" if line.page is None else f", page {line.page}")
            sentence = Text(evidence.text)
            first = trigger.start - evidence.start
            sentence.stylize("bold", first, first + len(trigger.text))
            self._console.print()
            print_indented(self._console, Text(" ").join(sentence.split()), 2)
            print_indented(self._console, Text(place, style="dim"), 2)
        told = Told(
            type=line.type,
            args=[(one.role, stood_for(one.text, self._names.get((one.entity or "", one.text)))) for one in line.args],
            time=None if line.time is None else (line.time.text, line.time.edtf),
            attribution=[one.text for one in line.attribution],
            hedge=line.hedge,
            polarity=line.polarity,
            extractor=line.extractor,
        )
        print_told(self._console, [told])

    def _small(self, place: str, type_: str, words: str) -> None:
        label = Text(f"{place:<14}{type_:<14}", style="dim")
        print_indented(self._console, label + Text(words), 2)
