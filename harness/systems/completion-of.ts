import type { ClientOutcome } from '#cluster-node';
import { assertNever } from '#foundation';
import type { Completion } from '../ports/index.ts';

/** What a node's answer means for the history: only a logged rejection is a definite failure. */
export function completionOf(outcome: ClientOutcome): Completion {
  switch (outcome.kind) {
    case 'ok':
      return { kind: 'ok', value: outcome.value };
    case 'rejected':
      return { kind: 'rejected', error: outcome.reason };
    case 'unavailable':
      return { kind: 'indefinite', error: outcome.reason, sent: true };
    default:
      return assertNever(outcome);
  }
}
