"""STIX 2.1: what an object must have, how a build is written as objects and read back."""
