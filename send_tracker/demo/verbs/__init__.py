"""The verbs of the story: each calls the service its user would have called."""
