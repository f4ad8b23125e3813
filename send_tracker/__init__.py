"""The roof: settings, addresses, background work and commands. It knows every app; no app knows it."""
