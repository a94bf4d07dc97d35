"""One verb per file; knows the domain and the ports."""
