/** Text as it stands between the tags and in the attributes of HTML and SVG; controls that XML forbids become spaces. */
export function escaped(text: string): string {
  return text
    .replaceAll(forbidden, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

// Half surrogate pairs are no characters either.
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The text, or its beginning and an ellipsis where it is longer than `lengthMax` characters. */
export function shortened(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${text.slice(0, Math.max(1, lengthMax - 1))}…`;
}
