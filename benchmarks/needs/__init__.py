"""Needs beside their peers: our labelled set and shops whose needs are known; ``run.py``."""
