"""SHACL: shapes in, typed results out, each traced to the telegram it is about."""
