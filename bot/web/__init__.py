"""Shared HTTP: listeners, security headers, health."""
