"""collect: files, URLs and manual entries become resources, documents, statements and evidence."""
