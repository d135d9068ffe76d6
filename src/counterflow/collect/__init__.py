"""collect: files, URLs and manual entries become resources, documents, statements and evidence."""

from counterflow.collect.stage import STAGE

__all__ = ["STAGE"]
