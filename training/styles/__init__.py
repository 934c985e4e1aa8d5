"""The starter styles: filters from the literature, written as ONNX graphs."""
