"""Curriculum files and search: YAML in, domain values out."""
