"""Labelled texts from elsewhere, read where they are; nothing of them is copied."""
