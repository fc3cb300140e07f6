"""What the union does: its library, a remark in the margin of a draft it may comment on, and the answer to it."""

from datetime import datetime, timedelta

from accounts.models import StructureCategory
from applications.enums import ConsentLevel
from applications.services import arguments, margin
from calls.enums import QuestionKind
from calls.models import Question
from demo.build.people import Cast
from demo.world.texts import union as texts

HOUR = timedelta(hours=1)


def write_library(born: datetime) -> None:
    """The arguments of the union, one a day until the world begins."""
    cast = Cast()
    for rank, (theme, title, text, sources, codes) in enumerate(texts.ARGUMENTS, start=1):
        arguments.write(
            cast.union,
            by=cast.delegate,
            theme=theme,
            title=title,
            text=text,
            sources=[{"label": label, "url": url} for label, url in sources],
            categories=StructureCategory.objects.filter(code__in=codes),
            at=born - timedelta(days=30 + rank),
        )


def comment(walk, at: datetime) -> None:
    """A remark on the first long answer of a draft, when its structure lets the union comment."""
    if walk.spec.options.get("consent") != ConsentLevel.COMMENT:
        return
    file = walk.file
    written = Question.objects.filter(
        section__form=file.form, kind=QuestionKind.LONG_TEXT, key__in=list(file.answers)
    )
    question = written.order_by("section__position", "position").first()
    if question is None:
        return
    thread = margin.open_thread(walk.pk, by=walk.cast.delegate, part=question.key, text=texts.REMARK, at=at)
    margin.reply(thread.pk, by=walk.editor, text=texts.ANSWER, at=min(at + HOUR, max(walk.clock.born, at)))
