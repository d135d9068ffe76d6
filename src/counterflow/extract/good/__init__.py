"""Goods: the ontology of commodities (`branch/`), and where a text names them."""
