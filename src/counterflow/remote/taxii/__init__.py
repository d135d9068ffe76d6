"""TAXII 2.1 as a client: what partners give is pulled into a case, what may leave is pushed to them.

A pull (`pull`) asks page by page (`ask`, `page`) and keeps where it is together with what it holds (`held`), so that a
pull that was killed goes on where it was, without loss and without doubles.
"""
