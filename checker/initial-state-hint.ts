import { endings, type OperationTable } from './history/operation-table.ts';
import { attemptOf } from './linearizability/attempt-of.ts';
import { multiRegisterModel, type RegisterAccess } from './models/multi-register.ts';

const ok = endings.indexOf('ok');
const fail = endings.indexOf('fail');

/**
 * What to say of several registers that are `invalid` when nobody told what they hold at first: a value that was read and
 * that nobody wrote may be just that. Null: every value was written. Linear.
 */
export function initialStateHint(table: OperationTable): string | null {
  const written = new Set<string>();
  const read = new Map<string, RegisterAccess>();
  const model = multiRegisterModel();
  for (let row = 0; row < table.size; row += 1) {
    if (table.type[row] === fail) continue;
    for (const access of model.parse(attemptOf(table, row)).input) {
      const name = JSON.stringify([access.register, access.value]);
      if (access.f === 'write') written.add(name);
      else if (table.type[row] === ok && access.value !== null) read.set(name, access);
    }
  }
  const unwritten = [...read].find(([name]) => !written.has(name));
  if (unwritten === undefined) return null;
  const [, { register, value }] = unwritten;
  const state = JSON.stringify({ [register]: value });
  return `Nobody wrote ${JSON.stringify(value)}, which was read from ${register}. If that is what it holds at first, say so: --initial '${state}'.`;
}
