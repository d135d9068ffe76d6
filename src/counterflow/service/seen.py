"""What a server showed lately, so that a decision can name it by its digest: the deciders never send it back."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from hashlib import sha256

from counterflow.exc import NotFoundError
from counterflow.screen.decision.seen import Seen, dump_seen, load_seen

MOST_BYTES = 64_000_000
"""Of answers that are remembered, compressed; one takes about a kilobyte."""


class Shown:
    """The newest answers, by the digest of the document that a decision keeps."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Remember so much."""
        self._left = most_bytes
        self._lock = threading.Lock()
        self._documents: OrderedDict[str, bytes] = OrderedDict()

    def keep(self, seen: Seen) -> str:
        """Remember an answer; give its digest."""
        content = dump_seen(seen)
        digest = sha256(content).hexdigest()
        packed = zlib.compress(content, 1)
        with self._lock:
            if digest not in self._documents:
                self._left -= len(packed)
            self._documents[digest] = packed
            self._documents.move_to_end(digest)
            while self._left < 0 and len(self._documents) > 1:
                self._left += len(self._documents.popitem(last=False)[1])
        return digest

    def find(self, digest: str) -> Seen:
        """Give an answer by its digest.

        Raises:
            NotFoundError: it was not shown here, or too long ago.
        """
        with self._lock:
            packed = self._documents.get(digest)
        if packed is None:
            raise NotFoundError(
                "this answer is not remembered any more", next_step="Screen the party again, then decide"
            )
        return load_seen(zlib.decompress(packed))
