"""Transcript in, meaning out: numbers, intents, dialogue acts, and one calibrated confidence. No language model."""
