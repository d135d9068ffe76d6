"""trace: edges, ownership, exposure, roles, routes and leads."""
