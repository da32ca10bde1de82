"""Table `sections`: the stretches of an article that speak of one subject."""

from schemas.fields import ARTICLE_ID, SCOPE, SECTION_ID, ZONE_ID, key
from schemas.table import Field, Table, Type


def _printed(name: str, zh: str, en: str) -> Field:
    return Field(
        name=name,
        zh=zh,
        en=en,
        about_zh=f"属于此段的{zh}，无论印在何处。",
        about_en=f"The {en.lower()} that belongs to the section, wherever it was printed.",
        nullable=True,
        searched=True,
    )


def _edge(name: str, zh: str, en: str, least: int) -> Field:
    return Field(
        name=name,
        zh=zh,
        en=en,
        about_zh=f"正文在 articles.text 中的{zh}。",
        about_en=f"Where the body {en.lower()}s in articles.text.",
        type=Type.INT32,
        minimum=least,
        unit="code point",
    )


SECTIONS = Table(
    name="sections",
    zh="段落",
    en="Sections",
    about_zh="文章中各讲一个主体的正文，连同属于它的标题、副题与署名。",
    about_en="The stretches of body text that each speak of one subject, with the headings and byline that belong to "
    "them.",
    key=("section_id",),
    order=("article_id", "ordinal"),
    fields=(
        key(SECTION_ID),
        ARTICLE_ID,
        Field(
            name="ordinal",
            zh="次序",
            en="Ordinal",
            about_zh="正文中的次序，从 0 起。",
            about_en="The place in body order, from 0.",
            type=Type.INT32,
            minimum=0,
        ),
        SCOPE,
        ZONE_ID,
        _printed("heading", "标题", "Heading"),
        _printed("subheading", "副题", "Subheading"),
        _printed("byline", "署名", "Byline"),
        _edge("start", "起点", "Start", 0),
        _edge("end", "终点", "End", 1),
        Field(
            name="text",
            zh="正文",
            en="Text",
            about_zh="此段的正文，等于 articles.text 的 [start:end]。",
            about_en="The body, equal to articles.text[start:end].",
            searched=True,
        ),
    ),
)
