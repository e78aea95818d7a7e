"""HTTP: the SPARQL endpoint, the pages and the files of one release. Nothing of parsing or mapping is known here."""
