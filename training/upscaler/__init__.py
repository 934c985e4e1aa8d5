"""Trains the starter upscaler: photos, synthetic pictures, networks, ONNX export, scores."""
