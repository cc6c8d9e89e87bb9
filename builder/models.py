"""The builder stores nothing yet: procedures are published from documents."""
