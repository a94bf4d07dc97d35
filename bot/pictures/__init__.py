"""Pictures: domain values as PNGs, drawn with Pillow."""
