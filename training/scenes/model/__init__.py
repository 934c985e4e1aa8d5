"""The starter text-to-image model: its networks, their training, export and evaluation."""
