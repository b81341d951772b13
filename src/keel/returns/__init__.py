"""What an authority returns of the children on file: the children in need census, and Ofsted's Annex A."""
