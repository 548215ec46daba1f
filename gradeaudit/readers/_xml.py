"""XML as a small tree whose every element knows its line; anything that could do harm is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from gradeaudit.errors import Problem
from gradeaudit.export import Export

MAX_DEPTH = 200


@dataclass
class Node:
    """An element: its tag without the namespace, its attributes, its own text, and the line it begins on, from 1."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def child(self, tag: str) -> Node | None:
        """The first child of that tag."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> Iterator[Node]:
        """All children of that tag."""
        return (child for child in self.children if child.tag == tag)

    def value(self, tag: str) -> str:
        """The text of the first child of that tag without surrounding blanks; empty when there is none."""
        found = self.child(tag)
        return found.text.strip() if found else ""


def root_tag(export: Export) -> str:
    """The tag of the first element, without reading the rest; empty when the file is no XML."""
    if export.kind != "xml":
        return ""
    text = export.text.lstrip("\ufeff \t\r\n")
    while text.startswith(("<?", "<!--")):
        text = text.partition("?>" if text.startswith("<?") else "-->")[2].lstrip()
    name = text[1:200].split(">")[0].split("/")[0].split() if text.startswith("<") else []
    return name[0].rpartition(":")[2] if name else ""


def tree(export: Export) -> Node:
    """The whole file as a tree; raises ``Problem`` when it is damaged, declares entities, or nests too deep."""
    parser = expat.ParserCreate(namespace_separator="\n")
    top = Node("", {}, 0)
    path = [top]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(path) > MAX_DEPTH:
            raise Problem(f"XML nested more than {MAX_DEPTH} levels deep", export.file, "export it again")
        node = Node(tag.rpartition("\n")[2], attributes, parser.CurrentLineNumber)
        path[-1].children.append(node)
        path.append(node)

    def end(tag: str) -> None:
        path.pop()

    def text(part: str) -> None:
        path[-1].text += part

    def doctype(*_: object) -> None:
        raise Problem("XML that declares its own document type is not read", export.file, "export it again")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    parser.buffer_text = True
    try:
        parser.Parse(export.text.lstrip("\ufeff"), True)
    except expat.ExpatError as error:
        raise Problem(f"the XML is damaged in line {error.lineno}", export.file, "export it again") from None
    return top.children[0]
