"""The network of a build as a picture: who is shown where, what is hidden, and the evidence of each tie."""
