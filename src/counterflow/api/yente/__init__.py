"""The HTTP API of the peer `yente`, version 5.5, so that its clients ask Counterflow unchanged."""
