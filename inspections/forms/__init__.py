"""What is typed about sources, inspections, findings and dates, made clean."""

REASON_LENGTH = 500
