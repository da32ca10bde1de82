"""The API under /v1: lists, rows with their evidence, files. Read-only, JSON, the same for everyone."""
