import { expect, test } from 'vitest';
import { SimDisk } from './sim-disk.ts';
import { VirtualTime } from './virtual-time.ts';

const appends = 3_000;

/** A disk on which append k wrote the number k in four bytes. */
function filledDisk(): SimDisk {
  const time = new VirtualTime();
  const disk = new SimDisk(time, 7, { syncMinMs: 1, syncMaxMs: 2 });
  for (let number = 0; number < appends; number += 1) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(number);
    const ends: string[] = [];
    disk.append(
      bytes,
      () => ends.push('durable'),
      () => ends.push('done'),
    );
    while (time.step());
    expect(ends).toEqual(['durable', 'done']);
  }
  return disk;
}

function numbersIn(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, place) => bytes.readUInt32BE(place * 4));
}

test('a disk holds thousands of appends in their order', () => {
  expect(numbersIn(filledDisk().read())).toEqual(Array.from({ length: appends }, (_, number) => number));
});

test.each([0, 1, 2_000, 4 * appends - 1, 4 * appends])('a disk is cut to its first %d bytes', (sizeBytes) => {
  const disk = filledDisk();
  const before = disk.read();
  disk.truncate(sizeBytes);
  expect(disk.read().equals(before.subarray(0, sizeBytes))).toBe(true);
});

test('one byte is damaged, and never one of the last two appends', () => {
  const disk = filledDisk();
  const before = disk.read();
  expect(disk.corrupt(0.999_999)).toBe(true);
  const after = disk.read();
  const damaged = [...after.keys()].filter((place) => after[place] !== before[place]);
  expect(damaged).toEqual([4 * (appends - 2) - 1]);
});
