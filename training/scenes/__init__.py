"""The starter text-to-image model's data: painted scenes and their captions."""
