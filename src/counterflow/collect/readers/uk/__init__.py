"""The UK's lists: the UK Sanctions List and, for history, the OFSI Consolidated List."""
