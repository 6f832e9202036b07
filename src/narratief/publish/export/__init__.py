"""Results in the forms that other people and programs take: one module per format, all listed in `formats.FORMATS`."""
