"""Who: local areas, organisations, posts, people, what they may do, the audit trail and the outbox."""
