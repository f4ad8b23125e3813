"""The benchmark of script/bench: a large area made up from a seed, and clients that ask for its pages."""
