"""Descriptions of a release for machines."""
