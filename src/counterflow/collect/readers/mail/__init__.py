"""Mail: one message, or a mailbox."""
