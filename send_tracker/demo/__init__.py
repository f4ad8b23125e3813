"""The demonstration: a story of dated events in data files, told through the services up to its day."""
