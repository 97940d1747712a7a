#!/usr/bin/env bash
# OpenVINO reads an ONNX ConvTranspose with auto_pad otherwise as soon as the batch, of all dimensions, is left open: the
# same file with a batch of 1 gives the text's n·s entries, with a named batch the uncropped (n-1)·s + k.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openvino==2026.4.1 onnx==1.23.2 numpy==2.4.6
cat > "$folder/see.py" <<'PY'
import sys

import numpy as np
import onnx
import openvino as ov
from onnx import TensorProto, helper, numpy_helper


def lengths(batch, path):
    node = helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2], auto_pad="SAME_UPPER")
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [batch, 1, 3])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["b", 1, "i"])
    w = numpy_helper.from_array(np.array([[[1, 10, 100]]], dtype=np.float32), "w")
    graph = helper.make_graph([node], "g", [x], [y], [w])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    read = ov.Core().read_model(path)
    out = ov.compile_model(read, "CPU")([np.array([[[2, 3, 5]]], dtype=np.float32)])[0]
    return out.ravel().tolist()


fixed, named = lengths(1, sys.argv[1]), lengths("batch", sys.argv[1])
print("openvino", ov.__version__, "onnx", onnx.__version__)
print("auto_pad=SAME_UPPER, n = 3, k = 3, s = 2; the text: 6 entries")
print("batch 1:      ", len(fixed), fixed)
print("batch 'batch':", len(named), named)
same = len(fixed) == 6 and len(named) == 7
print("as found" if same else "CHANGED")
sys.exit(0 if same else 1)
PY
"$folder/venv/bin/python" "$folder/see.py" "$folder/model.onnx"
