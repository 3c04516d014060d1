import { escaped } from './markup.ts';

const style = `
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1.5rem;background:Canvas;color:CanvasText}
h1{font-size:1.4rem;margin:0 0 .5rem}section+section{margin-top:4rem}.lead{font-size:1.1rem}
.scroll{overflow-x:auto;margin:1rem 0}.legend{color:GrayText;font-size:.85rem;max-width:60rem}
fieldset{border:1px solid GrayText;border-radius:6px;margin:1rem 0}fieldset label{display:block;cursor:pointer}
table{border-collapse:collapse;margin:1.5rem 0;font-size:.9rem}caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;padding:.25rem .8rem .25rem 0;border-bottom:1px solid color-mix(in srgb,CanvasText 20%,transparent);vertical-align:top}
.wrong td{color:light-dark(#b3261e,#ff8a80)}code{white-space:pre-wrap;word-break:break-word}
@media print{body{margin:0;max-width:none}fieldset{display:none}.scroll{overflow:visible}svg{max-width:100%;height:auto}}`;

/** A page of its own: no script, no other file, and it follows the reader's choice of light or dark. `body` is HTML. */
export function htmlPage(title: string, moreStyle: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}${moreStyle}</style>
<body>
${body}
</body>
</html>
`;
}
