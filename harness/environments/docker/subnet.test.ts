import { expect, test } from 'vitest';
import { freeSubnets, nodeAddress, subnetOf } from './subnet.ts';

test('subnets are taken in order from 198.18.0.0/15, without those in use', () => {
  const free = freeSubnets(['172.17.0.0/16', '198.18.0.0/24', '198.18.2.0/24', '']);
  expect(free).toHaveLength(510);
  expect(free.slice(0, 2)).toEqual(['198.18.1.0/24', '198.18.3.0/24']);
  expect(free.at(-1)).toBe('198.19.255.0/24');
});

test('an address of an interface takes its whole subnet', () => {
  expect(freeSubnets([subnetOf('198.18.0.1')])[0]).toBe('198.18.1.0/24');
});

test('nodes of a subnet have addresses of their own, away from those of the engine', () => {
  const addresses = Array.from({ length: 31 }, (_, index) => nodeAddress('198.19.7.0/24', index));
  expect(addresses[0]).toBe('198.19.7.10');
  expect(new Set(addresses).size).toBe(31);
});
