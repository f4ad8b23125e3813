"""Pages of plans, actions and contributions."""
