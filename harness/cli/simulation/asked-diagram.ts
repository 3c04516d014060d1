import { UsageError } from '../../harness-error.ts';
import type { Around, Wanted } from '../../message-diagram/index.ts';
import { wholeNumber } from '../../option-values.ts';
import { refuseWithoutFolder } from '../refuse-without-folder.ts';

/** What `replay` takes about its diagram, as commander gives it. */
export type DiagramOptions = Readonly<{
  until?: string;
  around?: string;
  rows: string;
  all?: boolean;
  svg?: string;
}>;

/** Which diagram is asked for, of a run up to which event, and where it is drawn. */
export type AskedDiagram = Wanted & Readonly<{ until: number | undefined; svg: string | undefined }>;

/** Of a longer diagram the end is shown. */
export const rowsDefault = '150';

/** What is asked for of a run of these nodes. @throws UsageError */
export function askedDiagram(options: DiagramOptions, names: readonly string[]): AskedDiagram {
  refuseWithoutFolder('--svg', options.svg);
  return {
    until: options.until === undefined ? undefined : wholeNumber('--until', options.until, 1, 1e12),
    around: askedAround(options.around, names),
    rows: wholeNumber('--rows', options.rows, 1, 1_000_000),
    isWhole: options.all === true,
    svg: options.svg,
  };
}

/** @throws UsageError */
function askedAround(text: string | undefined, names: readonly string[]): Around {
  if (text === undefined) return null;
  const node = names.indexOf(text);
  if (node !== -1) return { kind: 'node', node };
  if (/^\d+$/.test(text))
    return { kind: 'instance', instance: wholeNumber('--around', text, 0, Number.MAX_SAFE_INTEGER) };
  const [, ms] = /^(\d+(?:\.\d+)?)ms$/.exec(text) ?? [];
  if (ms !== undefined) return { kind: 'time', atMs: Number(ms) };
  throw new UsageError(
    `--around takes an instance such as 3, a time such as 1200ms, or a node (${names.join(', ')}), not "${text}".`,
  );
}
