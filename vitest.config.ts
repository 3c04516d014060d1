import type { ViteUserConfig } from 'vitest/config';

const simulation = '**/*.sim.test.ts';
const processes = '**/*.process.test.ts';
const containers = '**/*.docker.test.ts';
const never = ['**/node_modules/**', 'store/**', 'dist/**'];

const config: ViteUserConfig = {
  test: {
    reporters: ['default', './scripts/closing-line-reporter.ts'],
    // Threads start no faster here, and in a process of its own a test file may take signals and leak nothing.
    pool: 'forks',
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,mjs}'],
          exclude: [...never, simulation, processes, containers],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'sim', include: [simulation], exclude: never, testTimeout: 600_000 },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: [processes],
          exclude: never,
          // Each of these starts a cluster; side by side with each other or with the rest they would measure the load.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 600_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'docker',
          include: [containers],
          exclude: never,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
};

export default config;
