"""Persons, places and organisations across documents: what the mentions of a whole corpus name.

Three pure functions: a summary of each document, their combination (independent of order), and its application to a
document. `resolve_names` is built from them.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus_tools.names.authority import AuthorityEntry, read_authority
from corpus_tools.names.canonical import canonical_forms
from corpus_tools.names.clustering import Node, cluster
from corpus_tools.names.gazetteer import Gazetteer, gazetteer
from corpus_tools.names.mentions import find_document_mentions, find_names
from corpus_tools.names.resolution import LocalEntity, match_words, resolve_mentions
from corpus_tools.names.review import ReviewedMerge, read_review
from corpus_tools.records import Document, Entity, EntityName, MergeEvidence, NameMention
from corpus_tools.records.entity import NameKind

_MOST_EVIDENCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSummary:
    """What one document calls whom: small, and enough to resolve names across documents."""

    document: str
    entities: tuple[LocalEntity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityTable:
    """The entities, sorted by id, and which local entity of a document (`{document}.e{n}`) is which, sorted."""

    entities: tuple[Entity, ...]
    assignments: tuple[tuple[str, str], ...]

    def entity_of(self, local: str) -> Entity | None:
        """Return the entity that a document's local entity is, or None. O(log n)."""
        at = bisect_left(self.assignments, (local, ""))
        if at == len(self.assignments) or self.assignments[at][0] != local:
            return None
        return self.entity(self.assignments[at][1])

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity of that id, or None. O(log n)."""
        at = bisect_left(self.entities, entity_id, key=lambda entity: entity.id)
        return self.entities[at] if at < len(self.entities) and self.entities[at].id == entity_id else None


def resolve_names(
    documents: Iterable[Document | tuple[str, str] | str],
    *,
    authority: Path | None = None,
    review: Path | None = None,
) -> tuple[Entity, ...]:
    """Find who and what `documents` name, across all of them; return the entities, most mentioned first.

    A document is a `Document` (its mentions are used where the layer is there, else found), an (id, text) pair, or a
    text (its id is its position). `authority` is a file of the user's own, which wins over the one that ships;
    `review` holds a person's decisions on uncertain merges. Ids do not depend on the order of the documents; entities
    that may be one are left apart, with their ids in `possible`. Raises ConfigError or InputError for a bad file.
    """
    if isinstance(documents, (str, Document)):
        documents = [documents]
    summaries: list[NameSummary] = []
    for position, each in enumerate(documents):
        if isinstance(each, Document):
            if "mentions" not in each.layers and not each.mentions:
                each = dataclasses.replace(each, mentions=find_document_mentions(each))
            summaries.append(summarise_names(each))
        else:
            document, text = (str(position), each) if isinstance(each, str) else each
            summaries.append(summarise_mentions(document, find_names(text), text))
    table = combine_names(summaries, authority=authority, review=review)
    return tuple(sorted(table.entities, key=lambda entity: (-sum(name.count for name in entity.names), entity.id)))


def summarise_mentions(document: str, mentions: Sequence[NameMention], text: str = "") -> NameSummary:
    """Return the summary of a document given by its mentions; `text` is what their offsets point into."""
    return NameSummary(document=document, entities=resolve_mentions(document, mentions, text))


def summarise_names(document: Document) -> NameSummary:
    """Return the summary of a document that has its mentions."""
    return summarise_mentions(document.id, document.mentions, document.raw)


def combine_names(
    summaries: Iterable[NameSummary],
    *,
    authority: Path | Sequence[AuthorityEntry] | None = None,
    review: Path | Sequence[ReviewedMerge] | None = None,
) -> EntityTable:
    """Resolve names across documents. The result does not depend on the order of `summaries`.

    `authority` and `review` are files or what was read from them. Raises ConfigError or InputError for a bad file.
    """
    own = read_authority(authority) if isinstance(authority, Path) else tuple(authority or ())
    judged = read_review(review) if isinstance(review, Path) else tuple(review or ())
    files = _Files(own)
    groups: dict[str, list[LocalEntity]] = {}
    for summary in sorted(summaries, key=lambda summary: summary.document):
        for local in summary.entities:
            groups.setdefault(_key(local, files), []).append(local)
    _join_alike(groups)
    keys = sorted(groups)
    nodes = [_node(key, groups[key], files) for key in keys]
    same, different = _judgements(judged, keys, groups)
    clusters = cluster(nodes, same=same, different=different)
    return _table(keys, groups, nodes, clusters.of, clusters.evidence, clusters.possible, files)


class _Files:
    """The user's authority file before the gazetteer that ships."""

    def __init__(self, own: Sequence[AuthorityEntry]) -> None:
        self.own = Gazetteer(own)
        self.shipped = gazetteer()
        self._alias: dict[str, str] = {}
        for entry in own:
            for language, form in entry.forms:
                known = self.shipped.look_up(form, language=language)
                if known is not None and known.kind == entry.kind:
                    self._alias.setdefault(known.id, entry.id)

    def known(self, local: LocalEntity) -> str | None:
        """The id that a file has for a local entity, the user's before the shipped one."""
        for name in (local.main, *(name.text for name in local.names)):
            found = self.own.look_up(name)
            if found is not None and found.kind == local.kind:
                return found.id
        for known in local.known:
            return self._alias.get(known, known)
        if len(local.folds) > 1:
            found = self.shipped.look_up(local.main)
            if found is not None and found.kind == local.kind:
                return self._alias.get(found.id, found.id)
        return None

    def forms(self, known: str) -> tuple[dict[str, str], dict[str, str]]:
        """The canonical forms of an id: the user's, and the shipped ones."""
        own = self.own.entry(known)
        shipped = self.shipped.entry(known)
        if shipped is None:
            shipped = next((self.shipped.entry(old) for old, new in sorted(self._alias.items()) if new == known), None)
        return (own.canonical() if own else {}), (shipped.canonical() if shipped else {})


def _key(local: LocalEntity, files: _Files) -> str:
    known = files.known(local)
    return f"={known}" if known is not None else f"{local.kind}:{' '.join(local.folds)}"


def _join_alike(groups: dict[str, list[LocalEntity]]) -> None:
    """A name that one document could not tell the kind of is that of the others that write it alike."""
    for key in sorted(groups):
        if not key.startswith("other:"):
            continue
        rest = key.removeprefix("other:")
        fitting = [f"{kind}:{rest}" for kind in ("person", "place", "organisation") if f"{kind}:{rest}" in groups]
        if len(fitting) == 1:
            groups[fitting[0]].extend(groups.pop(key))
            groups[fitting[0]].sort(key=lambda local: local.id)


def _node(key: str, locals_: Sequence[LocalEntity], files: _Files) -> Node:
    known = key[1:] if key.startswith("=") else None
    best = min(locals_, key=lambda local: (-len(local.folds), local.main, local.id))
    kind: NameKind = min((local.kind for local in locals_), key=lambda kind: (kind == "other", kind))
    return Node(key=key, kind=kind, text=best.main, folds=best.folds, known=known, weight=len(locals_))


def _judgements(
    judged: Sequence[ReviewedMerge], keys: Sequence[str], groups: Mapping[str, Sequence[LocalEntity]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    same: list[tuple[int, int]] = []
    different: list[tuple[int, int]] = []
    if not judged:
        return same, different
    places: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        for text in sorted(
            {text for local in groups[key] for text in (local.main, *(name.text for name in local.names))}
        ):
            places.setdefault(text, []).append(index)
    for merge in judged:
        for a in places.get(merge.a, ()):
            for b in places.get(merge.b, ()):
                if a != b and merge.decision:
                    (same if merge.decision == "same" else different).append((min(a, b), max(a, b)))
    return same, different


def _table(
    keys: Sequence[str],
    groups: Mapping[str, Sequence[LocalEntity]],
    nodes: Sequence[Node],
    of: Sequence[int],
    evidence: Iterable[tuple[int, MergeEvidence]],
    possible: Sequence[tuple[int, int, MergeEvidence]],
    files: _Files,
) -> EntityTable:
    members: dict[int, list[int]] = {}
    for index, root in enumerate(of):
        members.setdefault(root, []).append(index)
    why: dict[int, list[MergeEvidence]] = {}
    for index, each in evidence:
        why.setdefault(of[index], []).append(each)
    ids = _ids(members, nodes)
    maybe: dict[int, list[str]] = {}
    for a, b, each in possible:
        maybe.setdefault(a, []).append(ids[b])
        maybe.setdefault(b, []).append(ids[a])
        why.setdefault(a, []).append(each)
        why.setdefault(b, []).append(each)
    entities: list[Entity] = []
    assignments: list[tuple[str, str]] = []
    for root, indices in members.items():
        locals_ = [local for index in indices for local in groups[keys[index]]]
        assignments.extend((local.id, ids[root]) for local in locals_)
        entities.append(
            _entity(ids[root], [nodes[i] for i in indices], locals_, why.get(root, []), maybe.get(root, []), files)
        )
    return EntityTable(
        entities=tuple(sorted(entities, key=lambda entity: entity.id)), assignments=tuple(sorted(assignments))
    )


def _ids(members: Mapping[int, Sequence[int]], nodes: Sequence[Node]) -> dict[int, str]:
    """Ids that follow from what is in a cluster: that of the file, or the kind and the words of its heaviest name."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for root in sorted(members, key=lambda root: (all(nodes[i].known is None for i in members[root]), nodes[root].key)):
        known = [nodes[i].known for i in members[root] if nodes[i].known is not None]
        best = min((nodes[i] for i in members[root]), key=lambda node: (-len(node.folds), -node.weight, node.key))
        wanted = known[0] if known and known[0] else f"{best.kind}.{'-'.join(best.folds) or 'name'}"
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}~{number}", number + 1
        taken.add(name)
        ids[root] = name
    return ids


def _entity(
    entity_id: str,
    nodes: Sequence[Node],
    locals_: Sequence[LocalEntity],
    across: Sequence[MergeEvidence],
    possible: Sequence[str],
    files: _Files,
) -> Entity:
    counts: dict[tuple[str, str], list[int]] = {}
    for local in locals_:
        for name in local.names:
            entry = counts.setdefault((name.text, name.language), [0, 0])
            entry[0] += name.count
            entry[1] += name.documents
    names = tuple(
        EntityName(text=text, language=language, count=count, documents=documents)
        for (text, language), (count, documents) in sorted(
            counts.items(), key=lambda item: (-item[1][0], -item[1][1], item[0])
        )
    )
    known = next((node.known for node in nodes if node.known is not None), None)
    own, shipped = files.forms(known) if known is not None else ({}, {})
    kind: NameKind = min((node.kind for node in nodes), key=lambda kind: (kind == "other", kind))
    full = max(len(match_words(name.text, kind)) for name in names)
    evidence: dict[tuple[str, str, str], MergeEvidence] = {}
    for each in (*across, *(each for local in locals_ for each in local.evidence)):
        if each.a != each.b:
            evidence.setdefault((each.a, each.b, each.rule), each)
    return Entity(
        id=entity_id,
        kind=kind,
        canonical=canonical_forms(names, user=own, authority=shipped, words=min(full, 2)),
        names=names,
        mentions=tuple(sorted(mention for local in locals_ for mention in local.mentions)),
        documents=tuple(sorted({local.id.rpartition(".e")[0] for local in locals_})),
        evidence=tuple(sorted(evidence.values(), key=lambda each: each.rule != "doubtful"))[:_MOST_EVIDENCE],
        possible=tuple(sorted(set(possible))),
    )


def part_entities(table: EntityTable, summaries: Iterable[NameSummary]) -> EntityTable:
    """Return the part of `table` that decides about the documents of `summaries`, itself a table.

    Of each entity it has what `apply_entities` writes: the forms, and the mentions of these documents only.
    """
    wanted = list(summaries)
    documents = {summary.document for summary in wanted}
    own = {mention for summary in wanted for local in summary.entities for mention in local.mentions}
    assignments: list[tuple[str, str]] = []
    ids: set[str] = set()
    for summary in wanted:
        for local in summary.entities:
            at = bisect_left(table.assignments, (local.id, ""))
            if at < len(table.assignments) and table.assignments[at][0] == local.id:
                assignments.append(table.assignments[at])
                ids.add(table.assignments[at][1])
    entities = tuple(
        dataclasses.replace(
            entity,
            mentions=tuple(mention for mention in entity.mentions if mention in own),
            documents=tuple(document for document in entity.documents if document in documents),
        )
        for entity in table.entities
        if entity.id in ids
    )
    return EntityTable(entities=entities, assignments=tuple(sorted(assignments)))


def apply_entities(document: Document, table: EntityTable) -> Document:
    """Fill in which entity each mention names and its canonical form, and add the entities concerned.

    Of each entity, `mentions` and `documents` are those of this document only: the others are not in it.
    """
    summary = summarise_names(document)
    entity_of: dict[str, Entity] = {}
    own: dict[str, list[str]] = {}
    for local in summary.entities:
        entity = table.entity_of(local.id)
        if entity is not None:
            own.setdefault(entity.id, []).extend(local.mentions)
            entity_of.update(dict.fromkeys(local.mentions, entity))
    mentions = tuple(
        mention
        if (entity := entity_of.get(mention.id or f"{document.id}.m{index}")) is None
        else dataclasses.replace(mention, entity=entity.id, canonical=entity.form(mention.language))
        for index, mention in enumerate(document.mentions)
    )
    entities = tuple(
        dataclasses.replace(entity, mentions=tuple(sorted(own[entity.id])), documents=(document.id,))
        for entity in sorted({entity.id: entity for entity in entity_of.values()}.values(), key=lambda each: each.id)
    )
    return dataclasses.replace(document, mentions=mentions, entities=entities)
