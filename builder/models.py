"""Models of the builder: none yet, since procedures are published from documents."""
