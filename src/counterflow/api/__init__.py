"""The HTTP API and the workbench's server."""
