"""`python -m counterflow` is the command `counterflow`."""

from counterflow.cli import main

main()
