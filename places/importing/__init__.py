"""Regions, their municipalities and their boundaries from official lists: read, check, apply all or nothing."""
