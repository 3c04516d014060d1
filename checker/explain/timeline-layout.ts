import type { ExplainedOperation, LinearizabilityExplanation } from './explain-linearizability.ts';
import type { PartialOrder } from './partial-orders.ts';

/** A box of the picture; lengths are in columns, one between each two neighbouring events. */
export type Box = Readonly<{
  /** Place of the operation. */
  operation: number;
  row: number;
  from: number;
  /** Null: it never ended. */
  to: number | null;
}>;

/** Where everything is, before anybody says how large a column is. */
export type TimelineLayout = Readonly<{
  processes: readonly string[];
  boxes: readonly Box[];
  /** Per event, the first at column 0: when it was, for people. */
  moments: readonly string[];
}>;

/** Operations shown at most: the last ones, which are where it went wrong. */
export const boxesMax = 60;

/** One row a process, in the order in which they begin; events are spread evenly, since only their order matters. */
export function timelineLayout({ operations }: LinearizabilityExplanation): TimelineLayout {
  const places = [...operations.keys()].slice(-boxesMax);
  const shown = places
    .map((place) => ({ place, operation: operations[place] }))
    .flatMap(({ place, operation }) => (operation === undefined ? [] : [{ place, operation }]));
  const positions = shown
    .flatMap(({ operation }) => [
      operation.invokeIndex,
      ...(operation.completeIndex === null ? [] : [operation.completeIndex]),
    ])
    .toSorted((one, other) => one - other);
  const columnOf = new Map(positions.map((position, column) => [position, column]));
  const processes = [...new Set(shown.map(({ operation }) => processName(operation)))];
  const times = new Map(shown.flatMap(({ operation }) => timesOf(operation)));
  const hasTimes = shown.some(({ operation }) => operation.invokeNs !== operation.invokeIndex);
  const startNs = Math.min(...times.values());
  return {
    processes,
    boxes: shown.map(({ place, operation }) => ({
      operation: place,
      row: processes.indexOf(processName(operation)),
      from: columnOf.get(operation.invokeIndex) ?? 0,
      to: operation.completeIndex === null ? null : (columnOf.get(operation.completeIndex) ?? 0),
    })),
    moments: positions.map((position) =>
      hasTimes ? `+${milliseconds((times.get(position) ?? startNs) - startNs)}` : `#${position}`,
    ),
  };
}

/**
 * Where the steps of an order are drawn: the column of each, rising, within the boxes of its operation. Several between the
 * same two events share that column evenly.
 */
export function stepColumns({ steps }: PartialOrder, { boxes }: TimelineLayout): readonly number[] {
  const from = new Map(boxes.map((box) => [box.operation, box.from]));
  let latest = 0;
  const columns = steps.map(({ operation }) => (latest = Math.max(latest, from.get(operation) ?? 0)));
  return columns.map((column, place) => {
    const first = columns.indexOf(column);
    const count = columns.filter((other) => other === column).length;
    return column + (place - first + 1) / (count + 1);
  });
}

/** As rows are called: the process, and the node that it called home. */
export function processName({ process, node }: ExplainedOperation): string {
  return `${process < 0 ? `unnamed ${-process}` : `process ${process}`}${node === null ? '' : ` (${node})`}`;
}

function timesOf({ invokeIndex, completeIndex, invokeNs, completeNs }: ExplainedOperation): [number, number][] {
  if (completeIndex === null) return [[invokeIndex, invokeNs]];
  return [
    [invokeIndex, invokeNs],
    [completeIndex, completeNs ?? invokeNs],
  ];
}

function milliseconds(ns: number): string {
  const ms = ns / 1e6;
  return `${ms >= 100 ? Math.round(ms) : ms.toPrecision(3)} ms`;
}
