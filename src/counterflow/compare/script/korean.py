"""Korean sound keys: syllables in one coarse spelling, whichever way they were romanised."""

from __future__ import annotations

import re
from functools import cache

from counterflow.compare.script.hangul import SURNAMES, canonical_syllables
from counterflow.compare.script.prefix_tree import one_of

KEYS_MAX = 3
_LETTERS_MAX = 16
_SYLLABLE_MAX = 6
_INITIALS = {
    "": ("",), "g": ("k",), "k": ("k",), "n": ("n",), "d": ("t",), "t": ("t",), "r": ("r",), "l": ("r",), "m": ("m",),
    "b": ("p",), "p": ("p",), "s": ("s",), "sh": ("s",), "j": ("j",), "ch": ("j",), "h": ("h",), "kh": ("k",),
    "th": ("t",), "ph": ("p",),
}  # fmt: skip
_VOWELS = {
    "a": ("a",), "ae": ("ae",), "ai": ("ae",), "ya": ("ya",), "eo": ("o",), "o": ("o",), "e": ("e",), "yeo": ("yo",),
    "yo": ("yo",), "ye": ("ye",), "you": ("yo",), "wa": ("wa",), "wae": ("wae",), "oe": ("oe",), "oi": ("oe",),
    "u": ("u",), "oo": ("u",), "wo": ("wo",), "weo": ("wo",), "we": ("we",), "wi": ("wi",), "ui": ("ui", "wi"),
    "yu": ("yu",), "yoo": ("yu",), "eu": ("u",), "eui": ("ui",), "i": ("i",), "ee": ("i",), "wu": ("u",), "woo": ("u",),
    "yi": ("i",), "ou": ("o",),
}  # fmt: skip
_FINALS = {
    "": "", "k": "k", "g": "k", "n": "n", "t": "t", "d": "t", "s": "t", "l": "l", "r": "l", "m": "m", "p": "p",
    "b": "p",
    "ng": "ng",
}  # fmt: skip
_SYLLABLES = """
가 각 간 갈 감 갑 강 개 객 갱 거 건 걸 검 겁 게 격 견 결 겸 경 계 고 곡 곤 골 공 과 곽 관 괄 광 괘 괴 굉 교 구
국 군 굴 궁 권 궐 귀 규 균
귤 극 근 글 금 급 긍 기 긴 길 김 나 낙 난 날 남 납 낭 내 냉 너 넉 널 네 녀 년 념 녕 노 녹 논 농 뇌 누 눈 뉴 늑
능 니 다 단 달 담 답 당 대 덕
도 독 돈 돌 동 두 둔 득 등 라 락 란 람 랑 래 랭 략 량 려 력 련 렬 렴 령 례 로 록 론 롱 뢰 료 룡 루 류 륙 륜 률
륭 륵 름 릉 리 린 림 립 마 막 만 말
망 매 맥 맹 면 멸 명 모 목 몰 몽 묘 무 묵 문 물 미 민 밀 바 박 반 발 방 배 백 번 벌 범 법 벽 변 별 병 보 복 본
봉 부 북 분 불 붕 비 빈 빙 사
삭 산 살 삼 삽 상 새 색 생 서 석 선 설 섬 섭 성 세 소 속 손 솔 송 쇄 수 숙 순 술 숭 슬 습 승 시 식 신 실 심 십
쌍 씨 아 악 안 알 암 압 앙 애 액 야
약 양 어 억 언 엄 업 에 여 역 연 열 염 엽 영 예 오 옥 온 올 옹 와 완 왕 왜 외 요 욕 용 우 욱 운 울 웅 원 월 위
유 육 윤 율 융 은 을 음 읍 응 의 이
익 인 일 임 입 잉 자 작 잔 잠 장 재 쟁 저 적 전 절 점 접 정 제 조 족 존 졸 종 좌 죄 주 죽 준 중 즉 즐 증 지 직
진 질 짐 집 징 차 착 찬 찰 참 창 채 책
처 척 천 철 첨 첩 청 체 초 촉 촌 총 최 추 축 춘 출 충 취 측 층 치 칙 친 칠 침 칭 쾌 타 탁 탄 탈 탐 탑 탕 태 택
터 토 통 퇴 투 특 파 판 팔 패 팽 편
평 폐 포 폭 표 품 풍 피 필 핍 하 학 한 할 함 합 항 해 핵 행 향 허 헌 헐 험 혁 현 혈 협 형 혜 호 혹 혼 홀 홍 화
확 환 활 황 회 획 횡 효 후 훈 훤 휘 휴
휼 흉 흑 흔 흘 흠 흡 흥 희 빛 별 솔 슬 람 늘 빈
"""
"""Sino-Korean readings, of which names are made, and the commonest native syllables."""
_ZERO = re.compile("^r(?=i|y)")
_NASAL = re.compile("^r(?=[aouw])")


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    """Every spelling of one syllable to the coarse syllables it may stand for, the literal one first."""
    known = {canonical_syllables(syllable) for syllable in _SYLLABLES.split()}
    known |= {_southern(syllable) for syllable in known}
    found: dict[str, dict[str, None]] = {}
    loose: dict[str, dict[str, None]] = {}
    for initial, heads in _INITIALS.items():
        for vowel, middles in _VOWELS.items():
            for final, end in _FINALS.items():
                for coarse in (head + middle + end for head in heads for middle in middles):
                    if coarse in known:
                        found.setdefault(initial + vowel + final, {})[coarse] = None
                # English ears write u for the open o of Chung, Hyuk, Myung, Sun.
                if vowel in ("u", "yu") and final != "":
                    open_o = heads[0] + middles[0].replace("u", "o") + end
                    if open_o in known:
                        loose.setdefault(initial + vowel + final, {})[open_o] = None
    for spelling, coarse_ones in loose.items():
        found.setdefault(spelling, {}).update(coarse_ones)
    return {spelling: tuple(coarse_ones) for spelling, coarse_ones in found.items()}


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    """The same for the first syllable of a word, as the South says it."""
    return {spelling: tuple(dict.fromkeys(map(_southern, coarse))) for spelling, coarse in _spellings().items()}


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for surname, spelt in SURNAMES.items():
        for spelling in spelt:
            found.setdefault(spelling, {})[_southern(canonical_syllables(surname))] = None
    return {spelling: tuple(coarse) for spelling, coarse in found.items()}


def syllable_spellings() -> set[str]:
    """Every spelling of a syllable or surname that this module knows."""
    return {*_spellings(), *_surnames()}


@cache
def _chain() -> re.Pattern[str]:
    return re.compile(f"{one_of(_spellings())}{{1,3}}")


def _southern(syllables: str) -> str:
    """The South drops an initial r before i and y, and says n before other vowels: ri, i; ro, no."""
    return _NASAL.sub("n", _ZERO.sub("", syllables))


def hangul_keys(token: str) -> tuple[str, ...]:
    """The one exact key of Hangul."""
    return (_southern(canonical_syllables(token)),)


def korean_keys(form: str) -> tuple[str, ...]:
    """What a Latin form may be in Korean syllables; three at most, none when it cannot be Korean."""
    surname = _surnames().get(form, ())
    if len(form) > _LETTERS_MAX or _chain().fullmatch(form) is None:
        return surname[:KEYS_MAX]
    return tuple(dict.fromkeys((*surname, *_cuts(form))))[:KEYS_MAX]


def _cuts(form: str) -> list[str]:
    """Readings of the form in as few syllables as it can be cut into, at most three."""
    heads, table = _heads(), _spellings()
    if form in heads:
        return list(heads[form])
    cuts = [at for at in range(min(len(form) - 1, _SYLLABLE_MAX), 0, -1) if form[:at] in heads]
    pairs = [f"{head}.{tail}" for at in cuts for tail in table.get(form[at:], ()) for head in heads[form[:at]]]
    if len(pairs) > 0:
        return pairs
    return [f"{head}.{tail}" for at in cuts for tail in _pairs(form[at:], table) for head in heads[form[:at]]]


def _pairs(form: str, table: dict[str, tuple[str, ...]]) -> list[str]:
    return [
        f"{head}.{tail}"
        for at in range(min(len(form) - 1, _SYLLABLE_MAX), 0, -1)
        if form[:at] in table
        for tail in table.get(form[at:], ())
        for head in table[form[:at]]
    ]
