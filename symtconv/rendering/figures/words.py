"""What the figures say, in every language: titles, captions and keys, with slots for what varies.

A Korean sentence glues no particle to a slot, since the particle would depend on the sound before it.
"""

from __future__ import annotations

from symtconv.geometry import InputError

CATALOGUES: dict[str, dict[str, str]] = {
    "en": {
        "kernel": "Kernel and flipped kernel",
        "kernel.w": "kernel {w}",
        "kernel.flipped": "flipped kernel {w}",
        "kernel.flipped.slice": "flipped kernel {w}, from {source}",
        "kernel.caption": "A tap has one colour in every figure: its hue is its row, its lightness its column.",
        "kernel.caption.line": "A tap has one colour in every figure.",
        "kernel.caption.many": "A colour means a row of the kernel; the index tells the tap.",
        "lowering": "Lowering",
        "lowering.caption": "Lowering. The flipped kernel stands over the window of {x}; each cell of {z} "
        "meets the tap in its foot, and {sum}.",
        "lowering.more": " The window meets {count} slices; {shown} are drawn.",
        "pair": " All of this is for one pair of channels ({p}, {q}); {x} is the sum over {p}.",
        "pair.group": " All of this is for one pair of channels ({p}, {q}) of a group; {x} is the sum over the {p} of "
        "the group.",
        "lowering.asked": "as asked: {lowering}",
        "lowering.right": "right: {lowering}",
        "lowering.compared": "Lowering, as asked and right. They first differ at the framed index: as asked "
        "{asked}; right {right}.",
        "lowering.wrong": "The lowering that was asked about, which is wrong. The frame marks the first index "
        "that differs: {sum}.",
        "lowering.wrong.empty": "The lowering that was asked about, which is wrong: {sum}.",
        "lowering.none": "is missing, since the size is another one",
        "lowering.empty": "The padded input is shorter than the kernel: nothing comes out.",
        "lowering.channels": " On these axes they agree; they differ in which channels of the kernel they take.",
        "key.entry": "entry of {y}",
        "key.gap": "zero put between",
        "key.pad": "padding",
        "key.extra": "padding due to {a} = {value}",
        "key.crop": "cropped: outside {z}",
        "key.window": "window",
        "slice": "slice {index}",
        "scatter": "Scatter",
        "scatter.caption": "Scatter. Each entry of {y} puts a weighted copy of the kernel, {s} from its "
        "neighbour; copies that overlap are summed. The frame is {x}: what falls outside it is cut off.",
        "scatter.near": "Scatter. The copies that meet in {x}, and their sum; the other entries of {y} put "
        "the same copies elsewhere. In all {sum}.",
        "scatter.beside": "Scatter. What reaches {x}, the copies beside it, and their sum; the other entries of "
        "{y} put the same copies elsewhere. In all {sum}.",
        "scatter.zoom": " Of the sum, the entries near {x} are drawn.",
        "scatter.whole": " Complete in the sum are {x} and what the drawn copies alone reach; elsewhere (dotted edge) "
        "products of other copies are still to be added.",
        "scatter.torn": " In the sum products of copies that are not drawn are still to be added.",
        "scatter.none": "Scatter. No copy reaches {x}, so that it is 0; drawn is a copy near it.",
        "scatter.more": " {count} copies meet there; the first {shown} are drawn.",
        "scatter.part": "pair {number} of {count} of slices that meet in slice {x}",
        "scatter.slices": " Each row is a pair of slices of the input and the kernel; {x} is the sum over the rows.",
        "scatter.slices.cut": " {count} pairs of slices meet there; the first {shown} are drawn, a row for each.",
        "matrix": "The matrix at a glance",
        "matrix.caption": "{C} and {CT} at a glance.",
        "matrix.caption.alone": "{C} at a glance.",
        "matrix.blocks": " Block {B} holds the taps with first index {t} in the pattern of a layer with one axis "
        "less; the blocks repeat that pattern.",
        "matrix.block": "Whole, {C} has {rows}×{columns} entries. Above, how its blocks lie (each in the "
        "colour of its middle tap); below, one of them, whose pattern the others share.",
        "matrix.line": "Whole, {C} has {rows}×{columns} entries; its first and last rows go on alike between.",
        "matrix.channels": " {C} has such a matrix for each pair of channels joined (grey).",
        "matrix.at": "{name}, {rows}×{columns}",
        "matrix.at.blocks": "{name}, {rows}×{columns} blocks",
        "polyphase": "Polyphase",
        "polyphase.axes": " on each axis",
        "polyphase.caption": "Polyphase. Write {j} + {l} = {s}{q} + {r}{axes}. The entries "
        "with residue {r} (filled) use the taps {taps} ≡ {r} (mod {modulus}) alone: a correlation of stride 1, with "
        "the small kernel, of {y} padded by zeros.",
        "polyphase.single": "Polyphase. The stride is 1, so that there is one class: "
        "every entry uses the whole kernel.",
        "polyphase.cut": " First, second and last of {count} classes.",
        "polyphase.none": "no tap: zero",
        "polyphase.one": "1 tap",
        "polyphase.many": "{count} taps",
        "coverage": "Coverage",
        "coverage.caption": "Coverage. The number of products in each entry of {x}, which is the product of "
        "the counts of its axes.",
        "coverage.line": "Coverage. The number of products in each entry of {x}.",
        "coverage.channels": " This is for each channel of {y}; {x} sums over {count} of them, which makes {count} "
        "times as many in all.",
        "coverage.even": " Every entry has as many, so that no checkerboard pattern of artefacts arises.",
        "coverage.edges": " The numbers run from {least} to {most}, fewer at the edges alone: no checkerboard "
        "pattern of artefacts arises.",
        "coverage.gaps": " The numbers run from {least} to {most}, fewer towards the edges alone, but there mixed with "
        "entries that have all, since the kernel is dilated; farther inside no checkerboard pattern arises.",
        "coverage.uneven": " The numbers run from {least} to {most}, unevenly inside too, which shows as a "
        "checkerboard pattern of artefacts.",
        "axis": "axis {number}",
        "left.out": " Left out: {places}.",
        "range": "{first} to {last}",
        "left.rows": "rows {places}",
        "left.columns": "columns {places}",
        "walk.caption": "The window walks over the padded input; under it stands the sum of each entry.",
        "walk.slice": " Drawn is one of {count} pairs of slices; the sum has the products of all.",
        "describe.lowering": "The flipped kernel slides over the padded input of {size}. The window shown gives {sum}.",
        "describe.lowering.none": "The flipped kernel slides over the padded input of {size}, which gives no {entry}.",
        "describe.scatter": "Weighted copies of the kernel and their sum on a canvas around x′ of size {size}; {sum}.",
        "describe.matrix": "The convolution matrix of {rows} rows and {columns} columns as a picture of "
        "coloured bands.",
        "describe.polyphase": "The residue classes of x′ of size {size}, each with its sub-kernel.",
        "describe.coverage": "Counts of products per entry of x′ of size {size}, from {least} to {most}.",
        "describe.kernel": "The kernel of {size} taps and the same reversed along every axis.",
        "steps.one": "one step",
        "steps.many": "{count} steps",
    },
    "ko": {
        "kernel": "커널과 뒤집은 커널",
        "kernel.w": "커널 {w}",
        "kernel.flipped": "뒤집은 커널 {w}",
        "kernel.flipped.slice": "뒤집은 커널 {w}({source}에서)",
        "kernel.caption": "탭의 색은 모든 그림에서 같다. 색상은 커널의 행, 밝기는 열을 나타낸다.",
        "kernel.caption.line": "탭의 색은 모든 그림에서 같다.",
        "kernel.caption.many": "색은 커널의 행을 나타내고, 탭은 첨자로 구별한다.",
        "lowering": "합성곱으로 바꾸기",
        "lowering.caption": "합성곱으로 바꾸기. 뒤집은 커널이 성분 {x}의 창 위에 놓여 있다. 창의 각 칸 "
        "아래쪽에 곱해질 탭을 적었다. {sum}.",
        "lowering.more": " 창과 만나는 단면은 모두 {count}개이고 그중 {shown}개를 그렸다.",
        "pair": " 모두 채널 쌍 ({p}, {q}) 하나에 대한 것이며, 성분 {x}의 값은 모든 {p}에 대한 합이다.",
        "pair.group": " 모두 한 그룹의 채널 쌍 ({p}, {q}) 하나에 대한 것이며, 성분 {x}의 값은 "
        "그 그룹의 모든 {p}에 대한 합이다.",
        "lowering.asked": "물은 것: {lowering}",
        "lowering.right": "옳은 것: {lowering}",
        "lowering.compared": "합성곱으로 바꾸기, 물은 것과 옳은 것. 처음으로 달라지는 첨자에 테두리를 둘렀다. "
        "물은 것: {asked}. 옳은 것: {right}.",
        "lowering.wrong": "물은 방법(틀림). 처음으로 달라지는 첨자에 테두리를 둘렀다: {sum}.",
        "lowering.wrong.empty": "물은 방법(틀림): {sum}.",
        "lowering.none": "성분 없음(크기가 다름)",
        "lowering.empty": "패딩된 입력이 커널보다 짧아 아무것도 나오지 않는다.",
        "lowering.channels": " 이 축들에서는 같고, 커널의 채널을 고르는 방법이 다르다.",
        "key.entry": "{y}의 성분",
        "key.gap": "사이에 끼운 영",
        "key.pad": "패딩",
        "key.extra": "출력 패딩 ({a} = {value})",
        "key.crop": "잘라낸 부분({z} 밖)",
        "key.window": "창",
        "slice": "단면 {index}",
        "scatter": "흩뿌려 더하기",
        "scatter.caption": "흩뿌려 더하기. {y}의 성분마다 그 값을 곱한 커널 사본을 놓는다. 이웃한 사본의 간격은 "
        "{s}이다. 겹치는 곳은 더한다. 테두리는 {x}의 범위이며 그 밖은 잘라낸다.",
        "scatter.near": "흩뿌려 더하기. 성분 {x}에서 만나는 사본과 그 합. {y}의 다른 성분도 같은 사본을 "
        "다른 곳에 놓는다. 모두 더하면 {sum}.",
        "scatter.beside": "흩뿌려 더하기. 성분 {x}에 닿는 사본과 그 옆의 사본, 그리고 그 합. {y}의 다른 성분도 같은 "
        "사본을 다른 곳에 놓는다. 모두 더하면 {sum}.",
        "scatter.zoom": " 합은 성분 {x} 근처만 그렸다.",
        "scatter.whole": " 그려진 합에서 완성된 것은 성분 {x} 및 그려진 사본만 닿는 성분이다. 그 밖의 "
        "성분(점선 쪽)에는 그리지 않은 사본의 곱을 더 더해야 한다.",
        "scatter.torn": " 그려진 합에는 그리지 않은 사본의 곱을 더 더해야 한다.",
        "scatter.none": "흩뿌려 더하기. 성분 {x}에는 어떤 사본도 닿지 않아 값은 0이다. 가까운 사본 하나를 그렸다.",
        "scatter.more": " 만나는 사본은 모두 {count}개이고 그중 {shown}개를 그렸다.",
        "scatter.part": "단면 {x}에서 만나는 단면 쌍 {count}개 중 {number}번째",
        "scatter.slices": " 한 줄은 입력과 커널의 단면 한 쌍이다. 성분 {x}의 값은 모든 줄을 더한 것이다.",
        "scatter.slices.cut": " 만나는 단면 쌍은 {count}개이고 그중 {shown}개를 한 줄에 하나씩 그렸다.",
        "matrix": "한눈에 보는 행렬",
        "matrix.caption": "한눈에 보는 {C}, {CT}.",
        "matrix.caption.alone": "한눈에 보는 {C}.",
        "matrix.blocks": " 블록 {B}에는 첫 첨자가 {t}인 탭이 축이 하나 적은 층의 꼴로 놓이고, 블록의 배치도 "
        "같은 꼴이다.",
        "matrix.block": "행렬 {C}의 크기는 {rows}×{columns}이다. 위는 블록의 배치(색은 가운데 탭의 색), "
        "아래는 블록 하나이며 나머지도 같은 꼴이다.",
        "matrix.line": "행렬 {C}의 크기는 {rows}×{columns}이다. 처음과 끝의 행을 그렸고 그 사이도 같은 꼴이다.",
        "matrix.channels": " 이어진 채널 쌍(회색)마다 이런 행렬이 있다.",
        "matrix.at": "{name}, {rows}×{columns}",
        "matrix.at.blocks": "{name}, 블록 {rows}×{columns}",
        "polyphase": "다상 분해",
        "polyphase.axes": " 축마다",
        "polyphase.caption": "다상 분해.{axes} {j} + {l} = {s}{q} + {r} 꼴로 쓴다. 나머지 {r}의 "
        "성분(채운 칸)에는 탭 {taps} ≡ {r} (mod {modulus})만 쓰인다. 곧 둘레를 영으로 패딩한 {y}에 작은 커널을 적용한, "
        "스트라이드 1의 상호상관이다.",
        "polyphase.single": "다상 분해. 스트라이드가 1이므로 나머지류는 하나이고, 모든 성분에 커널 전체가 쓰인다.",
        "polyphase.cut": " 나머지류 {count}개 가운데 첫째, 둘째, 마지막.",
        "polyphase.none": "탭 없음: 영",
        "polyphase.one": "탭 1개",
        "polyphase.many": "탭 {count}개",
        "coverage": "겹침 횟수",
        "coverage.caption": "겹침 횟수. {x}의 각 성분에 들어가는 곱의 개수이며, 축별 횟수의 곱이다.",
        "coverage.line": "겹침 횟수. {x}의 각 성분에 들어가는 곱의 개수.",
        "coverage.channels": " {y}의 채널 하나에 대한 횟수이다. {x}의 성분은 채널 {count}개에 대한 합이므로 곱도 "
        "{count}배이다.",
        "coverage.even": " 모든 성분에서 같으므로 바둑판무늬의 얼룩이 생기지 않는다.",
        "coverage.edges": " 최소 {least}, 최대 {most}. 가장자리에서만 적으므로 바둑판무늬의 얼룩은 생기지 않는다.",
        "coverage.gaps": " 최소 {least}, 최대 {most}. 가장자리 쪽에서만 적지만, 커널이 팽창되어 그곳에서는 적은 "
        "성분과 다 채운 성분이 섞여 있다. 더 안쪽에는 바둑판무늬의 얼룩이 생기지 않는다.",
        "coverage.uneven": " 최소 {least}, 최대 {most}. 가장자리가 아닌 곳에서도 고르지 않아, 결과에 바둑판무늬의 "
        "얼룩으로 나타난다.",
        "axis": "축 {number}",
        "left.out": " 생략: {places}.",
        "range": "{first}부터 {last}까지",
        "left.rows": "행 {places}",
        "left.columns": "열 {places}",
        "walk.caption": "창이 패딩된 입력 위를 움직인다. 아래는 각 성분의 합이다.",
        "walk.slice": " 단면 {count}쌍 가운데 하나를 그렸고, 합에는 모든 곱이 들어 있다.",
        "describe.lowering": "뒤집은 커널이 패딩된 입력({size}) 위를 움직인다. 그려진 창의 값: {sum}.",
        "describe.lowering.none": "뒤집은 커널이 패딩된 입력({size}) 위를 움직인다. 성분 {entry} 없음.",
        "describe.scatter": "값을 곱한 커널 사본과 그 합. x′ 크기 {size}. {sum}.",
        "describe.matrix": "합성곱 행렬({rows}×{columns})을 색 띠로 그린 그림.",
        "describe.polyphase": "x′({size})의 나머지류와 각각의 작은 커널.",
        "describe.coverage": "x′({size})의 성분별 곱의 개수, 최소 {least}, 최대 {most}.",
        "describe.kernel": "커널({size})과 모든 축으로 뒤집은 커널.",
        "steps.one": "1칸",
        "steps.many": "{count}칸",
    },
}


def words(lang: str) -> dict[str, str]:
    """Give the catalogue of a language.

    Raises
    ------
    InputError
        For a language that there is none of.
    """
    if lang not in CATALOGUES:
        msg = f"figures have no words in the language {lang!r}; use {' or '.join(CATALOGUES)}"
        raise InputError(msg)
    return CATALOGUES[lang]
