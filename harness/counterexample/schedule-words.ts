import { assertNever } from '#foundation';
import type { MessageSchedule, ScheduleStep } from './message-schedule.ts';

/** The steps as a person would tell them, one numbered sentence each. */
export function scheduleInWords({ steps }: MessageSchedule): readonly string[] {
  return steps.map((step, index) => `${String(index + 1).padStart(2)}. ${stepInWords(step)}`);
}

/** One step in one sentence, without its number. */
export function stepInWords(step: ScheduleStep): string {
  switch (step.kind) {
    case 'begin':
      return `${step.coordinator} begins round ${step.round}, a ${step.roundKind} one.`;
    case 'deliver':
      return deliveryInWords(step);
    case 'invoke':
      return `A client of ${step.node} asks for ${step.contender}.`;
    case 'answered':
      return `${step.node} tells its client that ${step.contender} is done.`;
    case 'pick':
      return `${step.coordinator} sees two values that may both be chosen, and goes on with ${step.contender}.`;
    case 'alarm':
      return `${step.coordinator} sees two values that may both be chosen, raises an alarm and stops.`;
    default:
      return assertNever(step);
  }
}

function deliveryInWords({ message, round, value, from, to }: Extract<ScheduleStep, { kind: 'deliver' }>): string {
  const [senders, receivers] = [from.join(', '), to.join(', ')];
  switch (message) {
    case 'phase1a':
      return `1a(${round}) of ${senders} reaches ${receivers} and nobody else.`;
    case 'phase1b':
      return `1b(${round}) of ${senders} reaches ${receivers}: these, and ${receivers} itself, have promised round ${round}.`;
    case 'any':
      return `2a(${round}, ANY) of ${senders} reaches ${receivers}.`;
    case 'propose':
      return `The proposal of ${value} by ${senders} reaches ${receivers}, who vote for it in round ${round}.`;
    case 'phase2a':
      return `2a(${round}, ${value}) of ${senders} reaches ${receivers}, who vote for it.`;
    case 'phase2b':
      return `2b(${round}, ${value}) of ${senders} reaches ${receivers}.`;
    default:
      return assertNever(message);
  }
}
