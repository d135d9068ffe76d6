"""What comes next: counts of many series that lend each other strength."""
