"""Reports on participation processes: one document, rendered in three formats (Word, PDF, web page).

It holds nothing, so that what a report can cite (`case`) is known without loading what draws it (`project`, `overall`).
"""
