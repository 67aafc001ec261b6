"""What travels between the stages of a call: speech, meaning, decision, outcome, reply. No behaviour lives here."""
