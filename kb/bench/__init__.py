"""Measures: python -m kb.bench (make bench)."""
