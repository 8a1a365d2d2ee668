"""`python -m daemon` is `altabaixa`."""

from daemon.cli import main

main()
