"""How people get the data: site, API, Datasette, files."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("gaoxin")
except PackageNotFoundError:  # run from a folder that was never installed
    VERSION = "0"
