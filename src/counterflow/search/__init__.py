"""Full-text search over the parties and documents of a build."""
