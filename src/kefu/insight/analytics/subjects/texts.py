"""What the house says: articles of the knowledge base and quick replies."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import QuerySet

from kefu.contact.replies import queries as replies
from kefu.contact.replies.models import QuickReply
from kefu.contact.routing import queries as routing
from kefu.foundation.knowledge import queries as knowledge
from kefu.foundation.knowledge.models import Article
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from .base import Cells, Column, Subject, chosen, column, fixed, moment

STATUSES = {
    "draft": Text("草稿", "Draft"), "published": Text("已发布", "Published"), "archived": Text("已下架", "Archived"),
}  # fmt: skip
ARTICLE_COLUMNS = (
    column("key", "编号", "Key", "导入时用来识别的编号", "By which an import knows it"),
    column("question", "标准问题", "Question", "机器人与搜索用的问法", "As the bot and the search know it"),
    column("similar", "相似问法", "Similar questions", "以“|”分隔", "Joined by “|”"),
    column("answer", "答案", "Answer", "给客户的答复", "What customers are told"),
    column("category", "分类", "Category", "从外到内以“/”分隔", "From the outermost in, joined by “/”"),
    column("locale", "语言", "Language", "内容的语言", "In which language it is written"),
    column("status", "状态", "State", "草稿、已发布或已下架", "Draft, published or archived"),
    column("version", "版本", "Version", "每次发布加一", "Grows with each publication"),
    column("review_on", "复审日期", "Review on", "到这天应检查是否过时", "By then somebody should check it"),
    column("brand", "品牌", "Brand", "属于哪个品牌", "To which brand it belongs"),
    column("updated_at", "更新时间（北京时间）", "Changed (Beijing)", "最近修改的时间", "When it last changed"),
    column("id", "知识标识", "Id", "接口使用的标识", "As the API knows it"),
)
REPLY_COLUMNS = (
    column("folder", "目录", "Folder", "以“/”分隔的路径", "A path, joined by “/”"),
    column("code", "快捷码", "Code", "输入它即可插入", "Typing it inserts the reply"),
    column("title", "标题", "Title", "列表中的名称", "Its name in lists"),
    column("text", "内容", "Text", "发送给客户的文字", "What is sent"),
    column("whose", "归属", "Whose", "个人、班组或公共", "Own, of a team or of all"),
    column("disposition", "咨询分类", "Reason", "发送后建议的小结", "Suggested when it was said"),
    column("tag", "标签", "Tag", "发送后给会话加的标签", "Put on the conversation when it is sent"),
    column("use_count", "使用次数", "Uses", "被使用的总次数", "How often it was used in all"),
    column("id", "回复标识", "Id", "接口使用的标识", "As the API knows it"),
)


def _articles(actor: Actor) -> QuerySet[Article]:
    return knowledge.visible(actor).select_related("brand").prefetch_related("similar_questions")


def _tell_articles(actor: Actor, found: Sequence[Article], columns: Sequence[Column]) -> Iterator[Cells]:
    paths: dict[UUID, tuple[str, ...]] = {}
    for brand_id in {article.brand_id for article in found}:
        paths |= knowledge.category_paths(actor, brand_id)
    for article in found:
        yield [
            article.key, article.question, "|".join(knowledge.similar_of(article)), article.answer,
            "/".join(paths.get(article.category_id, ()) if article.category_id else ()), article.locale,
            chosen(STATUSES, article.status), article.version, str(article.review_on or ""), article.brand.name,
            moment(article.updated_at), str(article.id),
        ]  # fmt: skip


def _replies(actor: Actor) -> QuerySet[QuickReply]:
    return replies.visible(actor).select_related("team")


def _tell_replies(actor: Actor, found: Sequence[QuickReply], columns: Sequence[Column]) -> Iterator[Cells]:
    reasons = routing.disposition_paths(actor)
    for reply in found:
        whose = (
            reply.team.name
            if reply.team
            else Text("个人" if reply.owner_id else "公共", "Own" if reply.owner_id else "All").in_language()
        )
        yield [
            reply.folder, reply.code, reply.title, reply.text, whose,
            " / ".join(reasons.get(reply.disposition_id, ())) if reply.disposition_id else "", reply.tag, reply.use_count,
            str(reply.id),
        ]  # fmt: skip


ARTICLES = Subject(
    "articles",
    Text("知识库", "Articles"),
    fixed(*ARTICLE_COLUMNS),
    _articles,
    _tell_articles,
    dated="",
)
REPLIES = Subject(
    "replies", Text("快捷回复", "Quick replies"), fixed(*REPLY_COLUMNS), _replies, _tell_replies,
    dated="",
)  # fmt: skip
