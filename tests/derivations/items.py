"""The worked examples of the texts that the pages reproduce, by text and number."""

ITEMS = {
    # 조희철, Transposed Convolution (2021)
    "A.1": "row convention: X_f W_r, and W_r is the transpose of C",
    "A.2": "the extended matrix, 25 x 16; 13 is printed for 16",
    "A.3": "dilate by s-1 zeros, pad by k-1-p; a negative one crops",
    "A.4": "kernel expansion of a 2 x 2 image and a 2 x 2 kernel",
    "A.5": "backward view: a property, not a definition",
    "A.6": "im2col against flattening",
    # Jinhyo, CS231n's transposed convolution (2020), and the CS231n slides
    "B.1": "2 x 2 to 4 x 4 with k=3, s=2, p=1 needs output padding 1",
    "B.2": "the slide's six-vector and the layer's four-vector",
    "B.3": "Keras: valid gives 5 x 5, same 4 x 4",
    "B.4": "two hand calculations agree after the flip",
    # a lecture note, and Dumoulin and Visin, arXiv:1603.07285
    "C.1": "the 4 x 16 matrix and its transpose",
    "C.2": "the fifteen relationships, each with its own domain",
    "C.3": "the four cases",
    "C.4": "paddings and lengths that the note has wrong",
    "C.5": "7 x 7 and 8 x 8 both give 3 x 3: two preimages",
    "C.6": "two ways of emulation, equal when the kernel is flipped",
    # a PyTorch walk-through (2020)
    "D.1": "conv2d of 1 to 16",
    "D.2": "conv_transpose2d of 1 to 4",
    "D.3": "both matrix products, reshaped",
    "D.4": "the layers that bring 32 to 128",
    # F. Fleuret, EE-559, 9.1 (2019)
    "E.1": "correlation and its gradient, indices from 1",
    "E.2": "the 5 x 7 banded Toeplitz matrix and its transpose",
    "E.3": "an impulse and its answers",
    "E.4": "dilation, stride and padding: which side each belongs to",
    "E.5": "when a convolution and its transpose keep the size",
    "E.6": "uneven coverage, and the theorem",
    "E.7": "several channels and a batch",
}
