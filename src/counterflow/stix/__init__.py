"""STIX 2.1: what an object must have, and what its extension of ours holds; for all who read or write it."""

from counterflow.stix.check import find_fault
from counterflow.stix.read import Told, read_objects

__all__ = ["Told", "find_fault", "read_objects"]
