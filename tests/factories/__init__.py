"""Things for tests: plain functions, one a model, with sound defaults."""
