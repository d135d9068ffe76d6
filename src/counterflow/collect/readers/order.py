"""Every reader, in the order they are asked whether a file is theirs."""

from counterflow.collect.reader import Reader
from counterflow.collect.readers.documents import DOCUMENT_READERS
from counterflow.collect.readers.lists import LIST_READERS
from counterflow.collect.readers.stix.bundle import StixBundle

READERS: tuple[type[Reader], ...] = (StixBundle, *LIST_READERS, *DOCUMENT_READERS)
"""Lists before reports: most are text of some kind. A bundle looks like no list."""
