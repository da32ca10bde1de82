"""How people get the data: site, API, Datasette, files."""
