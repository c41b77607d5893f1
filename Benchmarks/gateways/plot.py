"""Line plots as SVG text, legible on light and on dark pages."""

import html
import math

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 76, 96, 44, 56
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 15px; }
  .grid { stroke: #d1d9e0; stroke-width: 1; }
  .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
  .kvgraph { stroke: #d1410c; fill: #d1410c; } .Go { stroke: #0969da; fill: #0969da; }
  .Node { stroke: #1a7f37; fill: #1a7f37; } .floor { stroke: #6e7781; fill: #6e7781; stroke-dasharray: 5 4; }
  .line { fill: none; } .name { stroke: none; font-weight: 600; } circle { stroke-dasharray: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .grid { stroke: #3d444d; }
    .kvgraph { stroke: #ff8f66; fill: #ff8f66; } .Go { stroke: #58a6ff; fill: #58a6ff; }
    .Node { stroke: #56d364; fill: #56d364; } .floor { stroke: #9198a1; fill: #9198a1; }
    .line { fill: none; } .name { stroke: none; }
  }
"""


class Plot:
    """Lines over the same named places on the x axis; y is linear from zero, or logarithmic."""

    def __init__(self, title, x_title, places, series, logarithmic=False):
        self.title, self.x_title, self.places, self.series = title, x_title, places, series
        values = [value for line in series.values() for value in line if value is not None]
        self.logarithmic = logarithmic
        if logarithmic:
            self.low = 10 ** math.floor(math.log10(min(values)))
            self.high = 10 ** math.ceil(math.log10(max(values)))
        else:
            self.low, self.step = 0, nice_step(max(values))
            self.high = math.ceil(max(values) / self.step) * self.step

    def x(self, index):
        return LEFT + (WIDTH - LEFT - RIGHT) * index / max(1, len(self.places) - 1)

    def y(self, value):
        if self.logarithmic:
            part = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            part = value / self.high
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part

    def ticks(self):
        if not self.logarithmic:
            return [self.step * number for number in range(round(self.high / self.step) + 1)]
        return [10**power for power in range(round(math.log10(self.low)), round(math.log10(self.high)) + 1)]

    def svg(self):
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
                 f"<title>{html.escape(self.title)}</title>", f"<style>{STYLE}</style>",
                 text(LEFT, 22, self.title, "title")]
        for tick in self.ticks():
            parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{self.y(tick):.1f}" y2="{self.y(tick):.1f}"/>')
            parts.append(text(LEFT - 10, self.y(tick) + 4, f"{tick:,.10g}".replace(",", " "), anchor="end"))
        for index, place in enumerate(self.places):
            parts.append(text(self.x(index), HEIGHT - BOTTOM + 22, place, anchor="middle"))
        parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, self.x_title, anchor="middle"))
        for name, line in self.series.items():
            parts += self.line(name, line)
        parts += self.names()
        return "\n".join(parts) + "\n</svg>\n"

    def line(self, name, line):
        points = [(self.x(index), self.y(value)) for index, value in enumerate(line) if value is not None]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline class="line {name}" points="{joined}"/>'
        for x, y in points:
            yield f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'

    def names(self):
        """Each line's name at its end, moved apart where two lines end close together."""
        ends = sorted((self.y([value for value in line if value is not None][-1]), name) for name, line in self.series.items())
        at = 0
        for y, name in ends:
            at = max(y, at + 17)
            yield text(WIDTH - RIGHT + 12, at + 4, name, f"name {name}")


def nice_step(most):
    """A round distance that gives four to eight lines."""
    size = 10 ** math.floor(math.log10(most / 4))
    return next(size * factor for factor in (1, 2, 2.5, 5, 10) if most / (size * factor) <= 7)


def text(x, y, words, style="", anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{style}" text-anchor="{anchor}">{html.escape(str(words))}</text>'
