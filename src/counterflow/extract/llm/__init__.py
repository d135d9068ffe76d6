"""The optional LLM reader: a model's candidates for frames, never past the span check."""

from counterflow.extract.llm.check import RuleReading
from counterflow.extract.llm.document import rule_reading
from counterflow.extract.llm.read import read_by_llm
from counterflow.extract.llm.settings import LlmSettings, load_llm_settings

__all__ = ["LlmSettings", "RuleReading", "load_llm_settings", "read_by_llm", "rule_reading"]
