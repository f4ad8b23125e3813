"""What people type about plans and actions, made clean."""
