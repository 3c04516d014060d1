import { assertNever } from '#foundation';
import type { PlayStep } from './play-script.ts';

/** A step in words, as `observations.json` keeps it. */
export function stepWords(step: PlayStep): string {
  switch (step.kind) {
    case 'deliver':
      return `${step.from} to ${step.to}: ${JSON.stringify(step.message)}`;
    case 'withhold':
      return `${step.from} to ${step.to}, withheld: ${JSON.stringify(step.message)}`;
    case 'ask':
      return `a client asks ${step.node} for ${step.value}`;
    case 'answered':
      return `${step.node} answers ${step.value}`;
    case 'begin-round':
      return `${step.node} begins a ${step.roundKind} round`;
    case 'recover':
      return `${step.node} is asked to recover instance ${step.instance}`;
    case 'let-go':
      return `${step.node} goes on by timeouts`;
    case 'kill':
      return `${step.node} is killed`;
    case 'restart':
      return `${step.node} is started again`;
    case 'turn-clock':
      return `the clock of ${step.node} is turned: ${JSON.stringify(step.skew)}`;
    case 'right-clock':
      return `the clock of ${step.node} is right again`;
    default:
      return assertNever(step);
  }
}
