"""The run: order of stages, build ids, reuse, manifest, progress."""
