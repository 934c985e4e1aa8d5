"""The starter text-to-image model: painted scenes, their captions, and the model they teach."""
