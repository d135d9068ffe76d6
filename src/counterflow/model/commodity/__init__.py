"""Commodities: the ontology of goods (`branch/`), each with its kind, its parent and its HS headings."""

from counterflow.model.commodity.ontology import Commodity, load_ontology

__all__ = ["Commodity", "load_ontology"]
