"""`python -m pricewire`: the command."""

from pricewire.cli import main

main()
