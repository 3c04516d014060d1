import type { Word } from '../family.ts';
import type { Action } from '../general/model-calls.ts';

/** What stands in `kind` of the calls on a set; `a` is the element, `noValue` for a read of the whole set. */
export const setKind: Readonly<{
  present: 0;
  absent: 1;
  add: 2;
  addAnyhow: 3;
  remove: 4;
  removeAnyhow: 5;
  readAll: 6;
}> = {
  /** It found the element: `contains`, or an `add` that changed nothing. */
  present: 0,
  /** It did not: `contains`, or a `remove` that changed nothing. */
  absent: 1,
  /** It changed the set, as it was told. */
  add: 2,
  /** Nobody knows whether the element was there before. */
  addAnyhow: 3,
  remove: 4,
  removeAnyhow: 5,
  readAll: 6,
};

/** An action of the set model as a word. */
export function setWord({ input, output }: Action): Word {
  if (typeof input !== 'object' || input === null || !('f' in input) || !('element' in input)) {
    return { kind: setKind.readAll, about: null };
  }
  const about = [input.element]; // in a list, because null is an element too
  const isTold = typeof output === 'boolean';
  if (input.f === 'add') {
    return { kind: !isTold ? setKind.addAnyhow : output ? setKind.add : setKind.present, about };
  }
  if (input.f === 'remove') {
    return { kind: !isTold ? setKind.removeAnyhow : output ? setKind.remove : setKind.absent, about };
  }
  return { kind: output === true ? setKind.present : setKind.absent, about };
}
