"""What callers want: one file each. Adding a task is its file, its entry in `registry`, its wording, and its tests."""
