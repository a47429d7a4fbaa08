"""Converts many files, on all cores."""

from __future__ import annotations

import importlib
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reboto.migrate.convert import Converted, Options, convert_source
from reboto.migrate.files import Source, UnreadableError, read
from reboto.migrate.mixed import needs, with_alias
from reboto.migrate.names import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

# Below this number of files, starting processes takes longer than it saves.
_FEW = 24


@dataclass
class Result:
    """A file and its conversion.

    Attributes
    ----------
    path : pathlib.Path
        The file.
    source : Source
        Its content.
    converted : Converted
        The conversion; unchanged if there is an error.
    error : str
        Why the file cannot be read, otherwise empty.
    """

    path: Path
    source: Source
    converted: Converted
    error: str = ""


def convert_files(paths: Sequence[Path], options: Options) -> list[Result]:
    """Convert files, with a progress bar on a terminal if tqdm is installed.

    Parameters
    ----------
    paths : sequence of pathlib.Path
        The files.
    options : Options
        What to do.

    Returns
    -------
    list of Result
        In the order of the files.
    """
    results = list(_progress(_each(paths, options), len(paths)))
    if not options.as_boto:
        _check_guards(results)
    elif any(result.converted.uses_reboto for result in results):
        # A file that imports boto before reboto.as_boto runs would make that import fail, and
        # the other files would not catch its errors.
        for result in results:
            done = result.converted
            if done.keeps_boto and not done.needs and done.upgraded:
                done.text, done.remarks = with_alias(done.upgraded), []
                done.needs = needs(done.kept, as_boto=True)
    return results


def _check_guards(results: Sequence[Result]) -> None:
    """Add remarks on exceptions that modules which stay on boto raise."""
    kept = {_module(each.path): each.path for each in results if each.converted.keeps_boto}
    for each in results:
        done = each.converted
        raisers = sorted(done.imports & kept.keys() - {_module(each.path)})
        if raisers and not done.keeps_boto:
            done.remarks = sorted(
                [
                    *done.remarks,
                    *(
                        Remark(
                            line,
                            f"{path} is now reboto's class, but calls of {kept[raisers[0]]}, which "
                            "stays on boto, raise boto's: catch both, or use --mixed=as-boto",
                        )
                        for line, path in done.guards
                    ),
                ]
            )


def _module(path: Path) -> str:
    return path.parent.name if path.stem == "__init__" else path.stem


def _each(paths: Sequence[Path], options: Options) -> Iterator[Result]:
    work = partial(_convert, options=options)
    workers = min(_cores(), len(paths) * 2 // _FEW)
    if workers < 2:
        yield from map(work, paths)
        return
    done = 0
    try:
        with ProcessPoolExecutor(workers) as pool:
            try:
                for result in pool.map(work, paths, chunksize=4):
                    yield result
                    done += 1
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    except (BrokenProcessPool, OSError, ImportError):
        # No processes can be started here, or one was killed.
        yield from map(work, paths[done:])


def _convert(path: Path, options: Options) -> Result:
    try:
        source = read(path)
    except UnreadableError as error:
        return Result(path, Source("", "utf-8"), Converted(""), str(error))
    return Result(path, source, convert_source(source.text, path, options))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _progress(results: Iterable[Result], total: int) -> Iterable[Result]:
    if total < _FEW or not sys.stderr.isatty():
        return results
    try:
        bars = importlib.import_module("tqdm")
    except ImportError:
        return results
    bar: Iterable[Result] = bars.tqdm(results, total=total, unit="file", leave=False)
    return bar
