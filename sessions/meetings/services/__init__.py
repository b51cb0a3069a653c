"""What changes a meeting, each in one transaction; one module for each stage of it."""
