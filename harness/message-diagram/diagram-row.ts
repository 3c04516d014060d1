import { type Happening } from './happening.ts';
import { messageWords, recordsWords, traceWords } from './message-words.ts';
import { outcomeWords, valueWords } from './value-words.ts';

/** Where clients stand in a diagram; nodes stand at their indices. */
export const clientsColumn = -1;

/** What a mark means. */
export type DiagramMark = 'does' | 'disk' | 'chosen' | 'crash' | 'start' | 'fault' | 'violation';

/** One row of a diagram: an arrow, or marks at some columns; and words. */
export type DiagramRow = Readonly<{ atMs: number; event: number; words: string }> &
  (
    | Readonly<{ kind: 'arrow'; from: number; to: readonly number[]; isLost: boolean }>
    | Readonly<{ kind: 'marks'; at: readonly number[]; mark: DiagramMark }>
  );

/** Told later than it was sent by more than this, a message says since when it was on its way. */
const longMs = 5;

/** The rows of what happened. One message that arrives at several nodes in a row is one arrow with several ends. */
export function diagramRows(happenings: readonly Happening[], names: readonly string[]): readonly DiagramRow[] {
  const rows: DiagramRow[] = [];
  let last: Happening | null = null;
  for (const happening of happenings) {
    const row = rowOf(happening, names);
    if (row === null) continue;
    const before = rows.at(-1);
    if (before?.kind === 'arrow' && row.kind === 'arrow' && last !== null && isSameBroadcast(last, happening)) {
      rows[rows.length - 1] = { ...before, to: [...before.to, ...row.to] };
    } else {
      rows.push(row);
    }
    last = happening;
  }
  return rows;
}

/** Whether it is worth a row, or part of one. */
export function hasRow(happening: Happening, names: readonly string[]): boolean {
  return rowOf(happening, names) !== null;
}

function isSameBroadcast(one: Happening, other: Happening): boolean {
  if ((one.kind !== 'delivered' && one.kind !== 'missed') || one.kind !== other.kind) return false;
  const isSameLoss = one.kind === 'delivered' || (other.kind === 'missed' && one.why === other.why);
  return isSameLoss && one.message === other.message && one.from === other.from && one.atMs === other.atMs;
}

function rowOf(happening: Happening, names: readonly string[]): DiagramRow | null {
  const { atMs, event } = happening;
  const marks = (node: number, mark: DiagramMark, words: string | null): DiagramRow | null =>
    words === null ? null : { atMs, event, words: `${names[node] ?? ''} ${words}`, kind: 'marks', at: [node], mark };
  switch (happening.kind) {
    case 'delivered': {
      const { from, to, message, sentAtMs } = happening;
      const since = atMs - sentAtMs > longMs ? `, sent at ${timeText(sentAtMs)}` : '';
      return {
        atMs,
        event,
        words: `${messageWords(message, names)}${since}`,
        kind: 'arrow',
        from,
        to: [to],
        isLost: false,
      };
    }
    case 'missed': {
      const { from, to, message, why } = happening;
      const words = `${messageWords(message, names)} — ${losses[why]}`;
      return { atMs, event, words, kind: 'arrow', from, to: [to], isLost: true };
    }
    case 'asked': {
      const words = `asks for ${valueWords(happening.value)}`;
      return { atMs, event, words, kind: 'arrow', from: clientsColumn, to: [happening.node], isLost: false };
    }
    case 'answered': {
      const words = `${valueWords(happening.value)}: ${outcomeWords(happening.outcome)}`;
      return { atMs, event, words, kind: 'arrow', from: happening.node, to: [clientsColumn], isLost: false };
    }
    case 'durable':
      return marks(happening.node, 'disk', recordsWords(happening.records, names));
    case 'trace': {
      const { told, node } = happening;
      return marks(node, told.kind === 'decided' ? 'chosen' : 'does', traceWords(told, names));
    }
    case 'crashed':
      return marks(happening.node, 'crash', `crashes${appends[happening.append]}`);
    case 'started':
      return marks(happening.node, 'start', `starts${happening.tornBytes > 0 ? ', and cuts a torn record off' : ''}`);
    case 'stopped':
      return marks(happening.node, 'crash', `stops: ${happening.reason}`);
    case 'fault': {
      const who =
        happening.nodes.length === names.length ? '' : `${happening.nodes.map((node) => names[node]).join(', ')} `;
      return { atMs, event, words: `${who}${happening.words}`, kind: 'marks', at: happening.nodes, mark: 'fault' };
    }
    case 'violation':
      return { atMs, event, words: happening.words, kind: 'marks', at: [], mark: 'violation' };
  }
}

const losses = { cut: 'cut off', lost: 'lost', dropped: 'dropped', down: 'its receiver is down' } as const;
const appends = {
  idle: '',
  lost: '; what it was writing is lost',
  torn: '; of what it was writing a part is left',
  whole: '; what it was writing is on disk',
} as const;

/** Milliseconds, to the microsecond. */
export function timeText(ms: number): string {
  return `${ms.toFixed(3)} ms`;
}
