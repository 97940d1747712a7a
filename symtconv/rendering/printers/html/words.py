"""The words of the page around the document: the script has none of its own.

A letter between bars is one that the author may have renamed.
"""

from __future__ import annotations

import re

from symtconv.rendering.figures.figure import Sign, Spelling

CATALOGUES: dict[str, dict[str, str]] = {
    "en": {
        "size": "{call} on an input of {input}",
        "proved": "Proved",
        "refuted": "Refuted",
        "unknown": "Not decided",
        "verdict.proved": "for this layer, and for every kernel and input.",
        "verdict.refuted": "for this layer: the lowering below is not right.",
        "verdict.unknown": "for this layer.",
        "desk": "Four explanations of one entry",
        "desk.right": "All four pictures show the lowering that is right. The one that was asked about is drawn in "
        "{section}.",
        "desk.section": "its own section",
        "desk.opening": "The pictures open on the first entry at which the two differ.",
        "begin": "New to this? Three lines and five words",
        "begin.1": "A convolution slides a small kernel |w| over an input |x|; each output is a sum of products. "
        "As all of this is linear, it is one matrix |C| times |x|: the convolution matrix.",
        "begin.2": "Its transpose, |C| with rows and columns exchanged, goes the other way: it takes an array |y| "
        "of the size of the output to one of the size of the input, |x|′. It does not undo the "
        "convolution.",
        "begin.3": "A lowering computes the same |x|′ by an ordinary convolution: put zeros between the entries of"
        " |y|, pad, and slide the flipped kernel. This page shows whether and why both agree.",
        "gloss.lowering": "lowering: an ordinary convolution that computes the transposed one.",
        "gloss.tap": "tap: one weight of the kernel.",
        "gloss.span": "span: how many entries the kernel reaches over, the gaps of its dilation with it.",
        "gloss.class": "residue class: the entries of |x|′ whose index, with the padding added, leaves the same "
        "remainder on division by the stride; the same taps alone can reach them.",
        "gloss.polyphase": "polyphase: the kernel split by residue classes into small kernels that need no zeros.",
        "numbers": "all numbers",
        "choose": "choose an entry",
        "taps": "one colour a tap",
        "taps.last.2": "one colour a tap, named by the last two of its {n} indices",
        "taps.last.1": "one colour a tap, named by the last of its {n} indices",
        "grid": "Entries: choose one",
        "hint": "Hover to look, click to pin; in the grid use the arrow keys. Point at a term, or press its number "
        "1 to 9, to follow it through all four pictures.",
        "cut": "Shown are the first {shown} of {whole}.",
        "channel": "channel",
        "axis": "axis {number}",
        "step": "Step through the entries",
        "previous": "Previous entry",
        "next": "Next entry",
        "play": "Play",
        "pause": "Pause",
        "phases": "Polyphase",
        "phases.note": "Residue classes: {count}, by the remainder {r} of {place} modulo {s}. Each has a small "
        "kernel that moves over |y| itself, without zeros.",
        "phases.note.axes": "Residue classes: {count}, by the remainder {r} of {place} modulo {s} on each axis. Each "
        "has a small kernel that moves over |y| itself, without zeros.",
        "phases.cut": "{shown} of {count} residue classes are shown.",
        "phases.none": "no tap",
        "matrix": "Matrix",
        "matrix.why": "One row of |C|ᵀ, times |y|.",
        "matrix.count": "Non-zero weights in the row: {c} of {o}.",
        "lowering": "Lowering",
        "lowering.zeros": "insert zeros, ",
        "lowering.pad": "pad, ",
        "lowering.crop": "crop, ",
        "lowering.slide": "slide the flipped kernel.",
        "lowering.count": "Entries of |y| under the window: {c} of {o}.",
        "scatter": "Scatter",
        "scatter.why": "Each |y| lays down a weighted kernel.",
        "scatter.index": "In the formula |w| is 0 unless its tap index is a whole number from {first} to {last}.",
        "scatter.indices": "In the formula |w| is 0 unless its tap index is a whole number from {first} to {last} on "
        "each axis.",
        "scatter.count": "Weighted kernels that land here: {c} of {o}.",
        "backward": "Backward",
        "backward.why": "The gradient returns through every window.",
        "backward.count": "Windows that read this entry: {c} of {o}.",
        "key.y": "|y|",
        "key.dil": "zeros between",
        "key.pad": "padding",
        "key.out": "padding due to |a|",
        "key.crop": "cropped: outside |x|′",
        "key.window": "a window of the convolution",
        "key.pair": "{w}: the kernel that joins channel |p| of |y| to channel |q| of |x|′",
        "key.pair.groups": "{w}: the kernel that joins channel |p| of |y| to channel |q| of |x|′ in the same group; "
        "|p| runs over that group, and |q|′ counts |q| within it",
        "key.group": "|p| runs over the channels of |y| in the group of |q|, and |p|′ counts |p| within the group",
        "key.shared": "One window is drawn for all channels and slices of |y| that it belongs to.",
        "matrix.region": "Matrix, {rows} × {columns}",
        "more": "and {n} more",
        "of": "{p} of {m}",
        "say": "|x| prime {j} equals {s}",
        "term": "|w| {t} times |y| {o}",
        "plus": " plus ",
        "rest": "{n} more terms",
        "zero": "zero",
        "copy": "LaTeX",
        "copied": "copied",
        "formula": "this formula",
        "made": "Written by symtconv. Nothing on this page is loaded from elsewhere.",
        "hint.touch": "Tap an entry to choose it, here, in any picture or in any matrix below.",
        "map.matrix": "Where the row is in |C|ᵀ, {rows} × {columns}.",
        "map.lowering": "Where the window is in the padded input, {size}.",
        "patterns": "Every entry of |x|′, by the taps that reach it",
        "patterns.j": "entries |j|",
        "patterns.sum": "their sum",
        "patterns.note": "Here {latest}.",
        "patterns.note.axes": "Here {latest}. Semicolons part the axes.",
        "patterns.channels": "The channel of |x|′ is |q|; |p| runs over the channels of |y| that it reads.",
        "patterns.channels.groups": "The channel of |x|′ is |q|, and |q|′ counts it within its group; |p| runs "
        "over the channels of |y| that it reads.",
        "patterns.cut": "Left out: {n} entries, whose sums are of the same kind.",
        "input": "input",
        "kernel": "kernel",
        "stride": "stride",
        "dilation": "dilation",
        "padding": "padding",
        "output_padding": "output padding",
        "span": "span",
        "pads": "lowering pads",
        "output": "output",
        "channels": "channels in, out",
        "groups": "groups",
    },
    "ko": {
        "size": "{call}, 입력 {input}",
        "proved": "증명됨",
        "refuted": "반증됨",
        "unknown": "판정하지 못함",
        "verdict.proved": "이 층에서 모든 커널과 입력에 대하여 성립한다.",
        "verdict.refuted": "이 층에서 아래의 방법은 옳지 않다.",
        "verdict.unknown": "이 층에 대하여 결론을 내리지 못하였다.",
        "desk": "한 성분, 네 가지 설명",
        "desk.right": "네 그림은 모두 옳은 방법을 나타낸다. 물어본 방법은 {section}에 그려져 있다.",
        "desk.section": "따로 마련한 절",
        "desk.opening": "그림은 두 방법이 처음으로 달라지는 성분에서 시작한다.",
        "begin": "처음 보는 독자에게: 세 문장과 다섯 낱말",
        "begin.1": "합성곱은 입력 |x| 위에서 작은 커널 |w| 하나를 움직이며 곱의 합을 구한다. 이 계산은 선형이므로 "
        "행렬 |C| 하나를 |x|에 곱하는 것과 같다. 이 행렬을 합성곱 행렬이라 한다.",
        "begin.2": "행과 열을 바꾼 전치 행렬은 반대 방향으로 간다. 출력 크기의 배열 |y|에서 입력 크기의 배열 |x|′, 곧 "
        "전치 합성곱의 결과를 얻는다. 합성곱을 되돌리는 역연산은 아니다.",
        "begin.3": "같은 결과를 보통의 합성곱으로도 얻을 수 있다. |y|의 성분 사이에 영을 끼우고 패딩한 뒤 뒤집은 "
        "커널을 움직인다. 이 페이지는 두 결과가 같은지, 왜 같은지 보인다.",
        "gloss.lowering": "합성곱으로 바꾸기: 전치 합성곱을 보통의 합성곱으로 계산하는 방법.",
        "gloss.tap": "탭: 커널의 가중치 하나.",
        "gloss.span": "폭: 팽창으로 생긴 틈까지 포함하여 커널이 걸치는 성분의 수.",
        "gloss.class": "나머지류: 첨자에 패딩을 더하여 스트라이드로 나눈 나머지가 같은 |x|′의 성분들. "
        "같은 탭만 닿을 수 있다.",
        "gloss.polyphase": "다상 분해: 커널을 나머지류마다 영이 필요 없는 작은 커널로 나누는 것.",
        "numbers": "모든 수",
        "choose": "성분 고르기",
        "taps": "탭마다 한 가지 색",
        "taps.last.2": "탭마다 한 가지 색, 이름은 첨자 {n}개 가운데 끝 두 개",
        "taps.last.1": "탭마다 한 가지 색, 이름은 첨자 {n}개 가운데 끝 한 개",
        "grid": "성분 고르기",
        "hint": "가리키면 보이고 누르면 고정된다. 표에서는 화살표 키를 쓴다. 항을 가리키거나 번호 1–9를 누르면 "
        "네 그림에서 그 항만 강조된다.",
        "cut": "전체 {whole} 가운데 처음 {shown}만 나타낸다.",
        "channel": "채널",
        "axis": "축 {number}",
        "step": "성분 차례로 보기",
        "previous": "이전 성분",
        "next": "다음 성분",
        "play": "재생",
        "pause": "멈춤",
        "phases": "다상 분해",
        "phases.note": "법 {s}에 대한 {place}의 나머지 {r}에 따른 나머지류 {count}개. 각각 |y| 위를 움직이는, 영이 "
        "끼지 않은 작은 커널이다.",
        "phases.note.axes": "축마다 법 {s}에 대한 {place}의 나머지 {r}에 따른 나머지류 {count}개. 각각 |y| 위를 "
        "움직이는, 영이 끼지 않은 작은 커널이다.",
        "phases.cut": "나머지류 {count}개 가운데 {shown}개를 나타낸다.",
        "phases.none": "탭 없음",
        "matrix": "행렬",
        "matrix.why": "|C|ᵀ의 한 행과 |y|의 곱.",
        "matrix.count": "행에서 영이 아닌 가중치: {o} 중 {c}.",
        "lowering": "합성곱으로 바꾸기",
        "lowering.zeros": "영을 끼우고, ",
        "lowering.pad": "패딩하고, ",
        "lowering.crop": "잘라 내고, ",
        "lowering.slide": "뒤집은 커널을 움직인다.",
        "lowering.count": "창 아래 |y|의 성분: {o} 중 {c}.",
        "scatter": "흩뿌려 더하기",
        "scatter.why": "|y|의 성분마다 그 값을 곱한 커널을 놓는다.",
        "scatter.index": "식에서 탭의 첨자가 {first}부터 {last}까지의 정수가 아니면 |w|의 값은 0이다.",
        "scatter.indices": "식에서 탭의 첨자 가운데 {first}부터 {last}까지의 정수가 아닌 것이 있으면 |w|의 값은 0이다.",
        "scatter.count": "여기에 닿는 커널 사본: {o} 중 {c}.",
        "backward": "기울기",
        "backward.why": "기울기는 모든 창을 거쳐 돌아온다.",
        "backward.count": "이 성분을 읽는 창: {o} 중 {c}.",
        "key.y": "|y|",
        "key.dil": "사이에 끼운 영",
        "key.pad": "패딩",
        "key.out": "출력 패딩 |a|",
        "key.crop": "|x|′ 밖: 잘라낸 부분",
        "key.window": "합성곱의 창",
        "key.pair": "{w}: |y|의 채널 |p|, |x|′의 채널 |q| 사이의 커널",
        "key.pair.groups": "{w}: |y|의 채널 |p|, 같은 그룹에 속한 |x|′의 채널 |q| 사이의 커널. |p|의 범위는 그 "
        "그룹, |q|′의 값은 |q|의 순서를 그룹 안에서 센 것이다.",
        "key.group": "|p|의 범위는 |q|의 그룹에 속한 |y|의 채널 전체, |p|′의 값은 |p|의 순서를 그룹 안에서 센 것이다.",
        "key.shared": "|y|의 채널과 조각이 여럿이어도 같은 창은 한 번만 그린다.",
        "matrix.region": "행렬, {rows} × {columns}",
        "more": "그 밖에 {n}개",
        "of": "{m} 중 {p}",
        "say": "|x|′ {j} = {s}",
        "term": "|w| {t} 곱하기 |y| {o}",
        "plus": " 더하기 ",
        "rest": "그 밖의 항 {n}개",
        "zero": "영",
        "copy": "LaTeX",
        "copied": "복사됨",
        "formula": "이 식",
        "made": "symtconv로 만든 문서. 이 페이지는 외부에서 아무것도 불러오지 않는다.",
        "hint.touch": "여기나 그림, 아래 행렬에서 성분을 누르면 골라집니다.",
        "map.matrix": "{rows} × {columns} 행렬 |C|ᵀ에서 이 행의 자리.",
        "map.lowering": "{size} 패딩한 입력에서 창의 자리.",
        "patterns": "|x|′의 모든 성분: 닿는 탭에 따라",
        "patterns.j": "성분 |j|",
        "patterns.sum": "그 합",
        "patterns.note": "여기서 {latest}.",
        "patterns.note.axes": "여기서 {latest}. 쌍반점으로 축을 나눈다.",
        "patterns.channels": "|q|: |x|′의 채널. |p|: 그것이 읽는 |y|의 모든 채널.",
        "patterns.channels.groups": "|q|: |x|′의 채널. |q|′: 그 순서를 그룹 안에서 센 값. |p|: 그것이 읽는 |y|의 "
        "모든 채널.",
        "patterns.cut": "같은 꼴의 합을 갖는 성분 {n}개는 적지 않았다.",
        "input": "입력",
        "kernel": "커널",
        "stride": "스트라이드",
        "dilation": "팽창",
        "padding": "패딩",
        "output_padding": "출력 패딩",
        "span": "폭",
        "pads": "바꾼 뒤의 패딩",
        "output": "출력",
        "channels": "입력, 출력 채널",
        "groups": "그룹",
    },
}

SCRIPT = ("play", "pause", "more", "of", "say", "term", "plus", "rest", "zero", "copy", "copied", "formula")
"""What the script says."""


def lettered(text: str, spelling: Spelling) -> str:
    """Put the author's letters into words.

    Examples
    --------
    >>> lettered("Entries of |y|: {c}.", Spelling({"y": "Y"}))
    'Entries of Y: {c}.'
    """
    return re.sub(r"\|(\w)\|", lambda found: spelling.letter(Sign(found[1])), text)
