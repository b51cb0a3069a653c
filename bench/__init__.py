"""Ratios against floors (docs/benchmarks.md). ``bin/bench`` runs it; nothing of the product imports it."""
