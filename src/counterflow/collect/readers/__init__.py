"""The readers, one module a format."""

from counterflow.collect.readers.html import HtmlReader
from counterflow.collect.readers.lists import LIST_READERS
from counterflow.collect.readers.markdown import MarkdownReader
from counterflow.collect.readers.text import TextReader

READERS = (*LIST_READERS, HtmlReader, MarkdownReader, TextReader)
"""Every reader, in the order they are asked whether a file is theirs."""

__all__ = ["READERS"]
