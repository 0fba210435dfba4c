"""Clients that people really use, each with what it does for them; the folders beside are their programs."""
