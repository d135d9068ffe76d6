"""Generic words of company names in Han and Hangul, by hand: enough to tell the proper part from the rest."""

from __future__ import annotations

import re
from functools import cache

_HAN = """
技术 科技 贸易 公司 有限 责任 股份 集团 国际 银行 投资 控股 实业 工业 电子 机械 化工 石油 天然气 能源 电力 航运
海运 船务 船舶 运输 物流
进出口 进口 出口 发展 开发 建设 建筑 工程 材料 设备 制造 制药 医药 医疗 食品 农业 渔业 矿业 煤炭 钢铁 金属 有色
化学 汽车 航空 航天
通信 通讯 电信 网络 信息 软件 半导体 集成电路 光电 精密 仪器 研究所 研究院 研究 大学 学院 中心 总公司 分公司
有限公司 股份有限公司
有限责任公司 保险 证券 基金 信托 金融 资本 财务 商业 商务 商贸 服务 咨询 管理 文化 传媒 旅游 酒店 地产 房地产
置业 国家 中央 中国
中华 香港 北京 上海 天津 重庆 广东 深圳 广州 江苏 浙江 山东 辽宁 大连 丹东 吉林 沈阳 四川 湖北 武汉 西安 南京
青岛 朝鲜 亚洲 太平洋 东方 世界
全球 环球 联合 第一 人民 军事 国防 导弹 工厂 委员会 协会 基金会 组织 联盟
北京市 上海市 天津市 重庆市 深圳市 广州市 大连市 丹东市 沈阳市 辽宁省 吉林省 广东省 山东省 江苏省 浙江省 产业
株式会社 有限会社 合同会社 合資会社 工業 産業 商事 製作所 電機 電気 電力 銀行 重工業 重工 自動車 化学 製薬 製鉄
鉄鋼 汽船 海運 航空 建設 不動産 東京 日本 大阪
"""
_HANGUL = """
주식회사 유한회사 회사 총회사 공사 무역 은행 전자 중공업 공업 산업 화학 건설 해운 선박 항공 통신 기술 과학 개발
투자 금융 보험 증권 그룹
국제 조선 한국 대한 평양 서울 합작 합영 상사 물산 제약 제철 자동차 기계 전기 전력 석유 가스 에너지 수산 농업
광업 석탄 금속 의료 식품
연구소 대학 대학교 종합 중앙 제일 제2 인민 국방 위원회 총국 관리국 해사 관리
"""
_THAI = "บริษัท จำกัด มหาชน ธนาคาร ประเทศไทย ไทย กรุงเทพ ห้างหุ้นส่วน อุตสาหกรรม เทคโนโลยี ขนส่ง เดินเรือ"


@cache
def _pattern() -> re.Pattern[str]:
    """Longest words first, simplified and traditional."""
    from counterflow.compare.script.icu_latin import transliterate

    han = _HAN.split()
    words = {*han, *(transliterate("Simplified-Traditional", word) for word in han), *_HANGUL.split(), *_THAI.split()}
    return re.compile("(" + "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) + ")")


def segment(token: str) -> tuple[str, ...]:
    """Cut at every generic word; what is between them stays whole."""
    return tuple(part for part in _pattern().split(token) if part != "") or (token,)
