"""The model: schemata, doubt, handling and identity."""
