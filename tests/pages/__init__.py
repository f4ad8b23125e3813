"""Every page, asked by everybody, in every way: who may, what leaks, what breaks."""
