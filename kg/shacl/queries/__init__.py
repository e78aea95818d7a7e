"""SPARQL of shapes (SHACL-SPARQL, sections 5 and 6 of the Recommendation): compiled like the constraints of Core.

A query is read by rdflib once, when shapes are compiled, and becomes a Python function of loops over the index of a
data graph (`writing`); the few that cannot be written so become closures over bindings (`solving`). Pre-bound variables
are values from the start, everywhere, which is what the Recommendation's substitution means.
"""
