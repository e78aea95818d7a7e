"""The telegram as named patterns: pure text in, values out, a file for each part of it."""
