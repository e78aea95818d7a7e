"""Constraint components of SHACL Core, a module for each part of section 4 of the Recommendation.

A maker gets the value of a parameter and the shape that it stands in, and gives the check.
"""
