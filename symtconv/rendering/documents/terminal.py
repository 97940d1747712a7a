"""What the terminal says, key by key in each language; `words` hands it out beside the words of the pages."""

TERMINAL: dict[str, dict[str, str]] = {
    "en": {
        "summary": "{outcome}: {call}, {sizes}: Cᵀy is the lowering [{lowering}]",
        "summary.difference": "  first difference: {difference}",
        "summary.views": "  proved equal to Cᵀy for all w and y: {names}",
        "summary.agreement": "  agreement with two oracles: {cases} random integer cases, exact",
        "summary.length": "  length: (n-1)s + K - l - h + a = {length}",
        "summary.length.axis": "  length on axis {axis}: (n-1)s + K - l - h + a = {length}",
        "summary.note": "  note: {note}",
        "summary.general": "proved: every step of the theorem for all sizes ({steps} steps)",
        "cli.wrote": "wrote {path}",
        "cli.deriving": "deriving",
        "cli.general": "checking the theorem",
        "cli.deciding": "deciding",
        "cli.where": "{claim}   where {where}",
    },
    "ko": {
        "summary": "{outcome}: {call}, {sizes}: Cᵀy = 합성곱으로 바꾼 계산 [{lowering}]",
        "summary.difference": "  처음으로 다른 성분: {difference}",
        "summary.views": "  모든 w, y에 대하여 Cᵀy의 값과 같음이 증명된 관점: {names}",
        "summary.agreement": "  일치 확인: 무작위 정수 {cases}가지에서 독립된 두 구현의 결과와 정확히 일치",
        "summary.length": "  길이: (n-1)s + K - l - h + a = {length}",
        "summary.length.axis": "  축 {axis}의 길이: (n-1)s + K - l - h + a = {length}",
        "summary.note": "  참고: {note}",
        "summary.general": "증명됨: 모든 크기에서 성립하는 정리의 {steps}단계를 모두 확인하였다",
        "cli.wrote": "저장함: {path}",
        "cli.deriving": "유도하는 중",
        "cli.general": "정리를 확인하는 중",
        "cli.deciding": "판정하는 중",
        "cli.where": "{claim}   (단, {where})",
    },
}
