/** A line of a story that is not told by the run: prose, which also separates, or a command. */
export type StoryLine = Readonly<{ kind: 'prose' | 'command'; text: string }>;

const commandMark = '> ';
const toldMark = '    ';

/** What an author wrote of a story: prose and commands (`> n1 begins a fast round`). What was told below a command is left out. */
export function writtenLines(story: string): readonly StoryLine[] {
  const lines: StoryLine[] = [];
  let isBelowCommand = false;
  for (const line of story.trimEnd().split('\n')) {
    if (line.startsWith(commandMark)) {
      lines.push({ kind: 'command', text: line.slice(commandMark.length).trim() });
      isBelowCommand = true;
    } else if (!isBelowCommand || !line.startsWith(toldMark)) {
      lines.push({ kind: 'prose', text: line });
      isBelowCommand = false;
    }
  }
  return lines;
}

/** A story as its file has it: `told` has the lines that belong below each command, in the order of the commands. */
export function storyText(written: readonly StoryLine[], told: readonly (readonly string[])[]): string {
  let commands = 0;
  const lines = written.flatMap(({ kind, text }) => {
    if (kind === 'prose') return [text];
    const below = told[commands] ?? [];
    commands += 1;
    return [`${commandMark}${text}`, ...below.map((line) => `${toldMark}${line}`)];
  });
  return `${lines.join('\n')}\n`;
}
