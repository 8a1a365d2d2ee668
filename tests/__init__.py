"""The tests are in English, whatever this machine's language is."""

import os

os.environ.update(LANGUAGE="en", LC_ALL="C.UTF-8")
