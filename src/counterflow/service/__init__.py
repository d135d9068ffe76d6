"""A running screening service: which parties it holds now, and what it answers. It knows no HTTP."""
