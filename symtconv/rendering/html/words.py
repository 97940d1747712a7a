"""The words of the page around the document: the script has none of its own.

A letter between bars is one that the author may have renamed.
"""

from __future__ import annotations

import re

from symtconv.rendering.figure import Sign, Spelling

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
        "choose": "choose an entry",
        "taps": "one colour a tap",
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
        "phases.note": "{count} residue classes, each a dense sub-kernel over |y|, without zeros.",
        "phases.cut": "{shown} of {count} residue classes are shown.",
        "phases.none": "no tap",
        "matrix": "Matrix",
        "matrix.why": "One row of |C|ᵀ, times |y|.",
        "matrix.count": "Non-zero weights in the row: {c} of {o}.",
        "lowering": "Lowering",
        "lowering.why": "Insert zeros, pad, slide the flipped kernel.",
        "lowering.count": "Entries of |y| under the window: {c} of {o}.",
        "scatter": "Scatter",
        "scatter.why": "Each |y| lays down a weighted kernel.",
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
        "choose": "성분 고르기",
        "taps": "탭마다 한 가지 색",
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
        "phases.note": "나머지류 {count}개. 각각 |y| 위를 움직이는, 영이 끼지 않은 작은 커널이다.",
        "phases.cut": "나머지류 {count}개 가운데 {shown}개를 나타낸다.",
        "phases.none": "탭 없음",
        "matrix": "행렬",
        "matrix.why": "|C|ᵀ의 한 행과 |y|의 곱.",
        "matrix.count": "행에서 영이 아닌 가중치: {o} 중 {c}.",
        "lowering": "합성곱으로 바꾸기",
        "lowering.why": "영을 끼우고 패딩한 뒤 뒤집은 커널을 움직인다.",
        "lowering.count": "창 아래 |y|의 성분: {o} 중 {c}.",
        "scatter": "흩뿌려 더하기",
        "scatter.why": "|y|의 성분마다 그 값을 곱한 커널을 놓는다.",
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

SCRIPT = ("play", "pause", "of", "say", "term", "plus", "rest", "zero", "copy", "copied", "formula")
"""What the script says."""


def lettered(text: str, spelling: Spelling) -> str:
    """Put the author's letters into words.

    Examples
    --------
    >>> lettered("Entries of |y|: {c}.", Spelling({"y": "Y"}))
    'Entries of Y: {c}.'
    """
    return re.sub(r"\|(\w)\|", lambda found: spelling.letter(Sign(found[1])), text)
