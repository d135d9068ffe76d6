"""The readers, one module a format; `order` lists them all."""
