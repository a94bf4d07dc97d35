"""Protocols between the use cases and everything outside them."""
