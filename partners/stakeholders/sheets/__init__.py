"""Spreadsheets of stakeholders: read, understood, cleaned and written. No models, no requests.

The way of a file: ``reading.read_table`` → ``matching.match_columns`` → ``records.clean_rows`` →
``duplicates.find_duplicates``; and back out through ``writing``.

Nothing is imported here: ``workbook_child`` runs in a bare process that must start fast.
"""
