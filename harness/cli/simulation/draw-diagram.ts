import { writeFileSync } from 'node:fs';
import { diagramRows, diagramSvg, diagramText, type Happening, happeningsAround } from '../../message-diagram/index.ts';
import type { AskedDiagram } from './asked-diagram.ts';

/** Draws what is asked for of what happened: into a file if one is named, and as lines of text. */
export function drawDiagram(
  happenings: readonly Happening[],
  { around, rows: rowsMax, isWhole, svg }: AskedDiagram,
  { names, title }: Readonly<{ names: readonly string[]; title: string }>,
): readonly string[] {
  const rows = diagramRows(happeningsAround(happenings, around, isWhole), names);
  const shown = rows.slice(-rowsMax);
  if (svg !== undefined) writeFileSync(svg, diagramSvg(shown, names, title));
  const left = rows.length - shown.length;
  return [
    ...(left > 0 ? [`${left} rows before these are left out; --rows shows more, --around others.`] : []),
    ...diagramText(shown, names),
  ];
}
