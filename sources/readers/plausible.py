"""Whether text looks like Chinese that somebody wrote, or like bytes read in a wrong encoding."""

from __future__ import annotations

import re

# About six hundred of the commonest characters of written Chinese, then those of our subject, then the
# traditional forms of both. Four of five characters of any honest text are here; of text read in a wrong
# encoding hardly one in twenty.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
    "而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把"
    "性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质"
    "气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活"
    "设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则"
    "任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美"
    "再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元"
    "况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委"
    "素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江"
    "型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首底液官德随病苏失尔死讲"
    "配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮轮破亚师围注远字材排供河态封另施减树溶怎止"
    "案言士均武固叶鱼波视仅费紧爱左章早朝害续轻服试食充兵源判护司足某练差致板田降黑犯负击范继兴似余坚曲输修"
    "园创亿投链额城港湖州税财策优协智能绿碳医药芯融汇税贸销聚链孵络软硬款债聘赛链链签约奖励访谈届届链副书记"
    "這個國時來們會對發動說產種麼後過學當經進電還裡現實點從業開應間樣關線數與質氣沒結體題義長問無變條見別將"
    "運農區強戰則隊給門規領導壓爭濟術極聯認權證轉單風車務萬達積議聲報類華確張馬節話況傳許廣記連斷難礦備辦習"
    "響約勞團歷構準號維劃選標寫親專狀識適屬滿縣參紅細聽該鐵價嚴項勢師圍遠輕試護練負擊範繼興輸億園創鏈額稅財"
    "優協醫藥貿銷軟債簽獎勵訪談屆書為於們體較組計論幾處熱東圖統總設層樓錢買賣覺機腦網際雲灣長頭臺觀眾資訊幣"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")
# What bytes in UTF-8 or GB18030 look like when they were read as Latin-1 or Windows-1252.
_LATIN_PAIRS = re.compile(
    r"[\u00c0-\u00ff][\u0080-\u00bf\u0152-\u0161\u0178-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac]"
)
_GARBLED = re.compile(r"锟斤拷|烫烫烫|屯屯屯|锘縡?|ï»¿|\ufffd")
_SAMPLE = 200_000
_GARBLED_LINE = 16
"""So many Chinese characters in a line are enough to judge it by itself."""


def common_share(text: str) -> float:
    """The share of common characters among the Chinese ones, 0 to 1 (0 where there are none)."""
    han = _HAN.findall(text)
    return sum(character in COMMON for character in han) / len(han) if han else 0.0


def plausibility(text: str) -> float:
    """How much decoded text looks like written Chinese, 0 to 1.

    The share of common characters among the Chinese ones, lowered by what does not belong into text at all:
    private-use and unassigned characters, controls, kana in half width, replacement characters.
    """
    sample = text[:_SAMPLE]
    stray = len(
        re.findall(r"[\ue000-\uf8ff\ufffd\u0080-\u0084\u0086-\u009f\uff61-\uff9f\U000f0000-\U0010ffff]", sample)
    )
    han = len(_HAN.findall(sample))
    return common_share(sample) * han / (han + 4 * stray) if han else 0.0


def is_chinese(text: str) -> bool:
    """Whether text is written in Chinese (and not in Japanese, Korean or a language in Latin letters)."""
    sample = text[:_SAMPLE]
    han = len(_HAN.findall(sample))
    others = len(_LETTER.findall(sample)) / 4 + len(_KANA.findall(sample)) * 4 + len(_HANGUL.findall(sample)) * 4
    return han > 0 and han >= others


def is_garbled(text: str) -> bool:
    """Whether some of the text is in characters that a wrong encoding left behind."""
    if _GARBLED.search(text) or len(_LATIN_PAIRS.findall(text)) > 5:
        return True
    return any(
        len(_HAN.findall(line)) >= _GARBLED_LINE and common_share(line) < 0.12 for line in text[:_SAMPLE].splitlines()
    )
