"""`orderline bench identity`: people saying who they are, heard by a real recogniser, against a table of 10,000."""
