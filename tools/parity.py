"""Generate the code of `tests/parity` that makes the AWS SDK's types from the model's values.

It lists each setter of the SDK's builders with AWS's name of the member, and the operations and
members that only the SDK or only the model has.

    python tools/parity.py            writes the files
    python tools/parity.py --check    exits with 1 if a file is out of date
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.model import ListShape, MapShape, StructureShape

from botocore_model.service import ROOT, Service
from botocore_model.tables import rustfmt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import Shape

SETTER = re.compile(
    r"pub fn set_(\w+)\(\s*mut self,\s*input: ::std::option::Option<(.*)>,?\s*\) -> Self"
)
VARIANT = re.compile(r"^    (\w+)\(crate::types::(\w+)\),$", re.MULTILINE)
# A space where lines are not broken.
GLUE = "\xa0"
SDK_TYPE = re.compile(r"crate::types::(\w+)")


def plain(name: str) -> str:
    """Return a name without separators: the SDK and botocore split words differently."""
    return name.replace("_", "").lower()


def crates() -> dict[str, Path]:
    """Return the folder of each crate that the library uses."""
    command = ["cargo", "metadata", "--quiet", "--locked", "--format-version", "1"]
    output = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=True).stdout  # noqa: S603
    return {
        package["name"]: Path(package["manifest_path"]).parent
        for package in json.loads(output)["packages"]
    }


class Sdk:
    """The SDK's crate of a service, compared with the service's model.

    Parameters
    ----------
    service : Service
        The model.
    folder : Path
        The source of the crate.
    """

    def __init__(self, service: Service, folder: Path) -> None:
        self.service = service
        self.crate = folder.name.rpartition("-")[0].replace("-", "_")
        self.operations = {
            plain(path.stem): path for path in (folder / "src" / "operation").glob("*.rs")
        }
        self.types = {
            plain(path.stem): path.read_text() for path in (folder / "src" / "types").glob("_*.rs")
        }
        self.only_in_model: list[str] = []
        self.only_in_sdk: list[str] = []
        self.enums: set[str] = set()
        self.structures: dict[str, str] = {}
        self.unions: dict[str, str] = {}

    def setters(self, source: str, shape: StructureShape) -> str:
        """Return the setters of a builder as entries of the macros."""
        found = {plain(name): (name, text) for name, text in SETTER.findall(source)}
        entries: list[str] = []
        for member, of in shape.members.items():
            if plain(member) not in found:
                self.only_in_model.append(f"{shape.name}.{member}")
                continue
            setter, text = found.pop(plain(member))
            entries.append(f'set_{setter}{GLUE}"{member}"')
            self.visit(of, text)
        self.only_in_sdk.extend(f"{shape.name}.{setter}" for setter, _ in found.values())
        return ", ".join(entries)

    def visit(self, shape: Shape, text: str) -> None:
        """Add the type of a member: the structure or enum that it is or contains."""
        while isinstance(shape, (ListShape, MapShape)):
            shape = shape.member if isinstance(shape, ListShape) else shape.value
        named = SDK_TYPE.search(text)
        if not named:
            return
        name = named[1]
        if not isinstance(shape, StructureShape):
            self.enums.add(name)
        elif name not in self.structures and name not in self.unions:
            source = self.types[plain(name)]
            if getattr(shape, "is_tagged_union", False):
                self.unions[name] = ""
                self.unions[name] = self.variants(source, shape)
            else:
                self.structures[name] = ""
                self.structures[name] = self.setters(source, shape)

    def variants(self, source: str, shape: StructureShape) -> str:
        """Return the variants of a union as entries of the macros."""
        found = {plain(name): (name, text) for name, text in VARIANT.findall(source)}
        entries: list[str] = []
        for member, of in shape.members.items():
            if plain(member) not in found:
                self.only_in_model.append(f"{shape.name}.{member}")
                continue
            variant, text = found.pop(plain(member))
            entries.append(f'{variant}{GLUE}"{member}"')
            self.visit(of, f"crate::types::{text}")
        self.only_in_sdk.extend(f"{shape.name}.{variant}" for variant, _ in found.values())
        return ", ".join(entries)

    def code(self) -> str:
        """Return the Rust code."""
        operations: list[str] = []
        missing = dict(self.operations)
        for operation in self.service.operations:
            path = missing.pop(plain(operation.name), None)
            if path is None:
                self.only_in_model.append(operation.name)
                continue
            module = path.stem
            kind = re.search(r"^pub struct (\w+);$", path.read_text(), re.MULTILINE)
            if kind is None:
                raise SystemExit(f"{path.name} has no type for the operation")
            setters = ""
            source = (path.with_suffix("") / f"_{module}_input.rs").read_text()
            if isinstance(operation.input_shape, StructureShape):
                setters = self.setters(source, operation.input_shape)
            operations.append(
                f'{module} {kind[1]} {kind[1]}Input "{operation.name}" {{ {setters} }}'
            )
        self.only_in_sdk.extend(path.stem for path in missing.values())
        macros = ", ".join(
            name
            for name, found in [
                ("enums", self.enums),
                ("structures", self.structures),
                ("unions", self.unions),
            ]
            if found
        )
        crate = self.crate.replace("_", "-")
        head = f"""\
            // Generated by tools/parity.py from the setters of {crate}. Do not edit.

            use super::{{{macros}, operations}};

            /// Operations and members that the SDK does not have.
            pub const ONLY_IN_MODEL: &[&str] = &[{listed(self.only_in_model)}];

            /// Operations and members that the model does not have.
            pub const ONLY_IN_SDK: &[&str] = &[{listed(self.only_in_sdk)}];
            """
        parts = [rustfmt(textwrap.dedent(head))]
        for macro, entries in (
            ("enums", sorted(self.enums)),
            ("structures", braced(self.structures)),
            ("unions", braced(self.unions)),
            ("operations", operations),
        ):
            if entries:
                lines = "".join(wrapped(entry) for entry in entries)
                parts.append(f"\n{macro}! {{ {self.crate}:\n{lines}}}\n")
        return "".join(parts)


def listed(names: list[str]) -> str:
    """Return names as the items of a Rust array."""
    return ", ".join(f'"{name}"' for name in sorted(names))


def braced(types: dict[str, str]) -> list[str]:
    """Return types with their members."""
    return [f"{name} {{ {members} }}" for name, members in sorted(types.items())]


def wrapped(entry: str) -> str:
    """Return an entry of a macro on lines of at most 110 characters."""
    wrapper = textwrap.TextWrapper(
        110, initial_indent="    ", subsequent_indent="        ", break_long_words=False
    )
    lines = "\n".join(wrapper.wrap(entry))
    return lines.replace(GLUE, " ") + "\n"


def files() -> Iterator[tuple[Path, str]]:
    """Return the path and the text of each generated file."""
    folders = crates()
    for name in ("autoscaling", "cloudwatch"):
        yield (
            ROOT / "tests" / "parity" / f"{name}.rs",
            Sdk(Service(name), folders[f"aws-sdk-{name}"]).code(),
        )


def main() -> int:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description="Generate code of tests/parity.")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a file is out of date")
    check: bool = parser.parse_args().check
    stale: list[str] = []
    for path, text in files():
        if not path.exists() or path.read_text() != text:
            stale.append(str(path.relative_to(ROOT)))
            if not check:
                path.write_text(text)
    if check and stale:
        print(f"out of date, run `make model`: {', '.join(stale)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
