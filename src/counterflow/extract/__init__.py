"""Stage `extract`: documents become mentions and quantities with exact spans."""

from counterflow.extract.document import STAGE
from counterflow.extract.read import read_text

__all__ = ["STAGE", "read_text"]
