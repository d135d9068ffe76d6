"""The readers, one module a format."""

from counterflow.collect.readers.documents import DOCUMENT_READERS
from counterflow.collect.readers.lists import LIST_READERS

READERS = (*LIST_READERS, *DOCUMENT_READERS)
"""Every reader, in the order they are asked whether a file is theirs."""

__all__ = ["DOCUMENT_READERS", "LIST_READERS", "READERS"]
