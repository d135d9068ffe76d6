"""The dossier: everything a build says of one party, every line with its source."""
