"""Constraints over a whole corpus, asked of a store: one query for all focus nodes, each within its time."""
