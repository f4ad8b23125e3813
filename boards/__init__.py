"""How it is governed and shown: boards, meetings, reports, publication and the area's home page."""
