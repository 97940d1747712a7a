"""Model files: every transposed convolution in one, read without running anything, and certified for every size."""
