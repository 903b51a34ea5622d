"""`archloom export PATH FILE`: the architecture as a picture or as text, without a display."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from ...resources.deduction import DeductionError
from ...resources.deduction import deduce as deduce_project
from .failing import fail

PICTURES = (".png", ".svg", ".pdf")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, readable=False))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light")
@click.option("--scale", type=click.FloatRange(1, 4), default=2.0, help="Pixels per point of a PNG.")
@click.option("--title/--no-title", default=True, help="Project name and date above the picture.")
@click.option("--legend/--no-legend", default=True, help="What the lines mean, below the picture.")
def export(path: Path, file: Path, theme: Literal["light", "dark"], scale: float, title: bool, legend: bool) -> None:
    """Draw the architecture of PATH into FILE.

    The ending says how: .png, .svg, .pdf; as text .mmd (Mermaid), .dot (Graphviz), .drawio, .json.
    """
    try:
        architecture = deduce_project(path)
    except DeductionError as error:
        fail(str(error), 2)
    if file.suffix.lower() in PICTURES:
        from ...canvas import sidecar
        from ...canvas.export import export as draw

        draw(architecture, file, theme=theme, scale=scale, title=title, legend=legend, positions=sidecar.read(path))
    else:
        from ...codegen.exports import write_text

        write_text(architecture, file)
    click.echo(f"{file} {file.stat().st_size:,} bytes")
