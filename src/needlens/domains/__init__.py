"""Domain files that come with needlens."""
