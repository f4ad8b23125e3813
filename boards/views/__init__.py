"""Pages of boards, meetings and reports."""
