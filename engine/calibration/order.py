"""An order of files and readers that depends on the points alone, not on how anything is named or listed.

Files and readers get colours: equal at first, then told apart by the points they share with which colours, until
nothing changes (colour refinement, Weisfeiler and Leman 1968). What one colour still holds is interchangeable in
all but contrived designs: one of them is set apart, the rest told apart from it, and so on, ``PASSES`` times at
most; beyond, names decide. Numbers drawn in this order go to the same files whatever their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]

PASSES = 300


@dataclass(frozen=True)
class Order:
    """Positions of the files and of the readers, first to last, and the colour of each before anyone is set apart."""

    files: Ints
    readers: Ints
    file_colours: Ints
    reader_colours: Ints


@dataclass
class _Graph:
    file: Ints
    reader: Ints
    points: Ints
    passes: int = 0

    def refine(self, files: Ints, readers: Ints) -> tuple[Ints, Ints]:
        """Tell apart what the neighbours tell apart, until nothing new is told."""
        while self.passes < PASSES:
            self.passes += 1
            finer = _told(files, self.file, self.points, readers[self.reader])
            closer = _told(readers, self.reader, self.points, finer[self.file])
            done = finer.max() == files.max() and closer.max() == readers.max()
            files, readers = finer, closer
            if done:
                break
        return files, readers


def order(file: Ints, reader: Ints, points: Ints) -> Order:
    """The order of a design: the file, the reader and the rank of the points of each reading."""
    graph = _Graph(file, reader, points)
    files, readers = graph.refine(np.zeros(file.max() + 1, np.int64), np.zeros(reader.max() + 1, np.int64))
    kin = files, readers
    while graph.passes < PASSES and (len(files) - 1 > files.max() or len(readers) - 1 > readers.max()):
        files, readers = graph.refine(*_set_apart(files, readers))
    return Order(np.argsort(files, kind="stable"), np.argsort(readers, kind="stable"), *kin)


def _told(colours: Ints, node: Ints, points: Ints, neighbour: Ints) -> Ints:
    """Colours told apart by the multiset of (points, neighbour's colour) around each node."""
    sums = np.zeros(len(colours), np.uint64)
    np.add.at(sums, node, _mixed(_mixed(points.astype(np.uint64)) + neighbour.astype(np.uint64)))
    both = np.lexsort((sums, colours))
    new = (np.diff(colours[both]) != 0) | (np.diff(sums[both]) != 0)
    told = np.empty(len(colours), np.int64)
    told[both] = np.concatenate([[0], np.cumsum(new)])
    return told


def _mixed(words: Ints) -> Ints:
    """Each word scattered over 64 bits (the finalizer of splitmix64, Steele, Lea and Flood 2014)."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Ints = words ^ (words >> np.uint64(31))
    return mixed


def _set_apart(files: Ints, readers: Ints) -> tuple[Ints, Ints]:
    """The first of a colour that several share, put just before the others."""
    if len(files) - 1 > files.max():
        return _first_apart(files), readers
    return files, _first_apart(readers)


def _first_apart(colours: Ints) -> Ints:
    shared = int(np.argmax(np.bincount(colours) > 1))
    apart: Ints = colours + (colours >= shared)
    apart[np.argmax(colours == shared)] = shared
    return apart
