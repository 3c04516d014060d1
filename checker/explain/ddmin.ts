/**
 * The minimizing delta debugging of Zeller & Hildebrandt ("Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28
 * (2002), figure 3): a part of `items`, in their order, that still `fails` and of which no single item can be left out.
 * `fails(items)` is taken for granted. Where `fails` is monotone (more items never make it false) no smaller part of the
 * result fails either. At worst O(n²) questions. When `isOver` says so, the best so far is returned.
 *
 * ```ts
 * ddmin([1, 2, 3, 4, 5, 6, 7, 8], (part) => part.includes(3) && part.includes(7)); // [3, 7]
 * ```
 */
export function ddmin<Item>(
  items: readonly Item[],
  fails: (part: readonly Item[]) => boolean,
  isOver: () => boolean = () => false,
): readonly Item[] {
  let current = items;
  let pieces = 2;
  while (current.length > 1 && !isOver()) {
    const size = Math.ceil(current.length / pieces);
    const reduced = smallerFailure(current, size, fails, isOver);
    if (reduced !== null) {
      pieces = reduced.length <= size ? 2 : Math.max(pieces - 1, 2);
      current = reduced;
    } else if (size === 1) return current;
    else pieces = Math.min(2 * pieces, current.length);
  }
  return current;
}

/** The first piece that fails, else the first complement of a piece that does; null: none. */
function smallerFailure<Item>(
  current: readonly Item[],
  size: number,
  fails: (part: readonly Item[]) => boolean,
  isOver: () => boolean,
): readonly Item[] | null {
  const starts = Array.from({ length: Math.ceil(current.length / size) }, (_, piece) => piece * size);
  for (const start of starts) {
    const piece = current.slice(start, start + size);
    if (piece.length < current.length && !isOver() && fails(piece)) return piece;
  }
  // Two pieces are each other's complements.
  if (starts.length <= 2) return null;
  for (const start of starts) {
    const complement = [...current.slice(0, start), ...current.slice(start + size)];
    if (!isOver() && fails(complement)) return complement;
  }
  return null;
}
