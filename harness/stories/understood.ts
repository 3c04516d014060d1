import { nearestWord } from '#foundation';
import { planOpenedBy } from './opening.ts';
import { type Blanks, blanks, type Question, type Sentence, sentences, stepMs } from './sentences.ts';
import { StoryError } from './story-error.ts';
import type { StoryPlan } from './story-plan.ts';

/** When a command happens, and what it asks. */
export type Moment = Readonly<{ atMs: number; asks: Question | null }>;

/** What the commands of a story amount to. @throws StoryError for one that is not understood, and where there is none */
export function understood(commands: readonly string[]): Readonly<{ plan: StoryPlan; moments: readonly Moment[] }> {
  const [opening = '', ...rest] = commands;
  const plan = planOpenedBy(opening);
  plan.wait(stepMs);
  const moments: Moment[] = [{ atMs: 0, asks: null }];
  for (const command of rest) {
    const { sentence, words } = sentenceOf(command);
    if (words.NODE !== '' && !plan.nodes.includes(words.NODE))
      throw new StoryError(`a story has no node "${words.NODE}"`);
    const { says, takesMs = stepMs, asks = null } = sentence;
    moments.push({ atMs: plan.nowMs, asks });
    says?.(plan, words);
    plan.wait(typeof takesMs === 'number' ? takesMs : takesMs(words));
  }
  const end = moments.findIndex(({ asks }) => asks === 'end');
  if (end === -1 || end < moments.length - 1) throw new StoryError('a story ends with "how does it end?"');
  return { plan, moments };
}

type Understood = Readonly<{ sentence: Sentence; words: Blanks }>;

function sentenceOf(command: string): Understood {
  for (const { sentence, pattern } of patterns) {
    const found = pattern.exec(command);
    if (found !== null) return { sentence, words: { ...noWords, ...found.groups } };
  }
  const near = nearestWord(command, Object.keys(sentences));
  throw new StoryError(`a story does not understand "${command}"; did you mean "${near}"?`);
}

/** The longest form first: `lose no more MESSAGES` before `lose MESSAGES`. */
const patterns = Object.entries(sentences)
  .toSorted(([one], [other]) => other.length - one.length)
  .map(([form, sentence]) => ({ sentence, pattern: patternOf(form) }));

const noWords: Blanks = { NODE: '', CLIENT: '', KIND: '', KEY: '', VALUE: '', MESSAGES: '', NUMBER: '' };

function patternOf(form: string): RegExp {
  const source = Object.entries(blanks).reduce(
    (text, [name, blank]) => text.replace(new RegExp(`\\b${name}\\b`), () => `(?<${name}>${blank})`),
    form.replace('?', String.raw`\?`),
  );
  return new RegExp(`^${source}$`);
}
