"""What a releaser is shown before anything leaves; nothing of it is for the recipient."""

from __future__ import annotations

from counterflow.dossier.difference import Difference
from counterflow.dossier.shape import Shape

VERSION = 1
"""Raised when a shape changes so that an existing reader would misunderstand it."""


class HeldBack(Shape):
    """A field that the recipient does not get, or gets on less evidence than we have."""

    party: str
    """canonical_id in our own build."""
    caption: str
    schema_: str
    prop: str
    value: str
    leaves: bool
    """Whether it leaves all the same, on the rest of its evidence."""
    reason: str
    markings: tuple[str, ...]
    """Of the evidence that stays, or of all of it where the marking is not the reason."""
    sources: tuple[str, ...]
    """Files or ledger entries in which it stands."""


class LeftOutInput(Shape):
    """An input that was not read for the release."""

    path: str
    marking: str


class LeftOutEntry(Shape):
    """An entry of the ledger that was not used, because it is about what stays."""

    kind: str
    about: tuple[str, ...]


class ReleasePreview(Shape):
    """What would leave, and what stays and why."""

    partner: str
    format: str
    what: tuple[str, ...]
    """As it was asked for; empty: the whole case."""
    depth: int
    max_tlp: str
    build: str
    """Id of the build that it is from, which holds what the partner may have alone."""
    own_build: str
    """Id of the build in use."""
    marking: str
    """Computed from what leaves."""
    entities: int
    statements: int
    bytes: int
    sha256: str
    held_back: tuple[HeldBack, ...]
    inputs: tuple[LeftOutInput, ...]
    entries: tuple[LeftOutEntry, ...]
    difference: Difference
    """From the build in use to that of the release; of some parties, what concerns them."""


class ReleaseAnswer(Shape):
    """What became of a release."""

    way: str | None
    """How it left: file, package or taxii; None: nothing left."""
    place: str | None
    """The file, or the address of the collection."""
    entry: str | None
    """Hash of its entry in the ledger; None: nothing left, or the partner had all of it."""
    untaken: int
    """Objects that the partner's server refused, or of which it says nothing yet."""
    preview: ReleasePreview


SHAPES: dict[str, type[Shape]] = {"release": ReleaseAnswer}
"""Shapes that leave, by the name of their JSON Schema."""
