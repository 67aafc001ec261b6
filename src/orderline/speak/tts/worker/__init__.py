"""The synthesis worker: a program of its own, run as `python -m orderline.speak.tts.worker espeak|piper ...`.

The only files that import espeak-ng (through espeakng-loader and ctypes) or piper-tts, both GPL-3.0. The line never
imports this package; it talks to it over a pipe (`orderline.speak.tts.wire`). See docs/adr/0006.
"""
