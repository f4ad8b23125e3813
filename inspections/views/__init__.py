"""The pages of sources, inspections, findings and statutory dates."""
