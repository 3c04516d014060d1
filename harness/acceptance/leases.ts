import { runRegister } from './ballotproof.ts';
import { convict, tortureThreads } from './in-memory-cluster.ts';
import type { AcceptanceLine } from './trial.ts';

/** Rows of docs/protocol-bugs.md: a lease without margin or on the wall clock, and one forgotten by a restart. */
const leaseRows = [46, 47];

/** Leases hold while clocks drift within their bound and processes stop, and break in the ways that are known. */
export const leases: AcceptanceLine = {
  number: 14,
  title: 'Reads by lease are valid at clock rates from 0.9 to 1.1 and under pauses; broken leases are convicted',
  hasShortForm: true,
  async replay(trial) {
    const pool = tortureThreads();
    try {
      await convict(trial, pool, leaseRows);
    } finally {
      await pool.destroy();
    }
    if (trial.isShort) return;
    for (const environment of ['process', 'docker']) {
      const options = '--reads lease --nemesis clock:rate,pause --time-limit 300 --seed 7';
      const { status, results, stderr } = await runRegister(trial, options, environment);
      trial.check(`${environment}: valid, exit 0`, status === 0, results?.sentence ?? stderr);
    }
  },
};
