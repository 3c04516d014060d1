import { expect, test } from 'vitest';
import { detectFormat } from './detect-format.ts';

test.each([
  ['jsonl', '{"process":0,"type":"invoke"}\n{"process'],
  ['jsonl', '\n {"index":0,"process":0'],
  ['json', '[{"type":"invoke"},\n'],
  ['json', '[\n  {\n    "type": "invoke"'],
  ['json', '{\n  "type": "invoke"\n}\n'],
  ['json', '[]'],
  ['edn', '{:type :invoke}'],
  ['edn', '; a comment\n; another\n[{:type :invoke}'],
  ['edn', '({:type :ok}'],
  ['edn', '#jepsen.history.Op{:index 0}'],
  ['edn', '[#jepsen.history.Op{:index 0}'],
  ['edn', '#_ 1 {:type :ok}'],
  ['jepsen-log', 'INFO  jepsen.util - 4\t:invoke\t:read\tnil'],
  ['jepsen-log', '2015-01-01 10:00:00,000 INFO  jepsen.util - 4\t:invoke\t:read\tnil'],
  ['call-log', '# @object atomic-queue\n[1] call enq(1)'],
  ['call-log', '\n   [7] call pop()'],
  ['sessions', 'w 0 0\nr 1 1\n'],
  ['plume', 'w(0,0,0,0)\n'],
  [null, 'hello'],
  [null, '<html>'],
  [null, ''],
])('%s: %s', (format, beginning) => {
  expect(detectFormat(beginning)).toBe(format);
});
