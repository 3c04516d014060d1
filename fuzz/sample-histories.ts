import { ednLines, jsonLines, TableBuilder } from '#checker';

/** Valid histories in every form that can be read, small enough that damage hits something. */
export const samples: readonly string[] = [...registers(), ...transactions(), ...texts()];

/** Registers with two keys, in lines of JSON, as a list in JSON, in EDN with and without pairs. */
function registers(): readonly string[] {
  const builder = new TableBuilder();
  for (let round = 0; round < 12; round += 1) {
    const key = round % 2 === 0 ? 'x' : 'y';
    const [writer, reader] = round === 9 ? [100, 101] : [2 * key.charCodeAt(0), round % 3];
    builder.invoke({ process: writer, f: 'write', key, value: round, timeNs: round * 1000 });
    builder.invoke({
      process: reader,
      f: round % 4 === 3 ? 'cas' : 'read',
      key,
      value: round % 4 === 3 ? [round - 1, round] : null,
    });
    builder.complete({ process: reader, type: round % 4 === 3 ? 'fail' : 'ok', value: round % 4 === 3 ? null : round });
    builder.complete({ process: writer, type: round === 9 ? 'info' : 'ok', value: round });
  }
  const lines = [...jsonLines(builder.build())];
  const short = lines.map((line) => line.replace(/"index":\d+,|,"timeNs":\d+/g, ''));
  const edn = [...ednLines(builder.build())];
  return [
    lines.join(''),
    short.join(''),
    `[${short.map((line) => line.trim()).join(',\n')}]`,
    edn.join(''),
    `; a vector\n[${edn.join(' ')}]`,
    `(${edn.map((line) => `#jepsen.history.Op${line}`).join('')})`,
  ];
}

/** Transactions on lists and registers, in EDN, JSON and both forms of sessions. */
function transactions(): readonly string[] {
  const lists = new TableBuilder();
  const seen: number[] = [];
  for (let element = 0; element < 8; element += 1) {
    const process = element % 3;
    lists.invoke({
      process,
      f: 'txn',
      value: [
        ['r', 'x', null],
        ['append', 'x', element],
      ],
    });
    lists.complete({
      process,
      type: 'ok',
      value: [
        ['r', 'x', [...seen]],
        ['append', 'x', element],
      ],
    });
    seen.push(element);
  }
  const plain = Array.from({ length: 8 }, (_, id) => {
    const before = id === 0 ? '' : `r(${(id - 1) % 3},${id - 1},${id % 2},${id})\n`;
    return `${before}w(${id % 3},${id},${id % 2},${id})\n`;
  });
  return [
    [...ednLines(lists.build())].join(''),
    [...jsonLines(lists.build())].join(''),
    plain.join(''),
    'w 0 0\nw 1 1\n-----\nr 0 0\n=====\nr 1 1\nw 0 2\n-----\nr 0 2\n',
  ];
}

/** Forms that are only read. */
function texts(): readonly string[] {
  const log = [
    '0\t:invoke\t:write\t3',
    '1\t:invoke\t:read\tnil',
    ':nemesis\t:info\t:start\tnil',
    '1\t:ok\t:read\t3',
    '0\t:ok\t:write\t3',
  ];
  const more = [
    '2\t:invoke\t:cas\t[3 4]',
    '2\t:info\t:cas\t:timed-out',
    '1\t:invoke\t:read\tnil',
    '1\t:fail\t:read\t:timed-out',
  ];
  return [
    [...log, ...more].map((line) => `INFO  jepsen.util - ${line}\n`).join(''),
    '# @object atomic-queue\n[1] call enq(1)\n[2] call deq\n[1] return\n[2] return 1\n[3] call remove\n[3] return empty\n',
    '# @object atomic-stack\n[1] call push(a)\n[2] call push(b)\n[1] return\n[1] call pop(b)\n[2] return\n[1] return\n',
    '{:process 0 :type :invoke :f :enqueue :value 1}{:process 0 :type :ok :f :enqueue :value 1}{:process 1 :type :invoke :f :dequeue}',
    '{:process 0 :type :invoke :f :acquire}{:process 0 :type :ok :f :acquire}{:process 1 :type :invoke :f :acquire}',
    '{:process 0 :type :invoke :f :append :key "k" :value "a"}{:process 0 :type :ok :f :append :key "k" :value "a"}',
  ];
}
