import type { ReplicaEvent } from '../protocol/effects.ts';

/** What somebody may ask of a node's rounds. */
export type RoundsEvent = Extract<ReplicaEvent, { kind: 'begin-round' | 'recover' | 'rounds-by-timeouts' }>;

/** What the body of `POST /rounds` asks for: `{"begin":"classic"}`, `{"begin":"fast"}`, `{"recover":3}` (an instance) or `{"by":"timeouts"}`; else null. */
export function parseRoundsRequest(body: string): RoundsEvent | null {
  const asked = parsed(body);
  if (typeof asked !== 'object' || asked === null || Object.keys(asked).length !== 1) return null;
  const { begin, recover, by } = asked as Record<string, unknown>;
  if (begin === 'classic' || begin === 'fast') return { kind: 'begin-round', roundKind: begin };
  if (typeof recover === 'number' && Number.isSafeInteger(recover) && recover > 0)
    return { kind: 'recover', instance: recover };
  return by === 'timeouts' ? { kind: 'rounds-by-timeouts' } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
