"""TAXII 2.1 over HTTP: routes, media types, and errors as the standard has them."""
