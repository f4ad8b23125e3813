"""Read models of boards, meetings and the area's home."""
