"""The reader beside its peers: one table a module, ``run.py`` prints them."""
