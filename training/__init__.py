"""Programs that make the starter models. Run from the repository's root."""
