"""screen: queries in, parties of an index out; one name, or files of any size."""
