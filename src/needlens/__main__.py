"""`python -m needlens` is the command line."""

from needlens.cli import main

main()
