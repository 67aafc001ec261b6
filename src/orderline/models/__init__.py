"""Model files: which ones a line may use (models.txt), fetching them, and knowing that they are whole."""
