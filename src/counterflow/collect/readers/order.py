"""Every reader, in the order they are asked whether a file is theirs."""

from counterflow.collect.readers.documents import DOCUMENT_READERS
from counterflow.collect.readers.lists import LIST_READERS

READERS = (*LIST_READERS, *DOCUMENT_READERS)
"""Lists first: most are text of some kind."""
