"""The ground floor: tools without tables and without a word of the domain."""
