"""estimate: how much money, how sure, and what that stands on."""
