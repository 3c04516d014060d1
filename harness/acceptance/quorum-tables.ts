import {
  type CardinalitySetting,
  checkSetting,
  crashTolerance,
  fromLamport,
  type LamportSetting,
  largestClassicCrashes,
  largestFastCrashes,
} from '#quorums';
import type { CheckReport } from '../quorum-report/check-report.ts';
import { ballotproof, printedJson } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

/** protocol.md 6.1: of so many settings of 1 to 10 nodes this many are safe. */
const safeCounts = [1, 3, 9, 17, 32, 50, 78, 110, 155, 205];
/** As eF,eC / eC,eF: Lamport's two extreme choices for 3 to 12 nodes, *Fast Paxos*, section 3.1. */
const lamportChoices = '0,0/1,0 1,1/1,1 1,1/2,1 1,1/2,1 2,2/3,1 2,2/3,2 2,2/4,2 3,3/4,2 3,3/5,2 3,3/5,3'.split(' ');
const lamportNodesMin = 3;
/** By the sums of protocol.md 3.1: how `quorum check` has to end. */
const checked = [
  { setting: '5/5/1/3', isSafe: true },
  { setting: '10/9/2/6', isSafe: true },
  { setting: '10/8/3/7', isSafe: true },
  { setting: '10/8/3/6', isSafe: false },
  { setting: '5/4/4/3', isSafe: false },
  { setting: '10/7/3', isSafe: false },
];

/** What is known of settings from the papers and by enumeration is what the algebra says, and the command with it. */
export const quorumTables: AcceptanceLine = {
  number: 15,
  title: 'What is known of quorum settings is what "quorum check" says',
  hasShortForm: true,
  async replay(trial) {
    const counts = safeCounts.map((_, index) => safeSettings(index + 1));
    trial.check('safe settings of 1 to 10 nodes', counts.join() === safeCounts.join(), counts.join(', '));
    for (const [index, known] of lamportChoices.entries()) checkLamport(trial, index + lamportNodesMin, known);
    for (const { setting, isSafe } of checked) {
      const { status, stdout, stderr } = await ballotproof(trial, ['quorum', 'check', setting, '--json']);
      const report = printedJson<CheckReport>(stdout);
      const wanted = isSafe ? { status: 0, safety: 'safe' } : { status: 1, safety: 'unsafe' };
      trial.check(
        `${setting} is ${wanted.safety}, exit ${wanted.status}`,
        status === wanted.status && report?.safety === wanted.safety,
        `${report?.safety ?? stderr}, exit ${status}`,
      );
      if (setting !== '5/5/1/3') continue;
      const survived = report?.price?.paths.leaderChange?.crashesSurvived;
      trial.check('and it survives no crash in phase 1', survived === 0, `${survived} crashes`);
    }
  },
};

function safeSettings(nodes: number): number {
  const sizes = Array.from({ length: nodes }, (_, index) => index + 1);
  return sizes
    .flatMap((phase1) => sizes.flatMap((classic) => sizes.map((fast) => ({ nodes, phase1, classic, fast }))))
    .filter((setting) => checkSetting(setting).isSafe).length;
}

function checkLamport(trial: Trial, nodes: number, known: string): void {
  const [first, second] = [largestFastCrashes(nodes), largestClassicCrashes(nodes)];
  const seen = `${first.fastCrashes},${first.classicCrashes}/${second.classicCrashes},${second.fastCrashes}`;
  const survive = [first, second].every((choice) => survivesAsItSays(choice, fromLamport(choice)));
  trial.check(
    `Lamport's choices for ${nodes} nodes are safe and survive what they say`,
    survive && seen === known,
    seen,
  );
}

function survivesAsItSays({ fastCrashes, classicCrashes }: LamportSetting, setting: CardinalitySetting): boolean {
  const { fast, classic } = crashTolerance({ kind: 'cardinality', ...setting });
  return checkSetting(setting).isSafe && fast?.survived === fastCrashes && classic?.survived === classicCrashes;
}
