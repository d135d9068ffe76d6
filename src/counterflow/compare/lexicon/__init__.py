"""Words in names: what part a word plays, what it means across languages, what number it is, how rare it is.

Tokens come in normalised (NFKC, case folded, no apostrophes, diacritics kept) beside their `form` in Latin
ASCII letters. Everything is read once from `resources/`, whose README names the sources.
"""

from counterflow.compare.lexicon.nickname import nickname_of
from counterflow.compare.lexicon.number import join_numbers, number_of
from counterflow.compare.lexicon.role import Role, role_of
from counterflow.compare.lexicon.sense import sense_of

__all__ = ["Role", "join_numbers", "nickname_of", "number_of", "role_of", "sense_of"]
