"""Warning: changes found and forecasts scored, beside peers."""
