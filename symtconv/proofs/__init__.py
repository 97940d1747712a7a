"""What is proved of a layer, of an instance and for all sizes."""
