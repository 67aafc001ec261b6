"""Where callers come from: a browser, a recording, a line of text."""
