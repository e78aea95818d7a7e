"""What a release says about itself: VoID, DCAT 3, PROV and DQV in one graph, and schema.org for pages."""
