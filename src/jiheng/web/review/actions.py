"""What a reviewer does beside approving and returning: re-score a line, take that back, write the opinion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.checks.review import kept, rescore, share_taken
from jiheng.core.exact import Points, fraction_text
from jiheng.facts.cell import Unfit
from jiheng.facts.coerce import coerce
from jiheng.facts.rows import Review
from jiheng.facts.schema import columns
from jiheng.scoring.sheet import Line
from jiheng.web import rights
from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.actions import demand_as_seen
from jiheng.web.cycle.models import Dossier, Stage, State, Step, Task, Year
from jiheng.web.organisation.models import Unit
from jiheng.web.records.actions import Change, DeleteRows, RecordAction, SaveCells
from jiheng.web.records.dataset import draft_of, pack_of, sheet_of
from jiheng.web.records.models import Record
from jiheng.web.review.models import Binding, Doubt, Opinion
from jiheng.web.review.rounds import bind, round_of
from jiheng.web.review.versions import TABLE, version_of
from jiheng.web.review.weighing import cause_of, weigh_later

FIELDS = ("actual", "score", "rule", "percent", "category", "reason")
"""What the reviewer fills in for a line."""
MAX_TEXT = 500
MAX_OPINION = 4000
COLUMNS = {attribute.name: column for attribute, column in columns(Review)}


class Overtaken(Refusal):
    """Somebody else wrote the same meanwhile: both values are told, neither is lost."""

    def __init__(self, said: str, mine: Mapping[str, str], theirs: Mapping[str, str], version: str) -> None:
        super().__init__(said)
        self.mine, self.theirs, self.version = dict(mine), dict(theirs), version


@dataclass
class _OpenToReviewers(RecordAction):
    """Rows of the reviewer's table: open while the form is under review, and to nobody else."""

    right = "review.write"
    by_unit = False
    basis: int | None = field(default=None, kw_only=True)
    """The unit's revision that the reviewer had before him; not told by callers that keep none."""

    def demand_writable(self, table: str) -> None:
        """Refuse every other table, and this one unless the form lies with a reviewer.

        Raises:
            Refusal: with what to do.
        """
        if table != TABLE:
            raise Refusal(_("没有这张表。"))
        demand_under_review(self, self.target, self.basis)


def demand_under_review(action: Action[Dossier] | Action[Task], dossier: Dossier, basis: int | None) -> Task:
    """The self-evaluation, if it lies with a reviewer, nobody else has taken it up, and it is the form that he saw.

    Raises:
        Refusal: it does not, somebody has, or the unit has changed it.
    """
    found = Task.objects.select_related("holder", "dossier__unit").select_for_update(of=("self",))
    task = found.filter(dossier=dossier, stage=Stage.EVALUATION, period="").first()
    if task is None or task.state != State.SUBMITTED or task.step == Step.UNIT:
        raise Refusal(_("该单位的自评不在复核环节，不能改分。"))
    user = action.actor.user
    deciding = rights.may(user, f"task.review.{task.step}", dossier.unit)
    if deciding and task.holder_id not in {None, user.pk}:
        raise Refusal(_("%(name)s 正在审核这份表，请勿重复办理。") % {"name": task.holder})
    demand_as_seen(task.dossier, basis)
    return task


@dataclass
class _SaveRows(_OpenToReviewers, SaveCells):
    """The reviewer's cells, merged like all others."""

    title = gettext_noop("保存复核改分")


@dataclass
class _DropRows(_OpenToReviewers, DeleteRows):
    """The reviewer's rows, taken out."""

    title = gettext_noop("撤销复核改分")


@dataclass
class _LineAction(_OpenToReviewers):
    """A deed on the re-score of one line. ``seen`` is the version of it that the reviewer had before him."""

    indicator: str
    seen: str

    def record(self, mine: Mapping[str, str]) -> Record | None:
        """The re-score as it stands, if it is still the one that the reviewer saw.

        Raises:
            Overtaken: somebody else has changed it.
        """
        found = Record.objects.select_related("updated_by").filter(dossier=self.target, table=TABLE, key=self.indicator)
        record = found.first()
        version = version_of(record)
        if version != self.seen:
            theirs = {name: record.cells.get(name, "") for name in FIELDS} if record else {}
            raise Overtaken(self._told(record, mine), mine, theirs, version)
        return record

    def _told(self, record: Record | None, mine: Mapping[str, str]) -> str:
        given = {
            "name": record.updated_by if record else "",
            "code": self.indicator,
            "theirs": record.cells.get("score", "") if record else "",
            "mine": mine.get("score", ""),
        }
        if record is None:
            return _("您打开之后，%(code)s 的改分已由他人撤销，您的操作没有保存；请核对后再办理。") % given
        if not mine:
            return _("您打开之后，%(name)s 已把 %(code)s 改为 %(theirs)s 分，没有撤销；请核对后再办理。") % given
        sentence = _(
            "您打开之后，%(name)s 已把 %(code)s 改为 %(theirs)s 分；您填的是 %(mine)s 分，没有保存。"
            "请核对后再保存，再次保存以您填的为准。"
        )
        return sentence % given


@dataclass
class Rescore(_LineAction):
    """Give a line another score, with the rule, the share of the weight, the kind of problem and the reason."""

    title = gettext_noop("复核改分")
    cells: Mapping[str, str] = field(default_factory=dict)

    def apply(self) -> None:
        """Read what was typed, add what follows from it, write the row, and keep the new total."""
        self.demand_writable(TABLE)
        line = self._line()
        cells = completed(line, self.cells)
        record = self.record(cells)
        before = record.cells if record else {}
        texts = {"indicator": self.indicator} | cells
        changed = {name: (before.get(name, ""), text) for name, text in texts.items()}
        change = Change(record.pk if record else 0, changed)
        _SaveRows(self.actor, self.target, TABLE, [change]).apply()
        bind(self.actor, self.target, self.indicator, line.score)
        keep_result(self.target)

    def _line(self) -> Line:
        sheet = sheet_of(self.target)
        parents = {line.parent for line in sheet.lines}
        found = next((line for line in sheet.lines if line.code == self.indicator), None)
        if found is None or found.code in parents:
            raise Refusal(_("评分表中没有这项指标，不能改分。"))
        return found

    def detail(self) -> str:
        """The line and its new score."""
        return f"{self.indicator}：{self.cells.get('score', '')}"


@dataclass
class ConfirmRescore(_LineAction):
    """Say that a re-score holds on the data as the unit has changed it since."""

    title = gettext_noop("确认改分")

    def apply(self) -> None:
        """Bind it to what the reviewer sees now; only one that is there."""
        self.demand_writable(TABLE)
        if self.record({}) is None:
            raise Refusal(_("%(code)s 没有改分，不必确认。") % {"code": self.indicator})
        line = next((each for each in sheet_of(self.target).lines if each.code == self.indicator), None)
        if line is None:
            raise Refusal(_("评分表中没有这项指标，请撤销这项改分。"))
        bind(self.actor, self.target, self.indicator, line.score)

    def detail(self) -> str:
        """The line."""
        return self.indicator


@dataclass
class DropRescore(_LineAction):
    """Let the unit's own score stand again."""

    title = gettext_noop("撤销复核改分")

    def apply(self) -> None:
        """Take the row out."""
        self.demand_writable(TABLE)
        record = self.record({})
        _DropRows(self.actor, self.target, TABLE, [record.pk] if record else []).apply()
        Binding.objects.filter(dossier=self.target, indicator=self.indicator).delete()
        keep_result(self.target)

    def detail(self) -> str:
        """The line."""
        return self.indicator


def completed(line: Line, cells: Mapping[str, str]) -> dict[str, str]:
    """Read what the reviewer typed; a score alone gives the share, a share alone gives the score.

    Raises:
        Refusal: every value that cannot be read or does not fit the line, one sentence each.
    """
    typed = {name: cells.get(name, "").strip() for name in FIELDS}
    if typed["percent"] and not typed["percent"].endswith(("%", "％")):
        typed["percent"] += "%"
    problems = [text for name in FIELDS for text in _problems(name, typed[name])]
    if problems:
        raise Refusal("\n".join(problems))
    score, percent = _points(typed["score"]), _share(typed["percent"])
    if score is None and percent is not None:
        score = kept(line.weight, percent)
    if score is None:
        raise Refusal(_("请填写复核得分，或填写扣分比例由系统算出得分。"))
    if score > line.weight:
        raise Refusal(_("复核得分不能超过分值 %(weight)s 分。") % {"weight": line.weight.shown()})
    share = share_taken(line.weight, score) if percent is None else percent
    return typed | {"score": score.shown(), "percent": f"{fraction_text(share * 100, 4)}%"}


def _problems(name: str, text: str) -> Sequence[str]:
    column = COLUMNS[name]
    if len(text) > MAX_TEXT:
        return [_("“%(title)s”请控制在 %(n)d 字以内。") % {"title": column.title, "n": MAX_TEXT}]
    try:
        value = coerce(column, text)
    except Unfit as unfit:
        return [f"“{column.title}”{unfit.problem}，应填{unfit.expected or column.title}。{unfit.fix}。"]
    if name == "percent" and isinstance(value, Fraction) and not 0 <= value <= 1:
        return [_("“扣分比例”应在 0% 至 100% 之间。")]
    return []


def _points(text: str) -> Points | None:
    value = coerce(COLUMNS["score"], text)
    return value if isinstance(value, Points) else None


def _share(text: str) -> Fraction | None:
    value = coerce(COLUMNS["percent"], text)
    return value if isinstance(value, Fraction) else None


def keep_result(dossier: Dossier) -> None:
    """Keep the reviewed total beside the doubt, which the reviewer's own rows do not change."""
    dataset, sheet = draft_of(dossier).dataset, sheet_of(dossier)
    result = rescore(sheet, dataset.reviews, pack_of(dossier))
    Doubt.objects.filter(task__dossier=dossier, task__stage=Stage.EVALUATION).update(
        stamp=dossier.stamp,
        own=result.own.units,
        reviewed=result.reviewed.units,
        cause=cause_of(sheet, dataset.reviews),
    )


@dataclass
class SaveOpinion(Action[Task]):
    """Keep the opinion while it is being written."""

    right = "review.write"
    title = gettext_noop("保存复核意见")
    text: str
    seen: str
    """The version that the reviewer had before him; what he wrote himself meanwhile, typing on, does not count."""
    basis: int | None = None
    """The unit's revision that he had before him."""

    def unit(self) -> Unit:
        """The unit whose form it is."""
        return self.target.dossier.unit

    def apply(self) -> Opinion:
        """One for each task; nobody writes over what another wrote unseen."""
        task = demand_under_review(self, self.target.dossier, self.basis)
        if len(self.text) > MAX_OPINION:
            raise Refusal(_("意见请控制在 %(n)d 字以内。") % {"n": MAX_OPINION})
        there = Opinion.objects.select_related("by").filter(task=self.target).first()
        if there is not None and there.by_id != self.actor.user.pk and there.version != self.seen:
            raise _other_opinion(there, self.text)
        kept, _made = Opinion.objects.update_or_create(
            task=self.target,
            defaults={
                "text": self.text.strip(),
                "by": self.actor.user,
                "own_revision": task.dossier.own_revision,
                "round": round_of(self.target),
            },
        )
        return kept

    def detail(self) -> str:
        """How long it is, not what it says."""
        return f"{len(self.text)} 字"


def _other_opinion(there: Opinion, text: str) -> Overtaken:
    sentence = _("%(name)s 已保存另一份意见：“%(theirs)s”。您写的没有保存，请核对后决定以谁写的为准。")
    said = sentence % {"name": there.by, "theirs": there.text}
    return Overtaken(said, {"text": text}, {"text": there.text}, there.version)


@dataclass
class WeighAll(Action[Year]):
    """Look through all forms of a queue that have not been looked through yet, in the background."""

    right = "review.queue"
    title = gettext_noop("分析待复核材料")
    tasks: Sequence[Task]

    def unit(self) -> None:
        """Many units, those of the person's own queue."""

    def apply(self) -> int:
        """Queue them."""
        for task in self.tasks:
            rights.demand(self.actor.user, self.right, task.dossier.unit)
            weigh_later.enqueue(task.pk)
        return len(self.tasks)

    def detail(self) -> str:
        """How many."""
        return f"{len(self.tasks)} 份"
