"""ncnn: the layers ``Deconvolution`` and ``DeconvolutionDepthWise``, as lines of a .param file or as calls.

Source: ``src/layer/deconvolution.cpp``, release 20261020, which was run. The weights are ``(C_out, C_in, *k)``, not
flipped. Pads that are not positive are ignored; ``output_pad`` has no bound.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import Framework, Said, Way, Word, check_rank, name_or, refuse_axis
from symtconv.conventions.spec import Pairs, Row, Spec, padding_of
from symtconv.conventions.value import Value
from symtconv.conventions.weights import Layout
from symtconv.geometry import InputError, NormalForm

TITLE = "ncnn"
LAYOUT = Layout("Oik")
NUMBERS = {
    "0": "num_output", "1": "kernel_w", "11": "kernel_h", "21": "kernel_d", "2": "dilation_w", "12": "dilation_h",
    "22": "dilation_d", "3": "stride_w", "13": "stride_h", "23": "stride_d", "4": "pad_left", "14": "pad_top",
    "24": "pad_front", "15": "pad_right", "16": "pad_bottom", "17": "pad_behind", "18": "output_pad_right",
    "19": "output_pad_bottom", "20": "output_pad_behind", "5": "bias_term", "6": "weight_data_size", "7": "group",
    "9": "activation_type", "10": "activation_params", "25": "output_w", "26": "output_h", "27": "output_d",
    "28": "dynamic_weight",
}  # fmt: skip
_PLANE = NUMBERS | {"20": "output_w", "21": "output_h"}  # in two dimensions, and in one, these numbers are taken
_RANKS = {
    f"{name}{end}": rank
    for name in ("Deconvolution", "DeconvolutionDepthWise")
    for rank, end in ((1, "1D"), (2, ""), (3, "3D"))
}
_AXES = {1: ("w",), 2: ("h", "w"), 3: ("d", "h", "w")}
_LOW, _HIGH = {"w": "left", "h": "top", "d": "front"}, {"w": "right", "h": "bottom", "d": "behind"}
_OPTIONAL: dict[str, Value] = dict.fromkeys(NUMBERS.values())
_REQUIRED = ("num_output", "kernel_w")
_SIGNATURE = Signature(_REQUIRED, {name: None for name in _OPTIONAL if name not in _REQUIRED}, by_position=False)


def call_of_line(line: str) -> str | None:
    """Write a line of a .param file as a call; None where it is none.

    Examples
    --------
    >>> call_of_line("Deconvolution up 1 1 a b 0=8 1=4 3=2 4=1")
    'Deconvolution(num_output=8, kernel_w=4, stride_w=2, pad_left=1)'
    """
    words = line.split()
    if len(words) < 5 or words[0] not in _RANKS or "(" in words[0] or not all(word.isdigit() for word in words[2:4]):
        return None
    names = NUMBERS if _RANKS[words[0]] == 3 else _PLANE
    said = []
    for word in words[4 + int(words[2][:4]) + int(words[3][:4]) :]:
        number, equals, value = word.partition("=")
        if not equals or (number not in names and not number.startswith("-")):
            msg = f"{word[:40]!r} is no parameter of ncnn {words[0]}; they are number=value, with {', '.join(names)}"
            raise InputError(msg)
        if not number.startswith("-"):  # an array, of the activation
            said.append(f"{names[number]}={value}")
    return f"{words[0]}({', '.join(said)})"


def read(name: str, arguments: Arguments) -> Spec:
    """Read the parameters; the height's are the width's where they are not said."""
    rank = _RANKS[name]
    axes = _AXES[rank]
    kernel, stride, dilation = (_row(arguments, f"{word}_{{}}", axes, 1) for word in ("kernel", "stride", "dilation"))
    for word in ("output_w", "output_h", "output_d"):
        if arguments.values[word] not in (None, 0):
            arguments.refuse(word, "asks for a length; leave it out and write the pads")
    low = _pads(arguments, [_LOW[axis] for axis in axes], None)
    high = _pads(arguments, [_HIGH[axis] for axis in axes], low)
    extra = _pads(arguments, [_HIGH[axis] for axis in axes], None, "output_pad_")
    groups = 1 if arguments.values["group"] is None else arguments.number("group")
    outer = arguments.channel("num_output") or arguments.given.out_channels
    weights = arguments.weights("w", LAYOUT, rank=rank, groups=groups, out_channels=outer, kernel=kernel)
    if (outer or groups) % groups:
        arguments.refuse("group", f"does not divide num_output={outer}")
    pairs: Pairs = tuple(zip(low, high, strict=True))
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=pairs,
        output_padding=extra,
        in_channels=weights.in_channels,
        out_channels=outer,
        groups=groups,
        layout=LAYOUT,
    )


def _row(arguments: Arguments, word: str, axes: tuple[str, ...], least: int) -> Row:
    width = word.format("w")
    default = least if arguments.values[width] is None else arguments.number(width, least)
    names = [word.format(axis) for axis in axes]
    return tuple(default if arguments.values[name] is None else arguments.number(name, least) for name in names)


def _pads(arguments: Arguments, ends: list[str], default: Row | None, head: str = "pad_") -> Row:
    """Give pads of one end; the width's, or those of the other end, stand for what is not said."""
    last = head + ends[-1]
    width = 0
    for end in (last, *(["pad_left"] if default is not None else [])):
        if arguments.values[end] is not None:
            width = arguments.number(end, -(10**18))
            break
    found = []
    for place, end in enumerate(ends):
        said = arguments.values[head + end]
        usual = default[place] if default is not None else width
        pad = usual if said is None else arguments.number(head + end, -(10**18))
        if pad in (-233, -234):
            arguments.refuse(head + end, "means SAME, which needs output_w and output_h; write the pads")
        if pad < 0:
            arguments.refuse(head + end, "is below 0; use 0 or more")
        found.append(pad)
    return tuple(found)


def write(form: NormalForm) -> Said:
    """Write the line of a .param file, without its number of weights."""
    check_rank(TITLE, form, 1, 3)
    for number, axis in enumerate(form.axes):
        if axis.low < 0:
            raise refuse_axis(TITLE, number, f"a low pad of {axis.low}", "pads ≥ 0")
    pairs, extra = padding_of(list(form.ends))
    names = {name: number for number, name in (NUMBERS if form.rank == 3 else _PLANE).items()}
    said = [f"0={name_or(form.out_channels, 'C_out')}"]
    for place in reversed(range(form.rank)):
        letter = _AXES[form.rank][place]
        words = {
            f"kernel_{letter}": form.kernel[place],
            f"dilation_{letter}": form.dilation[place],
            f"stride_{letter}": form.stride[place],
            f"pad_{_LOW[letter]}": pairs[place][0],
            f"pad_{_HIGH[letter]}": pairs[place][1],
            f"output_pad_{_HIGH[letter]}": extra[place],
        }
        said += [f"{names[name]}={value}" for name, value in words.items()]
    kind = "DeconvolutionDepthWise" if form.groups > 1 else "Deconvolution"
    said += [f"7={form.groups}"] if form.groups > 1 else []
    end = {1: "1D", 2: "", 3: "3D"}[form.rank]
    return Said(f"{kind}{end} name 1 1 in out {' '.join(said)}")


FRAMEWORK = Framework(
    name="ncnn",
    title=TITLE,
    version="20261020",
    source="src/layer/deconvolution.cpp, deconvolutiondepthwise.cpp",
    prefixes=("ncnn",),
    callees=dict.fromkeys(_RANKS, _SIGNATURE),
    read=read,
    write=write,
    layout=LAYOUT,
    image="l >= 0",
    limits=("1 to 3 spatial axes",),
    ways=(
        Way("pad_left, pad_right, output_pad_right", ("p >= 0", "q >= 0", "a >= 0"), "p", "a - q",
            {"p": "l", "q": "max(-e, 0)", "a": "max(e, 0)"}),
    ),
    words=(
        Word("0 num_output, 7 group", "C_out, groups", "group in DeconvolutionDepthWise"),
        Word("1, 11 kernel_w, kernel_h; 3, 13 stride; 2, 12 dilation", "k, s, d", "the width's where not said"),
        Word("4, 15, 14, 16 pad_left, pad_right, pad_top, pad_bottom", "l, h", "≥ 0; SAME (-233, -234) is not read"),
        Word("18, 19 output_pad_right, output_pad_bottom", "a", "≥ 0, without a bound"),
    ),
    traps=(
        "The width comes first: 1= is kernel_w, 11= kernel_h.",
        "The weights are (C_out, C_in, *k): torch's, with the first two axes exchanged.",
    ),
)  # fmt: skip
