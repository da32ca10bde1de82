"""What a row is: every published table, declared once, and all that is derived from the declaration."""
