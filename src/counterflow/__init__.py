"""Counterflow measures an illicit network and finds what to restrict."""

__all__ = ["__version__"]

__version__: str


def __getattr__(name: str) -> str:
    """Read the version from the distribution when it is asked for: importing the package stays cheap."""
    if name == "__version__":
        from importlib.metadata import version

        return version("counterflow")
    raise AttributeError(f"module 'counterflow' has no attribute {name!r}")
