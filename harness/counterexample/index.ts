export { counterexampleOf } from './counterexample.ts';
export { type FingerprintMatch, matchFingerprint } from './fingerprint.ts';
export type { MessageSchedule } from './message-schedule.ts';
export { performMessages, type StepOutcome } from './perform-messages.ts';
export { scheduleInWords } from './schedule-words.ts';
