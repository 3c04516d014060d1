/** AG: two values chosen; LW: an acknowledged write is lost; SR: a stale read; DUP: executed twice; DIV: replicas differ; FA: a false verdict. */
export type Anomaly = 'AG' | 'LW' | 'SR' | 'DUP' | 'DIV' | 'FA';

/** A way to get the protocol wrong; its number is its name in protocol.md, section 5. */
export type Bug = Readonly<{
  number: number;
  name: string;
  wrongStep: string;
  anomalies: readonly Anomaly[];
  /** Absent: the node can have it, and a mutant has. Else whose bug it is, or what the node would have to be capable of. */
  notInTheNode?: Readonly<{ kind: 'client'; because: string }> | Readonly<{ kind: 'needs'; capability: string }>;
}>;

const snapshots = 'snapshots';
const changingSizes = 'changing quorum sizes';

/** All of them. */
export const bugs: readonly Bug[] = [
  bug(1, 'forgetful promise', '1b leaves before the promise is on disk', 'AG'),
  bug(2, 'unsynced vote', '2b leaves before the vote is on disk', 'AG', 'LW'),
  bug(3, 'torn vote', 'round and value of a vote are written one after the other', 'AG'),
  bug(4, 'stale accept', 'a vote in a round below the promise', 'AG'),
  bug(5, 'vote does not raise the promise', 'after a vote a lower round is voted in', 'AG'),
  bug(6, 'one variable for promise and vote', '1b reports the promise as the round of the vote', 'AG'),
  bug(7, 'double vote', 'a second proposal is voted for in the same fast round', 'AG'),
  bug(8, 'highest round without O4', 'any value of the highest round is taken', 'AG'),
  bug(9, 'O4 needs a visible quorum', 'silent acceptors are taken for such that have not voted', 'AG'),
  bug(10, 'K2a dropped', 'the only value of the highest round is not taken', 'AG'),
  bug(11, 'one empty report frees all', 'one acceptor has not voted, so nothing was chosen', 'AG'),
  bug(12, 'own value first', 'reported votes are ignored', 'AG', 'LW'),
  bug(13, 'wrong vote preferred', 'the lowest or the first vote, and not that of the highest round', 'AG'),
  bug(14, 'phase-1 quorum too small', 'one member too few', 'AG'),
  bug(15, 'classic quorum too small', 'one member too few', 'AG'),
  bug(16, 'fast quorum too small', 'one member too few', 'AG'),
  bug(17, 'fast round counted as classic', 'a learner waits for a classic quorum only', 'AG'),
  bug(18, 'recovery with too few reports', 'a phase-2 quorum of reports instead of a phase-1 quorum', 'AG'),
  bug(19, 'ANY though constrained', 'ANY is sent though the pick is forced', 'AG'),
  bug(20, 'recovery in the same round', 'the 2a of a recovery bears the round that collided', 'AG'),
  bug(21, 'round used again', 'a restarted coordinator begins a round that it had begun', 'AG'),
  bug(22, 'nack jump', 'after a nack a higher round without phase 1', 'AG'),
  bug(23, 'mixed reports', '1b of an older round counts', 'AG'),
  bug(24, 'duplicate 1b counted twice', 'reports are counted, not acceptors', 'AG'),
  bug(25, 'learner mixes rounds', 'votes are summed over rounds', 'AG'),
  bug(26, 'learner ignores the value', 'votes are summed over values', 'AG'),
  bug(27, 'duplicate 2b counted twice', 'votes are counted, not acceptors', 'AG'),
  needs('revision C', bug(28, 'revision C on a fast round', 'one report of a fast round settles it', 'AG')),
  needs('revision B', bug(29, 'revision B reversed', 'phase 2 is checked against lower phases 1', 'AG')),
  bug(30, 'heads instead of weights', 'members are counted where weights should be', 'AG'),
  needs('uncoordinated recovery', bug(31, 'uncoordinated recovery counted classic', 'R instead of F', 'AG')),
  needs('rounds owned by vote', bug(32, 'voted rounds with a small phase 1', 'two nodes own a round', 'AG')),
  bug(33, 'live majority', 'quorums are taken from the reachable nodes', 'AG'),
  bug(34, 'amnesia', 'a node comes back under its old name without its disk', 'AG', 'LW'),
  bug(35, 'own vote counted early', 'a leader counts its vote before its own sync', 'AG', 'LW'),
  bug(36, '1b omits what is committed', 'a follower reports uncommitted votes only', 'AG', 'LW'),
  bug(37, 'hole filled blindly', 'a no-op in an instance that phase 1 did not ask for', 'AG', 'LW'),
  bug(38, 'commit by index', 'a follower takes its own vote for what was chosen', 'DIV'),
  bug(39, 'applies past a hole', 'what is learned later is executed later, or never', 'DIV'),
  bug(40, 'no deduplication', 'a command that is chosen twice is executed twice', 'DUP'),
  needs(snapshots, bug(41, 'session table not in the snapshot', 'duplicates after an install', 'DUP', 'DIV')),
  bug(42, 'highest sequence with pipelining', 'an earlier command that comes later is dropped', 'LW'),
  inClient(
    'who retries chooses the id; nodes execute what bears another id as another command',
    bug(43, 'retry under a new id', 'timeout, then both succeed', 'DUP'),
  ),
  bug(44, 'early answer', 'a client is answered before a quorum has voted', 'LW'),
  bug(45, 'local read', 'a read is served from whatever the own state is', 'SR'),
  bug(46, 'lease without margin', 'clocks and pauses are not allowed for', 'SR'),
  bug(47, 'lease forgotten in a restart', 'an acceptor answers 1a at once', 'SR'),
  bug(48, 'client-side learning', 'a fast write is answered before the leader knows of it', 'SR'),
  bug(49, 'reads before recovery is over', 'a new leader serves reads at once', 'SR'),
  needs(snapshots, bug(50, 'snapshot drops promise or votes', 'an install resets the acceptor', 'AG')),
  needs(snapshots, bug(51, 'truncated means never voted', '1b is silent about what was truncated', 'AG', 'LW')),
  needs(changingSizes, bug(52, 'sizes switched at once', 'the new L without the old R', 'AG')),
  inClient(
    'nodes say what they know; it is the client who calls a timeout a failure',
    bug(53, 'timeout reported as fail', 'what is said to have failed takes effect later', 'FA'),
  ),
  bug(54, 'executing reads the clock', 'replicas decide by their own clocks', 'DIV'),
  bug(55, 'ANY from too low', 'ANY opens instances that are decided', 'AG'),
  bug(56, 'ghost ANY', 'proposals are voted for without ANY', 'AG'),
  bug(57, 'classic 2a after ANY', 'step 0 goes on though step 1 is open', 'AG'),
  bug(58, 'confirmation after a higher promise', 'leases and reads are confirmed all the same', 'SR'),
  bug(59, 'any learner answers', 'what the leader does not know of is executed and answered', 'SR'),
  needs(changingSizes, bug(60, 'new families not durable', 'an uninformed candidate uses the old ones', 'AG')),
  needs(snapshots, bug(61, 'from not raised to the truncation mark', 'truncated instances are opened', 'AG')),
  bug(62, 'instance promise not durable', 'the promise for one recovery is forgotten in a restart', 'AG'),
  bug(63, 'incomplete 1b counted', 'a part is taken for the whole report', 'AG', 'LW'),
  bug(64, 'confirmation from before the request', 'a read is answered by an older confirmation', 'SR'),
];

function bug(number: number, name: string, wrongStep: string, ...anomalies: readonly Anomaly[]): Bug {
  return { number, name, wrongStep, anomalies };
}

function needs(capability: string, of: Bug): Bug {
  return { ...of, notInTheNode: { kind: 'needs', capability } };
}

function inClient(because: string, of: Bug): Bug {
  return { ...of, notInTheNode: { kind: 'client', because } };
}
