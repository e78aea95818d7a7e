"""SHACL: shapes in, typed results out, each traced to the telegram it is about.

The way of a shapes graph: `syntax` says what is ill-formed or not supported, `components` finds the maker of each
constraint, a maker gives a `Check` (a phrase of Python, or a function), `writing` puts the checks of a shape into
one Python function, and the `Validator` calls these for the focus nodes of a data graph. What they find becomes
results (`report`, `places`) or a sh:ValidationReport.
"""
