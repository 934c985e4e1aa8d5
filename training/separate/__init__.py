"""The starter network that separates what was clicked on."""
