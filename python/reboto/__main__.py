"""Run the command line with ``python -m reboto``."""

import sys

from reboto.cli import main

if __name__ == "__main__":
    sys.exit(main())
