import type { Message } from '#cluster-node';
import { hasRow } from './diagram-row.ts';
import type { Happening } from './happening.ts';

/** What a diagram is to be about: an instance, a moment or a node; absent: all of it. */
export type Around =
  | Readonly<{ kind: 'instance'; instance: number }>
  | Readonly<{ kind: 'time'; atMs: number }>
  | Readonly<{ kind: 'node'; node: number }>
  | null;

/** What nodes tell each other all the time; left out unless everything is asked for. */
const quiet: ReadonlySet<Message['kind']> = new Set<Message['kind']>(['heartbeat', 'heartbeat-ack']);

/** So many happenings before and after a moment. */
const aroundMoment = 25;

/** What of a run is worth a row. `isWhole`: heartbeats too. */
export function happeningsAround(
  happenings: readonly Happening[],
  around: Around,
  isWhole: boolean,
): readonly Happening[] {
  const told = isWhole ? happenings : happenings.filter((happening) => !isQuiet(happening));
  if (around === null) return told;
  if (around.kind === 'instance') {
    const values = valuesOf(told, around.instance);
    return told.filter(isAboutInstance(around.instance, (value) => values.has(value)));
  }
  if (around.kind === 'node') return told.filter((happening) => isAt(happening, around.node));
  const first = told.findIndex(({ atMs }) => atMs >= around.atMs);
  const middle = first === -1 ? told.length : first;
  return told.slice(Math.max(0, middle - aroundMoment), middle + aroundMoment);
}

/** Whom a diagram is for: what it is about, how many rows of it are shown, and whether heartbeats are. */
export type Wanted = Readonly<{ around: Around; rows: number; isWhole: boolean }>;

/**
 * Of what has happened so far, what may be shown when all has happened, so that the rest of a long run can be forgotten: a time
 * has its neighbours, a diagram its last rows. What clients ask for is kept for an instance, since its value is not known yet.
 */
export function wantedHappenings(
  happenings: readonly Happening[],
  { around, rows, isWhole }: Wanted,
  names: readonly string[],
): readonly Happening[] {
  if (around?.kind === 'instance') {
    const mayBeAbout = isAboutInstance(around.instance, () => true);
    return happenings.filter((happening) => mayBeAbout(happening) && (isWhole || !isQuiet(happening)));
  }
  const told = happeningsAround(happenings, around, isWhole);
  if (around?.kind === 'time') return told;
  // what one row joins has come to different nodes
  return told.filter((happening) => hasRow(happening, names)).slice(-rows * names.length);
}

function isQuiet(happening: Happening): boolean {
  return (happening.kind === 'delivered' || happening.kind === 'missed') && quiet.has(happening.message.kind);
}

function isAt(happening: Happening, node: number): boolean {
  const { kind } = happening;
  if (kind === 'delivered' || kind === 'missed') return happening.from === node || happening.to === node;
  if (kind === 'fault') return happening.nodes.includes(node);
  return kind === 'violation' || happening.node === node;
}

/** About the instance, about a value that somebody voted for in it, or about rounds, crashes and faults, which are about all. */
function isAboutInstance(instance: number, isItsValue: (value: string) => boolean): (happening: Happening) => boolean {
  return (happening) => {
    const { kind } = happening;
    if (kind === 'asked' || kind === 'answered') return isItsValue(happening.value);
    if (kind === 'delivered' || kind === 'missed') return isMessageAbout(happening.message, instance, isItsValue);
    if (kind === 'trace') return !('instance' in happening.told) || happening.told.instance === instance;
    if (kind !== 'durable') return true;
    return happening.records.some(
      (record) =>
        record.kind === 'promise' ||
        ((record.kind === 'vote' || record.kind === 'promise-instance') && record.instance === instance),
    );
  };
}

/** What somebody voted for in an instance. */
function valuesOf(happenings: readonly Happening[], instance: number): ReadonlySet<string> {
  return new Set(happenings.flatMap((happening) => valuesIn(happening, instance)).filter((value) => value !== ''));
}

function valuesIn(happening: Happening, instance: number): readonly string[] {
  if (happening.kind === 'durable') {
    return happening.records.flatMap((record) =>
      record.kind === 'vote' && record.instance === instance ? [record.value] : [],
    );
  }
  if (happening.kind !== 'trace') return [];
  const { told } = happening;
  return told.kind === 'decided' && told.instance === instance ? [told.value] : [];
}

function isMessageAbout(message: Message, instance: number, isItsValue: (value: string) => boolean): boolean {
  const { kind } = message;
  if (kind === 'phase1a' || kind === 'phase1b' || kind === 'any') return message.from <= instance;
  if (kind === 'chosen') return message.entries.some(([of]) => of === instance);
  if (kind === 'propose' || kind === 'forward') return isItsValue(message.value);
  return 'instance' in message && message.instance === instance;
}
