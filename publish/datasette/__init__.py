"""Datasette on the release's SQLite file, under /data."""
