"""Canada's list."""
