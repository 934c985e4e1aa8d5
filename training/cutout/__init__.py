"""The starter cut-out network: what stands out in a picture, with a soft edge."""
