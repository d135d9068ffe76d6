"""A token of any script as Latin forms and sound keys; joined names as words."""

from counterflow.compare.script.form import forms
from counterflow.compare.script.joined import split, split_all
from counterflow.compare.script.key import Culture, keys

__all__ = ["Culture", "forms", "keys", "split", "split_all"]
