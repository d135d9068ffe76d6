"""The EU's lists: its financial sanctions files, and the annexes of its acts."""
