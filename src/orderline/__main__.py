"""`python -m orderline`."""

from orderline.cli import main

main()
