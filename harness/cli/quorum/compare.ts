import { exitStatus } from '../../exit-status.ts';
import { comparison } from '../../quorum-report/comparison.ts';
import { comparisonText } from '../../quorum-report/comparison-text.ts';
import { type AskedCircumstances, askedCircumstances } from './asked-circumstances.ts';
import { askedSystem } from './asked-system.ts';

/** The options of `quorum compare` as commander gives them. */
export type CompareOptions = AskedCircumstances & Readonly<{ json?: boolean }>;

/** Prints two systems side by side. Exit status 0: both are safe; 1: one is unsafe; 2: one is undecided. */
export function compareCommand(a: string, b: string, options: CompareOptions): number {
  const [one, other] = [askedSystem(a, {}), askedSystem(b, {})];
  const compared = comparison(one, other, askedCircumstances(options, [one, other]));
  const text = options.json === true ? `${JSON.stringify(compared)}\n` : comparisonText(one, other, compared);
  process.stdout.write(text);
  const safeties = [compared.a.safety, compared.b.safety];
  if (safeties.includes('unsafe')) return exitStatus.invalid;
  return safeties.includes('undecided') ? exitStatus.unknown : exitStatus.valid;
}
