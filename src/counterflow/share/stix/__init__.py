"""A build written as STIX 2.1 objects."""
