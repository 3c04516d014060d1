import { expect, test } from 'vitest';
import { putRequest } from './etcd-connection.ts';

test('a put is a gRPC frame around a protobuf message', () => {
  expect(putRequest('k', 'vw')).toEqual(Buffer.from([0, 0, 0, 0, 7, 0x0a, 1, 0x6b, 0x12, 2, 0x76, 0x77]));
});

test('a length over 127 takes two bytes', () => {
  expect([...putRequest('', 'x'.repeat(300)).subarray(5, 10)]).toEqual([0x0a, 0, 0x12, 0xac, 0x02]);
});
