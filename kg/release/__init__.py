"""A release: everything that one build publishes, in one folder that never changes."""
