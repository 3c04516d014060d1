import type { Op, OpType } from './op.ts';

/**
 * A history written for a test: one line an op, `PROCESS TYPE F VALUE`, with `KEY` before `F` where there are several
 * registers: `1 invoke write 3`, `1 ok write 3`, `2 ok x:read null`. Node and time follow from process and index.
 */
export function historyOf(text: string): readonly Op[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const [process = '', type = '', subject = '', value = 'null'] = line.trim().split(/\s+/);
    const [f = '', key = 'x'] = subject.split(':').toReversed();
    const op = { index, process: Number(process), type: opType(type), f, key, value: JSON.parse(value) };
    return { ...op, timeNs: index * 1_000_000, node: `n${process}` };
  });
}

function opType(text: string): OpType {
  if (text === 'invoke' || text === 'ok' || text === 'fail' || text === 'info') return text;
  throw new Error(`"${text}" is no type of op`);
}
