"""`xltco build`: a scenario as a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from xltco import libreoffice
from xltco.cli.compare import headline
from xltco.cli.show import print_json, progress
from xltco.errors import OutputError, XltcoError
from xltco.files import require_writable, write_atomically

_EPILOG = """
\b
Examples:
  xltco build samples/seed-code.toml -o seed.xlsx
  xltco build my.toml -o tco.xlsx --force
  xltco build my.toml -o board.xlsx --template board --pdf
  xltco build my.toml -o tco.xlsx --template house-style.toml --protect
  xltco build my.toml -o tco.xlsx --with-cases --timeline 60

\b
Templates: full, board, one-page, break-even, input-request, or your own (docs/templates.md).
Exit codes: 0 written, 2 bad input or an output that is there already.
"""


@click.command(epilog=_EPILOG)
@click.argument("scenario", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), help="The workbook to write, FILE.xlsx.")
@click.option("--template", default="full", show_default=True, help="Template: a name, or the path of a .toml file.")
@click.option("--pdf", "with_pdf", is_flag=True, help="Print it too, through LibreOffice: OUTPUT with the ending .pdf.")
@click.option("--protect", "protected", is_flag=True, help="Lock formulas; inputs stay open. There is no password.")
@click.option(
    "--no-functions",
    is_flag=True,
    help="Leave out the LAMBDA functions: for people whose add-in has functions of these very names.",
)
@click.option(
    "--timeline",
    metavar="MONTHS",
    type=click.IntRange(1, 120),
    help="Room for so many months, to lengthen the horizon in the file. By default the longest horizon of the cases.",
)
@click.option(
    "--with-cases", is_flag=True, help="Add the cases low and high, to be filled in in the file, where none is stated."
)
@click.option("--force", is_flag=True, help="Overwrite the output if it is there, and the PDF.")
@click.option("--json", "as_json", is_flag=True, help="Print what the workbook says as JSON.")
def command(
    scenario: str,
    output: str,
    template: str,
    with_pdf: bool,
    protected: bool,
    no_functions: bool,
    timeline: int | None,
    with_cases: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Write a SCENARIO file as a formula-driven Excel workbook."""
    from xltco.cli.notes import notes_on
    from xltco.cli.results import as_data
    from xltco.engine import evaluate
    from xltco.scenario import load
    from xltco.workbook.template import load_template
    from xltco.workbook.writer import build, unprinted_sheets

    require_writable(Path(output), ".xlsx", force=force)
    pdf = _pdf_beside(Path(output), force=force) if with_pdf else None
    stated = load(scenario)
    plan = load_template(template)
    with progress(f"building {output}"):
        result = evaluate(stated)
        recorded = {item.of: result.scalar(item.of) for item in result.present.recorded.values()}
        path = build(
            stated,
            output,
            template=plan,
            force=force,
            protected=protected,
            recorded=recorded,
            functions=not no_functions,
            timeline=timeline,
            with_cases=with_cases,
        )
    if pdf:
        _print(path, pdf, unprinted_sheets(stated, plan, with_cases=with_cases))
    notes = notes_on(stated, result)
    if as_json:
        print_json({"file": str(path), "pdf": str(pdf) if pdf else None, **as_data(stated, result, notes)})
        return
    for written in (path, pdf) if pdf else (path,):
        click.echo(f"Wrote {written}")
    for line in headline(result):
        click.echo(line)
    notes.print()


def _pdf_beside(workbook: Path, *, force: bool) -> Path:
    """Where the printed form goes; an error, before any work is done, when it can't be made here."""
    pdf = workbook.with_suffix(".pdf")
    require_writable(pdf, ".pdf", force=force)
    libreoffice.require("--pdf")
    return pdf


def _print(workbook: Path, pdf: Path, unprinted: list[str]) -> None:
    """Print the workbook without its workings; it stays when that fails."""
    try:
        with progress(f"printing {pdf}"):
            write_atomically(pdf, libreoffice.as_pdf(workbook, unprinted))
    except XltcoError as error:
        raise OutputError(f"{workbook} is written, but {pdf} is not: {error}") from None
