"""Reading files without a case: what `counterflow extract` prints."""
