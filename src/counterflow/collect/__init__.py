"""collect: files, URLs and manual entries become resources, documents, statements and evidence.

Its stage is `collect.stage.STAGE`. It is not imported here: it brings every reader of every format with it, and what a
list is called and how old it may be (`collect.dataset`) is asked by a server that reads none.
"""
