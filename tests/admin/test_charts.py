"""The rule editor's charts in both browsers: handles and fields follow one another."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from demo.browsers import Kind
from demo.chromium import ChromiumPage
from demo.page import Page
from tests.admin.charts_page import served
from tests.e2e.test_manners_in_shops import axe_faults

MIDDLE = """(async () => {
  const found = document.querySelector(%s);
  found.scrollIntoView({block: 'center', behavior: 'instant'});
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const box = found.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
})()"""
HEARD = """void (window.heard = [], ['input', 'change'].forEach(type =>
  addEventListener(type, event => heard.push(
    [type, event.target.dataset.role ?? event.target.dataset.axis ?? event.target.dataset.cut
      ?? event.target.dataset.weightNumber ?? event.target.dataset.weight]))))"""
# A number made of all pixels of a figure's canvas.
PRINT = """(() => {
  const canvas = document.querySelector(%s);
  const seen = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let sum = 7;
  for (const value of seen) sum = (sum * 31 + value) %% 1000000007;
  return sum;
})()"""
WHERE = """(() => {
  const [made, over] = [%s, '.u-over'].map(s => document.querySelector(%s + ' ' + s));
  const [box, plot] = [made, over].map(e => e.getBoundingClientRect());
  const [x, y] = [box.x + box.width / 2 - plot.x, box.y + box.height / 2 - plot.y];
  return [x / plot.width, y / plot.height];
})()"""
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))"


class Charts:
    """Somebody at the page of charts."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def middle(self, selector: str) -> tuple[float, float]:
        """Return where something is in the viewport, once it is in view."""
        x, y = self.page.evaluate(MIDDLE % json.dumps(selector))
        return x, y

    def drag(self, selector: str, dx: float, dy: float = 0, *, drop: bool = True) -> None:
        """Drag something by so many pixels."""
        x, y = self.middle(selector)
        width, height = self.page.evaluate("[innerWidth, innerHeight]")
        # Firefox refuses to move the mouse out of the window.
        end = min(max(x + dx, 1), width - 1), min(max(y + dy, 1), height - 1)
        self.page.drag((x, y), ((x + end[0]) / 2, (y + end[1]) / 2), end, drop=drop)
        self.page.evaluate(SETTLED)

    def type(self, selector: str, value: str) -> None:
        """Put a value in a field, as typing does."""
        field = f"document.querySelector({json.dumps(selector)})"
        self.page.evaluate(
            f"void ({field}.value = {json.dumps(value)},"
            f" {field}.dispatchEvent(new Event('input', {{bubbles: true}})))"
        )
        self.page.evaluate(SETTLED)

    def value(self, selector: str) -> float:
        """Return the number in a field."""
        return float(self.page.evaluate(f"document.querySelector({json.dumps(selector)}).value"))

    def text(self, selector: str) -> str:
        """Return the text of something."""
        return str(
            self.page.evaluate(f"document.querySelector({json.dumps(selector)}).textContent.trim()")
        )

    def where(self, figure: str, handle: str) -> tuple[float, float]:
        """Return where a handle's middle is in its plot, as shares of width and height."""
        x, y = self.page.evaluate(WHERE % (json.dumps(handle), json.dumps(figure)))
        return x, y

    def print(self, figure: str) -> int:
        """Return a number that stands for what is drawn."""
        return int(self.page.evaluate(PRINT % json.dumps(f"{figure} canvas")))

    def heard(self) -> list[list[str]]:
        """Return the events so far: their types, and the fields they came from."""
        found: list[list[str]] = self.page.evaluate("window.heard.splice(0)")
        return found


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The page, served with the headers of the administration."""
    with served() as url:
        yield url


@pytest.fixture
def charts(kind: Kind, pages: dict[Kind, Page], site: str) -> Iterator[Charts]:
    """The page in each browser, fresh; an error thrown in it fails the test."""
    page = pages[kind]
    page.set_viewport(1280, 900)
    page.navigate(site)
    page.evaluate(HEARD)
    page.errors()
    yield Charts(page)
    assert page.errors() == []


BEST, WORST = "#linear [data-role=best]", "#linear [data-role=worst]"


def point(number: int, axis: str, kind: str = "steps") -> str:
    """Return the selector of a point's field."""
    return f'#{kind} [data-point="{number}"][data-axis={axis}]'


def test_every_chart_is_drawn_and_handles_stand_where_the_fields_say(charts: Charts) -> None:
    counts = "['.uplot', '.handle', '.shares > *', 'td.bar rect', '.tornado rect', 'td.heat-6']"
    assert charts.page.evaluate(f"{counts}.map(s => document.querySelectorAll(s).length)") == [
        *(7, 2 + 2 + 3 + 4 + 4 + 4, 5, 10, 8, 1)
    ]
    best, worst = (charts.where("#linear", f"[data-handle={end}]") for end in ("best", "worst"))
    assert best[1] == pytest.approx(0, abs=0.02)
    assert worst[1] == pytest.approx(1, abs=0.02)
    assert best[0] < worst[0]
    # On a logarithmic axis a factor is a distance: 30 to 900 is 900 to 27,000 again.
    low, high = (charts.where("#log", f"[data-handle={end}]")[0] for end in ("best", "worst"))
    charts.type("#log [data-role=worst]", "164.3")  # the geometric mean
    assert charts.where("#log", "[data-handle=worst]")[0] == pytest.approx(
        (low + high) / 2, abs=0.01
    )


def test_dragging_a_handle_changes_its_field_and_is_heard(charts: Charts) -> None:
    charts.drag("#linear [data-handle=best]", 150)
    best = charts.value(BEST)
    assert 80 < best < 120
    assert best == round(best)
    assert charts.value(WORST) == 320
    heard = charts.heard()
    assert set(map(tuple, heard)) == {("input", "best"), ("change", "best")}
    assert heard.count(["change", "best"]) == 1
    assert heard[-1] == ["change", "best"]


def test_a_finger_drags_as_well(charts: Charts) -> None:
    if not isinstance(charts.page, ChromiumPage):
        pytest.skip("Chromium alone can be told to touch")
    x, y = charts.middle("#linear [data-handle=best]")
    session = charts.page.page.context.new_cdp_session(charts.page.page)
    for kind, at in (("Start", x), ("Move", x + 60), ("Move", x + 150), ("End", None)):
        points = [] if at is None else [{"x": at, "y": y + 2}]
        session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    charts.page.evaluate(SETTLED)
    assert 80 < charts.value(BEST) < 120


def test_a_handle_stops_short_of_its_neighbour_and_shows_it(charts: Charts) -> None:
    charts.drag("#linear [data-handle=best]", 1500, drop=False)
    assert charts.page.evaluate("!!document.querySelector('#linear .handle.stopped')")
    charts.page.drop()
    assert charts.value(BEST) == 319
    assert not charts.page.evaluate("!!document.querySelector('.handle.stopped')")
    charts.drag('#steps [data-handle="2"]', -1500)
    assert charts.value(point(2, "x")) == pytest.approx(32.1)


def test_escape_puts_back_what_was_typed_in_both_fields(charts: Charts) -> None:
    charts.type(point(1, "x"), "32.50")
    field = f"document.querySelector({json.dumps(point(1, 'x'))}).value"
    typed = charts.page.evaluate(field)  # Firefox makes it 32.5 at once
    charts.heard()
    charts.drag('#steps [data-handle="1"]', 40, 20, drop=False)
    assert charts.value(point(1, "x")) > 33
    assert charts.value(point(1, "y")) < 70
    charts.page.press("Escape")
    assert charts.page.evaluate(field) == typed
    assert charts.value(point(1, "y")) == 70
    charts.page.drop()
    charts.drag("h1", 30)  # nothing hangs on to the mouse
    assert charts.value(point(1, "x")) == 32.5
    assert ["change", "x"] not in charts.heard()


def test_points_stay_monotone_and_a_listed_value_keeps_its_figure(charts: Charts) -> None:
    charts.drag('#points [data-handle="1"]', 0, -400)
    assert (charts.value(point(1, "x", "points")), charts.value(point(1, "y", "points"))) == (2, 75)
    charts.drag('#steps [data-handle="2"]', 0, 400)
    assert charts.value(point(2, "y")) == 0
    charts.drag('#table [data-handle="2"]', 80, -40)
    assert charts.value(point(2, "x", "table")) == 3
    assert charts.value(point(2, "y", "table")) > 70


def test_a_small_stray_along_the_other_axis_changes_nothing(charts: Charts) -> None:
    charts.drag('#steps [data-handle="1"]', 60, 3)
    assert charts.value(point(1, "x")) > 33
    assert charts.value(point(1, "y")) == 70


@pytest.mark.parametrize(
    ("selector", "figure"),
    [(WORST, "#linear"), (point(1, "y"), "#steps"), ("[data-role=otherwise]", "#steps")],
)
def test_typing_draws_anew(charts: Charts, selector: str, figure: str) -> None:
    before = charts.print(figure)
    kept = charts.value(selector)
    charts.type(selector, "35")
    assert charts.print(figure) != before
    charts.type(selector, f"{kept:g}")
    assert charts.print(figure) == before


def test_an_empty_or_senseless_field_leaves_the_page_standing(charts: Charts) -> None:
    for value in ("", "-", "1e999", "0", "-5"):
        for selector in (BEST, "#log [data-role=best]", point(0, "x"), '[data-cut="B"]'):
            charts.type(selector, value)
    charts.type("#log [data-role=best]", "30")
    charts.drag("#log [data-handle=best]", 60)
    assert charts.value("#log [data-role=best]") > 30


def test_cuts_are_dragged_and_do_not_cross(charts: Charts) -> None:
    charts.drag("[data-handle=B]", 60)
    assert 69 < charts.value("[data-cut=B]") < 72
    charts.drag("[data-handle=B]", 900)
    assert charts.value("[data-cut=B]") == 79
    charts.drag("[data-handle=D]", -900)
    assert charts.value("[data-cut=D]") == 0
    charts.drag("[data-handle=C]", 60, drop=False)
    charts.page.press("Escape")
    charts.page.drop()
    assert charts.value("[data-cut=C]") == 50


def test_typed_cuts_that_cross_are_marked_and_told(charts: Charts) -> None:
    invalid = "[...document.querySelectorAll('[aria-invalid=true]')].map(e => e.dataset.cut)"
    charts.type("[data-cut=B]", "50")
    assert charts.page.evaluate(invalid) == ["B", "C"]
    assert "A > B > C > D" in charts.text(".cuts [data-problem]")
    charts.type("[data-cut=B]", "60")
    assert charts.page.evaluate(invalid) == []
    assert charts.text(".cuts [data-problem]") == ""


def test_weights_keep_in_step_with_their_sum_and_shares(charts: Charts) -> None:
    charts.type('[data-weight="energy"]', "90")
    assert charts.value("[name=w-energy]") == 90
    assert ["input", "energy"] in charts.heard()
    assert charts.text("[data-sum]") == "Sum 150"
    assert charts.text("[data-share=energy]") == "60 %"
    charts.type("[name=w-energy]", "40")
    assert charts.value('[data-weight="energy"]') == 40
    grown = "document.querySelector('.shares [data-part=energy]').style.flexGrow"
    assert float(charts.page.evaluate(grown)) == 0.4
    assert charts.page.evaluate("document.querySelector('.shares [data-part=label]').hidden")


def test_the_sum_stays_in_sight(charts: Charts) -> None:
    charts.page.set_viewport(390, 420)
    charts.middle('[data-weight="label"]')
    top = "document.querySelector('[data-sum]').getBoundingClientRect().top"
    assert 0 <= charts.page.evaluate(top) < 60


def test_weights_that_are_all_zero_are_a_problem_that_is_told(charts: Charts) -> None:
    for name in ("energy", "climate", "repair", "noise"):
        charts.type(f"[name=w-{name}]", "0")
    assert "Giv mindst ét kriterium vægt" in charts.text(".weights [data-problem]")
    assert charts.text("[data-share=energy]") == "–"
    charts.type("[name=w-noise]", "1")
    assert charts.text(".weights [data-problem]") == ""
    assert charts.text("[data-share=noise]") == "100 %"


def test_after_a_swap_the_new_part_is_drawn_and_the_old_one_is_let_go(charts: Charts) -> None:
    charts.page.evaluate("void (window.old = document.querySelector('fieldset.cuts'))")
    charts.page.click(*charts.middle("#again"))
    charts.page.wait_for("!old.isConnected && document.querySelector('.cuts .uplot')")
    charts.drag("[data-handle=B]", 60)
    assert 69 < charts.value("[data-cut=B]") < 72
    assert charts.page.evaluate("old.querySelectorAll('.uplot, .handle').length") == 0
    charts.page.evaluate("void old.querySelector('input').dispatchEvent(new Event('input'))")
    assert charts.page.evaluate("old.querySelectorAll('.uplot').length") == 0


def test_charts_follow_the_width_of_the_window(charts: Charts) -> None:
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for width in (390, 1280):
        charts.page.set_viewport(width, 900)
        charts.page.evaluate(SETTLED)
        charts.page.wait_for(
            "[...document.querySelectorAll('.uplot')].every(u => u.clientWidth ==="
            " u.parentElement.clientWidth)"
        )
        assert charts.page.evaluate(over) <= 0
    charts.drag("#linear [data-handle=best]", 60)
    assert charts.value(BEST) > 50


def test_no_handle_is_in_the_way_of_the_keyboard(charts: Charts) -> None:
    assert charts.page.evaluate(
        "[...document.querySelectorAll('.handle')].every(h => h.tabIndex === -1"
        " && h.closest('[aria-hidden=true]'))"
    )
    charts.drag("#linear [data-handle=best]", 60)
    assert charts.page.evaluate("document.activeElement.tagName") == "BODY"


def test_axe_finds_nothing(charts: Charts) -> None:
    assert axe_faults(charts.page, "document") == []
