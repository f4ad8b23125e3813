"""Every write to boards, seats, meetings and reports."""
