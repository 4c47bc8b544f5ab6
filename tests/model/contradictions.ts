import { swap, type BadCase } from './bad-data.ts'

const KPROBE = 'data/mechanisms/kprobe.yaml'
const FTRACE = 'data/mechanisms/ftrace.yaml'
const READERS = 'data/readers.yaml'
const SCENES = 'data/scenes.yaml'
const STAGE = 'data/stage.yaml'
const MEASURED = 'data/measured/arm-6.1.176.yaml'

const AGAIN =
  '  - { on: exceptions, since: "2.6.13", reason: Again., drawn: words, sources: [{ file: a.c, known: read }] }\n'
const FTRACE_LINK = '  - on: ftrace\n    since: "3.7"'

/** Facts of which each satisfies its schema, and that cannot be so beside each other: the picture would be wrong. */
export const CONTRADICTIONS: readonly BadCase[] = [
  [KPROBE, 'is dated in a year that its release has not', swap('year: 2004', 'year: 1992'), '1992', 'is not of 1992'],
  [KPROBE, 'is dated after its release', swap('year: 2004', 'year: 2015'), '2015', 'is not of 2015'],
  [
    KPROBE,
    'has a life that begins before it is there',
    swap('"2.6.34"\n      year: 2010', '"2.6.1"\n      year: 2003'),
    '"2.6.1"',
    'is older than kprobe itself',
  ],
  [
    KPROBE,
    'stands on something before it is there',
    swap('on: exceptions\n    since: "2.6.9"', 'on: exceptions\n    since: "2.6.1"'),
    '"2.6.1"\n    reason',
    'it cannot stand on exceptions since 2.6.1',
  ],
  [
    KPROBE,
    'stands on the same twice at once',
    swap(FTRACE_LINK, AGAIN + FTRACE_LINK),
    '{ on: exceptions, since: "2.6.13"',
    'already',
  ],
  [
    KPROBE,
    'stands on nothing',
    (text: string) => text.replace(/buildsOn:\n[^]*?(?=^[a-z])/m, 'buildsOn: []\n'),
    '[]',
    'nothing',
  ],
  [KPROBE, 'has the label of another box', swap('label: [KProbe]', 'label: [FProbe]'), '[FProbe]', 'the same label'],
  [KPROBE, 'has a label of spaces', swap('label: [KProbe]', 'label: ["  "]'), '"  "', 'nothing that can be seen'],
  [
    KPROBE,
    'has a label that escapes make invisible',
    swap('label: [KProbe]', 'label: ["\\u200b"]'),
    '"\\u200b"',
    'nothing that can be seen',
  ],
  [KPROBE, 'has an invisible letter', swap('label: [KProbe]', 'label: [\u3164]'), '\u3164', 'that cannot be seen'],
  [
    FTRACE,
    'takes registers from a site of another arch',
    swap(
      'arches: [x86-64]\n    captures: [x86-64-ftrace-caller]',
      'arches: [arm]\n    captures: [x86-64-ftrace-caller]',
    ),
    'x86-64-ftrace-caller]',
    'is a site of x86-64, and this holds on arm',
  ],
  [
    READERS,
    'runs somewhere before there is a reader',
    swap('mechanism: perf-events\n        since: "2.6.31"', 'mechanism: perf-events\n        since: "1.0"'),
    '"1.0"',
    'it runs nowhere since 1.0',
  ],
  [SCENES, 'shows a release beyond all trees', swap('release: "6.6"', 'release: "99.9"'), '"99.9"', 'nothing is known'],
  [
    SCENES,
    'goes back in time',
    swap('        release: "5.11"', '        release: "2.6.30"'),
    '"2.6.30"',
    'the one before of 3.7',
  ],
  [SCENES, 'has another year than release', swap('year: 1991', 'year: 2015'), '2015', '0.01 is not of 2015'],
  [
    SCENES,
    'draws a struct of another arch',
    swap('capture: i386-first-system-call', 'capture: arm64-kretprobe-trampoline'),
    'arm64-kretprobe',
    'the scene is of i386, and this site is of arm64',
  ],
  [
    KPROBE,
    'has the label of another box and a space',
    swap('[KProbe]', '["FProbe "]'),
    '["FProbe "]',
    'the same label',
  ],
  [KPROBE, 'is an origin among probes', swap('kind: probe', 'kind: origin'), '1\nsummary', 'an origin in row 1'],
  [SCENES, 'was fixed beyond all trees', swap('fixedIn: "6.18"', 'fixedIn: "99.9"'), '"99.9"', 'nothing is known'],
  [
    READERS,
    'looks at bits that a field has not',
    swap('{ from: 0, to: 1 }', '{ from: 0, to: 500 }'),
    '500',
    'ends with bit',
  ],
  [READERS, 'asks for a value that bits cannot have', swap(', is: 1', ', is: 77'), '77', 'bits cannot be 77'],
  [STAGE, 'has one letter for two classes', swap('letter: O', 'letter: E'), 'E\n    label: another', 'letter E stands'],
  [
    STAGE,
    'has one name for two rows',
    swap('name: Programs and events', 'name: Probes and hooks'),
    'Probes and hooks\n    words: programs',
    'name Probes and hooks stands',
  ],
  [
    SCENES,
    'misspells the name of the arch on show',
    swap('caption: "Mark', 'caption: "{ Arch} Mark'),
    '"{ Arch}',
    '{ Arch} would be shown as it is',
  ],
  ...['../../../etc/passwd', '/etc/passwd', 'kernel/a b.c', 'kernel/a.c#L1', 'kernel/../a.c'].map(
    path =>
      [
        KPROBE,
        `cites ${path}`,
        swap('file: arch/x86/kernel/kprobes/core.c', `file: "${path}"`),
        `"${path}"`,
        'must read like kernel/kprobes.c',
      ] as const,
  ),
  [MEASURED, 'is of another release than its name', swap(': 6.1.176', ': 7.2.13'), '7.2.13', 'but the file is named'],
].map(([file, name, spoil, at, says]) => ({ kind: 'contradiction', file, name, spoil, at, says }) as BadCase)

/** Keys of the deck with which Slidev would show another one: smaller, from elsewhere, or none. */
export const BAD_HEADS: readonly BadCase[] = [
  ['canvasWidth: 980', 'canvasWidth: 400', '400', 'a canvasWidth of 980'],
  ['aspectRatio: 16/9', 'aspectRatio: 4/3', '4/3', 'an aspectRatio of 16/9'],
  ['theme: default', 'theme: seriph', 'seriph', 'no other theme comes with the deck'],
  ['theme: default', 'theme: default\naddons: [x]', '[x]', 'no addon comes with the deck'],
  ['provider: none', 'provider: google', 'google', 'write none'],
  ['favicon: ./favicon.png', 'favicon: ./nope.svg', './nope', 'there is no public/nope.svg'],
  ['favicon: ./favicon.png', 'favicon: https://x.org/a.png', 'https://x.org', 'name a file in public/'],
  ['download: false', 'download: true', 'true', 'npm run export makes the PDF'],
  ['record: false', 'record: true', 'true', 'nothing is recorded'],
  ['monaco: false', 'monaco: true', 'true', 'write false'],
  ['lang: en', 'lang: EN', 'EN', 'a language must read like de'],
  ['mcp: false', 'mcp: false\nsiteUrl: https://e.org/?x/', 'https://e.org', 'without ? or #'],
  ["titleTemplate: '%s'", 'titleTemplate: 5', '5\nmcp', 'without quotes is'],
].map(([from, to, at, says]) => ({
  kind: 'headmatter',
  file: 'slides.md',
  name: `has ${to!.split('\n').at(-1)}`,
  spoil: swap(from!, to!),
  at: at!,
  says: says!,
}))
