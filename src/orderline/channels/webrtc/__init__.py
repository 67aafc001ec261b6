"""Sound over WebRTC, for both ends: the line's leg of a call and the headless caller's."""
