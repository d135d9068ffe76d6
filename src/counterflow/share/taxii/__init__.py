"""TAXII 2.1 without HTTP: collections of STIX objects, who may have them, and pages of what is in them."""
