"""What changes intervision days: planning, asking, contributing, matching, reporting; each in one transaction."""
