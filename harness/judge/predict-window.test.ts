import { expect, test } from 'vitest';
import { quorumFamily } from '#quorums';
import type { Fault, FaultStage } from '../ports/index.ts';
import { predictWindow } from './predict-window.ts';

const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];
const family = quorumFamily({ kind: 'cardinality', nodes: 5, phase1: 3, classic: 3, fast: 4 });
const kill = (...killed: string[]): Fault => ({ kind: 'kill', nodes: killed });
const stage = (...faults: Fault[]): FaultStage => ({ name: 'test', faults, forMs: null });
const predict = (...stages: FaultStage[]) => predictWindow({ kind: 'quorum', variant: 'test', stages }, nodes, family);

test('stages that agree are a prediction, others are none', () => {
  expect(predict(stage(kill('n1')))).toBe('must');
  expect(predict(stage(kill('n1')), stage(kill('n1', 'n2')))).toBe('must');
  expect(predict(stage(kill('n1', 'n2', 'n3')))).toBe('cannot');
  expect(predict(stage(kill('n1')), stage(kill('n1', 'n2', 'n3')))).toBe('may');
});

test('a stage of several faults is not predicted', () => {
  expect(predict(stage(kill('n1'), { kind: 'pause', nodes: ['n2'] }))).toBe('may');
});

test('a fault that is not of stages is predicted as ever', () => {
  expect(predictWindow(kill('n1', 'n2', 'n3'), nodes, family)).toBe('cannot');
});
