"""A first policy, drafted from what gradebooks already do."""
