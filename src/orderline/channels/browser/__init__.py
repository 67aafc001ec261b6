"""Calls from a browser: the phone page, the signalling, and the sound over WebRTC."""
