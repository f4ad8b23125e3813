"""What others found and ordered: sources, inspections, findings, and the statutory clock."""
