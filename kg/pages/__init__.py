"""Pages about the model: the ontology with its diagram, and the shapes, made from their Turtle files."""
