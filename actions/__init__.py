"""What will be done: plans, workstreams, actions, their updates and what each body contributes."""
