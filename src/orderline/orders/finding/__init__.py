"""Finding an order by what a person says of it: words, clues, scores, and the fact to ask about when several fit."""
