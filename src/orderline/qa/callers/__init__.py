"""Scripted callers: a readable file says who rings and what for, and a deterministic engine answers the line.

    script (YAML) ──► caller ──says──► door (text now, sound later) ──► the line
                        ▲                                                │
                        └──── asked: what the line's last sentence asks ◄┘

No language model: a caller answers by *what* is asked, never by guessing at words.
"""
