"""Truth discovery: which of several claimed values is true, how sure that is, and on how many roots it rests."""
