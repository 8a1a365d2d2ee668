"""Which version of altabaixa this is: that of pyproject.toml, as it was installed."""

from importlib.metadata import version
from typing import Final

VERSION: Final = version("altabaixa")
