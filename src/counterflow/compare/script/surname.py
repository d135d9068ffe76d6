"""Surnames written in Han characters: how Hong Kong and Singapore spell them, and which have two characters."""

from __future__ import annotations

COMPOUND = frozenset(
    (
    "欧阳 司马 上官 诸葛 司徒 东方 夏侯 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司空"
    " 端木 南宫 独孤 拓跋 呼延 轩辕 淳于 申屠 公羊 澹台 钟离 闻人 赫连 百里"
    " 东郭 南门 西门 太史 完颜"
    ).split()
)  # fmt: skip

COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔文牛樊葛邢安齐伍庞颜倪庄聂章鲁岳翟申欧耿关焦左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季成霍苗裴涂谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁房蒲滕萨解牟艾尤时穆农司卓古吉缪简车项连褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾丘隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封官滑肃习薄布温栗占屈利麦鄢原谯"
)
"""Surnames of one character, the two hundred commonest of the mainland (Ministry of Public Security, 2020) and others
that leaders bear; simplified."""

CANTONESE: dict[str, tuple[str, ...]] = {
    "王": ("wang", "wong"), "黄": ("huang", "wong"), "汪": ("wang", "wong"), "陈": ("chen", "chan"),
    "李": ("li", "lee"), "张": ("zhang", "cheung"), "章": ("zhang", "cheung"), "吴": ("wu", "ng"),
    "伍": ("wu", "ng"), "刘": ("liu", "lau"), "林": ("lin", "lam"), "梁": ("liang", "leung"),
    "郑": ("zheng", "cheng"), "何": ("he", "ho"), "周": ("zhou", "chow", "chau"), "邓": ("deng", "tang"),
    "罗": ("luo", "lo", "law"), "叶": ("ye", "yip"), "冯": ("feng", "fung"), "谢": ("xie", "tse"),
    "曾": ("zeng", "tsang"), "徐": ("xu", "tsui", "chui"), "许": ("xu", "hui"), "朱": ("zhu", "chu"),
    "郭": ("guo", "kwok"), "关": ("guan", "kwan"), "杨": ("yang", "yeung"), "蔡": ("cai", "choi", "tsoi"),
    "赵": ("zhao", "chiu"), "胡": ("hu", "wu", "woo"), "马": ("ma", "ma"), "孙": ("sun", "suen"),
    "谭": ("tan", "tam"), "卢": ("lu", "lo"), "麦": ("mai", "mak"), "莫": ("mo", "mok"), "余": ("yu", "yu", "yue"),
    "苏": ("su", "so"), "钟": ("zhong", "chung"), "潘": ("pan", "poon"), "彭": ("peng", "pang"),
    "袁": ("yuan", "yuen"), "阮": ("ruan", "yuen"), "黎": ("li", "lai"), "赖": ("lai", "lai"), "戴": ("dai", "tai"),
    "霍": ("huo", "fok"), "陆": ("lu", "luk"), "薛": ("xue", "sit"), "石": ("shi", "shek"), "唐": ("tang", "tong"),
    "萧": ("xiao", "siu"), "肖": ("xiao", "siu"), "江": ("jiang", "kong"), "龙": ("long", "lung"),
    "严": ("yan", "yim"), "丁": ("ding", "ting"), "沈": ("shen", "shum"), "高": ("gao", "ko"), "区": ("ou", "au"),
    "欧": ("ou", "au"), "欧阳": ("ou.yang", "auyeung"), "司徒": ("si.tu", "szeto"), "洪": ("hong", "hung"),
    "孔": ("kong", "hung"), "温": ("wen", "wan"), "尹": ("yin", "wan"), "甘": ("gan", "kam"),
    "方": ("fang", "fong"), "邱": ("qiu", "yau"), "杜": ("du", "to"), "姚": ("yao", "yiu"), "毛": ("mao", "mo"),
    "简": ("jian", "kan"), "翁": ("weng", "yung"), "董": ("dong", "tung"), "邵": ("shao", "shiu"),
    "曹": ("cao", "tso"), "廖": ("liao", "liu"), "任": ("ren", "yam"), "夏": ("xia", "ha"), "崔": ("cui", "chui"),
    "韩": ("han", "hon"), "蒋": ("jiang", "tseung"), "施": ("shi", "sze"), "易": ("yi", "yik"),
    "岑": ("cen", "shum"),
}  # fmt: skip
"""Simplified surname to its pinyin, then to the spellings of Cantonese speakers, as Hong Kong's identity cards have
them; the commonest first."""
