import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../../src/files/root.ts'

/** One way to spoil one file of the deck, and what is to be said of it. */
export type BadCase = {
  /** What kind of file, for the table of figures. */
  readonly kind: string
  /** What is wrong with it. */
  readonly name: string
  readonly file: string
  /** The file's new text or bytes. */
  readonly spoil: (text: string) => string | Uint8Array
  /** The first letters of the new text at the fault's place; the start of the file if left out. */
  readonly at?: string
  /** Instead of `at`, where the place has no text to search for: `line:col` as a pattern. */
  readonly place?: string
  /** Part of the fault's line. */
  readonly says: string
}

/** The files of a deck that may be spoilt, in a folder of their own. */
export type DataCopy = {
  readonly folder: string
  readonly text: (file: string) => string
  readonly write: (file: string, content: string | Uint8Array) => void
  readonly remove: () => void
}

export function copyData(): DataCopy {
  const folder = mkdtempSync(join(tmpdir(), 'pt-regs-data-'))
  for (const part of ['data', 'slides.md'])
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: it => !it.endsWith('.ts') })
  return {
    folder,
    text: file => readFileSync(join(folder, file), 'utf8'),
    write(file, content) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), content)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const KPROBE = 'data/mechanisms/kprobe.yaml'
const CAPTURE = 'data/captures/x86-64/x86-64-ftrace-regs-caller.yaml'
const CONVERSION = 'data/captures/x86-64/x86-64-ftrace-partial-regs.yaml'
const READERS = 'data/readers.yaml'
const SCENES = 'data/scenes.yaml'
const ARCH = 'data/arch/x86-64.yaml'
const STRUCTS = 'data/arch/x86-64.structs.yaml'
const FIXES = 'data/arch/powerpc64.fixes.yaml'
const SLIDES = 'slides.md'

type Spoil = BadCase['spoil']

/** Replace the first `from` by `to`, which must be there: a case that changes nothing proves nothing. */
export function swap(from: string | RegExp, to: string): Spoil {
  return text => {
    const changed = text.replace(from, () => to)
    if (changed === text) throw new Error(`there is no ${from} to change`)
    return changed
  }
}

const add =
  (lines: string): Spoil =>
  text =>
    `${text.trimEnd()}\n${lines}\n`
/** Bytes as they are, in the file's second line. */
const insert =
  (...bytes: number[]): Spoil =>
  text => {
    const at = text.indexOf('\n') + 1
    return Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from(bytes), Buffer.from(text.slice(at))])
  }
const whole =
  (text: string): Spoil =>
  () =>
    text
const source = '{ file: a.c, known: talk }'

/** What any YAML file can suffer, tried on one of every kind. */
function anyYaml(kind: string, file: string): BadCase[] {
  return [
    { kind, file, name: 'is empty', spoil: whole(''), says: 'the file: must be a map of keys, and is empty' },
    {
      kind,
      file,
      name: 'is a list',
      spoil: whole('- 1\n'),
      at: '- 1',
      says: 'the file: must be a map of keys, and is a list',
    },
    {
      kind,
      file,
      name: 'has an unknown key',
      spoil: add('surprise: 1'),
      at: 'surprise',
      says: 'unknown key surprise',
    },
    { kind, file, name: 'holds a merge key', spoil: add('<<: { a: 1 }'), at: '<<:', says: 'merge keys are not used' },
    {
      kind,
      file,
      name: 'holds __proto__',
      spoil: add('__proto__: { id: kprobe }'),
      at: '__proto__',
      says: 'unknown key __proto__',
    },
    {
      kind,
      file,
      name: 'holds constructor',
      spoil: add('constructor: { id: kprobe }'),
      at: 'constructor',
      says: 'unknown key constructor',
    },
    { kind, file, name: 'holds a tab', spoil: text => text.replace('\n', '\n\t'), at: '\t', says: 'there is a tab' },
    { kind, file, name: 'holds a NUL byte', spoil: insert(0), at: '\0', says: 'there is a control character' },
  ]
}

/** Every way to spoil the deck's files that we hold an answer for. */
export const BAD_CASES: readonly BadCase[] = [
  ...anyYaml('mechanism', KPROBE),
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'begins with a byte order mark',
    spoil: text => `\uFEFF${text}`,
    says: 'byte order mark',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has CRLF',
    spoil: text => text.replaceAll('\n', '\r\n'),
    at: '\r',
    says: 'lines end in CR',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'is not UTF-8',
    spoil: insert(0xc3, 0x28),
    at: '\uFFFD',
    says: 'not UTF-8 from here on',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has 50 MB',
    spoil: () => Buffer.alloc(50 << 20, '# talk\n'),
    says: 'it has 51200 KB, 512 KB is the most',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has half a megabyte of brackets',
    spoil: () => '['.repeat(500_000),
    place: '1:65',
    says: 'more than 64 deep',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has half a megabyte of dashes',
    spoil: () => '- '.repeat(250_000),
    place: '1:129',
    says: 'more than 64 deep',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has half a megabyte of words',
    spoil: () => 'a: 1\n'.repeat(100_000),
    place: '14286:4',
    says: 'more than 100000 words and signs',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has 10,000 unknown keys',
    spoil: text => text + Array.from({ length: 10_000 }, (_, i) => `k${i}: 1\n`).join(''),
    at: 'k0:',
    says: 'unknown key k0',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has a word of 10,000 letters for an id',
    spoil: swap('id: kprobe', `id: ${'k'.repeat(10_000)}`),
    at: 'kkk',
    says: 'id is kkk',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'holds an anchor bomb',
    spoil: add(
      [
        'a: &a [x, x, x, x, x, x, x, x, x]',
        ...'bcdefghi'.split('').map((it, i) => `${it}: &${it} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`),
      ].join('\n'),
    ),
    at: '[x, x',
    says: 'anchors and aliases are not used',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'holds a tag',
    spoil: swap('name: Kernel', 'name: !!js/function Kernel'),
    at: 'Kernel',
    says: 'tags are not used',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has two documents',
    spoil: add('---\nid: second'),
    at: '---',
    says: 'multiple documents',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has a key twice',
    spoil: swap('name: Kernel', 'summary: twice\nname: Kernel'),
    at: 'summary: A breakpoint',
    says: 'Map keys must be unique',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'ends in the middle of a quotation',
    spoil: add('x: "open'),
    place: '\\d+:1',
    says: 'quote',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'lacks its row',
    spoil: swap('row: 1\n', ''),
    at: 'id: kprobe',
    says: 'row is missing',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has a word for a number',
    spoil: swap('row: 1', 'row: one'),
    at: 'one',
    says: 'row: must be a number, and is a text',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has a number for words',
    spoil: swap('name: Kernel probes', 'name: 7'),
    at: '7',
    says: 'name: ',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'misspells a kind',
    spoil: swap('kind: probe', 'kind: prode'),
    at: 'prode',
    says: 'did you mean probe?',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'misspells a key',
    spoil: swap('reason:', 'raeson:'),
    at: 'raeson',
    says: 'unknown key raeson; did you mean reason?',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has an id that is no id',
    spoil: swap('id: kprobe', 'id: ../kprobe'),
    at: '../kprobe',
    says: 'an id must be lower-case words',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'is called constructor',
    spoil: swap('id: kprobe', 'id: constructor'),
    at: 'constructor',
    says: 'choose another id',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has the id of another',
    spoil: swap('id: kprobe', 'id: uprobe'),
    at: 'uprobe',
    says: 'but the file is named kprobe.yaml',
  },
  {
    kind: 'mechanism',
    file: 'data/mechanisms/second.yaml',
    name: 'has the id of another in a new file',
    spoil: whole('id: kprobe\n'),
    at: 'id',
    says: 'label is missing',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has a label that no box holds',
    spoil: swap('label: [KProbe]', 'label: [KProbeKProbeKProbe]'),
    at: 'KProbeKProbe',
    says: 'label.0: Too big',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has a release that cannot be ordered',
    spoil: swap('release: "2.6.9"', 'release: "2.6.x"'),
    at: '"2.6.x"',
    says: 'a kernel release must read like 2.6.9',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has a release that YAML reads as a number',
    spoil: swap('release: "2.6.9"', 'release: 6.10'),
    at: '6.10',
    says: 'without quotes is',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has a release beyond counting',
    spoil: swap('release: "2.6.9"', `release: "${'9'.repeat(400)}.1"`),
    at: '"999',
    says: 'no kernel release is that long',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'stands on nothing that there is',
    spoil: swap('on: exceptions', 'on: excepitons'),
    at: 'excepitons',
    says: 'there is no excepitons; did you mean exceptions?',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'stands on itself',
    spoil: swap('on: exceptions', 'on: kprobe'),
    at: '- on: kprobe',
    says: 'kprobe stands on kprobe',
  },
  {
    kind: 'mechanism',
    file: 'data/mechanisms/ftrace.yaml',
    name: 'closes a circle',
    spoil: swap(
      'buildsOn:',
      `buildsOn:\n  - { on: kprobe, since: "6.1", reason: none, drawn: reconstructed, sources: [${source}] }`,
    ),
    at: '- { on: kprobe',
    says: 'ftrace stands on kprobe stands on ftrace',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'stands on what stands above it',
    spoil: swap('on: exceptions', 'on: perf-events'),
    at: 'perf-events',
    says: 'perf-events is in row',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'has stood on something longer than that exists',
    spoil: swap('on: ftrace\n    since: "3.7"', 'on: ftrace\n    since: "2.6.10"'),
    at: '"2.6.10"',
    says: 'ftrace is as young as',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'stands on something until before it began',
    spoil: swap('until: "6.10"', 'until: "5.1"'),
    at: '"5.1"',
    says: 'until 5.1 is not later than since 6.1',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'knows an arch that there is not',
    spoil: swap('arches: [i386, x86-64]', 'arches: [i386, x86-46]'),
    at: 'x86-46',
    says: 'there is no x86-46; did you mean x86-64?',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'inherits from itself',
    spoil: swap(/ {4}captures:\n(?: {6}- .*\n)+/, '    inherits: kprobe\n'),
    at: '- since: "2.6.9"\n    inherits',
    says: 'kprobe inherits from kprobe',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'hands on two things at once',
    spoil: swap('    captures:\n', '    struct: none\n    captures:\n'),
    at: 'since: "2.6.9"\n    struct',
    says: 'exactly one of captures, inherits, struct and class',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'names a capture that there is not',
    spoil: swap('- i386-breakpoint-entry\n', '- i386-breakpoint-enrty\n'),
    at: 'i386-breakpoint-enrty',
    says: 'did you mean i386-breakpoint-entry?',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'goes through a conversion that there is not',
    spoil: swap('    captures:\n', '    through: nothing\n    captures:\n'),
    at: 'nothing',
    says: 'there is no nothing',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'answers twice for one arch and release',
    spoil: add(`  - { since: "4.0", struct: none, summary: Twice., sources: [${source}] }`),
    at: '"4.0"',
    says: 'this overlaps the one that holds since 2.6.9',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'tells its life in a wrong order',
    spoil: swap('release: "3.7"\n      year: 2012', 'release: "2.6.10"\n      year: 2012'),
    at: '"2.6.10"',
    says: 'stands behind kprobe-optimised of 2.6.34',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'tells a part of its life twice',
    spoil: swap('id: kprobe-on-ftrace', 'id: kprobe-optimised'),
    at: 'kprobe-optimised\n    label: KProbe on',
    says: 'there are two kprobe-optimised',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'cites nothing',
    spoil: swap(/sources:\n {6}- \{ file: arch\/x86\/kernel\/kprobes\/core.*\n.*\n/, 'sources: []\n'),
    at: '[]',
    says: 'every claim needs at least one source',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'cites a script',
    spoil: swap('url: "https://lkml', 'url: "javascript:alert(1)//lkml'),
    at: '"javascript:',
    says: 'a url must begin with https://',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'cites a data address',
    spoil: swap('url: "https://lkml', 'url: "data:text/html,lkml'),
    at: '"data:',
    says: 'a url must begin with https://',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'cites a commit that is none',
    spoil: swap('commit: ad1fb0c3', 'commit: zz1fb0c3'),
    at: 'zz1fb0c3',
    says: 'a commit must be 12 to 40 hexadecimal digits',
  },
  {
    kind: 'mechanism',
    file: KPROBE,
    name: 'is sure in a way that there is not',
    spoil: swap('known: talk', 'known: tlak'),
    at: 'tlak',
    says: 'did you mean talk?',
  },

  ...anyYaml('capture', CAPTURE),
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'fills a struct that there is not',
    spoil: swap('struct: pt_regs', 'struct: pt_rges'),
    at: 'pt_rges',
    says: 'did you mean pt_regs',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'is older than its struct',
    spoil: swap('since: "5.5"', 'since: "2.0"'),
    at: 'pt_regs',
    says: 'has no struct pt_regs for all of 2.0',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'ends before it begins',
    spoil: swap('since: "5.5"', 'since: "5.5"\nuntil: "5.4"'),
    at: '"5.4"',
    says: 'until 5.4 is not later than since 5.5',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'names a field that the struct lacks',
    spoil: swap('fields: [flags]', 'fields: [flgas]'),
    at: 'fields: [flgas]',
    says: 'has no field flgas; did you mean flags?',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'states a field twice',
    spoil: swap('fields: [bp]', 'fields: [bp, sp]'),
    at: 'fields: [sp]',
    says: 'sp is stated twice',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'leaves a field out',
    spoil: swap('[ax, cx, dx,', '[ax, cx,'),
    at: '- fields: [flags]',
    says: 'nothing is said of dx',
  },
  {
    kind: 'capture',
    file: 'data/captures/s390x/s390x-kretprobe-trampoline.yaml',
    name: 'names a field that its struct got later',
    spoil: swap('cr1, last_break]', 'cr1, last_break, cpu]'),
    at: 'fields: [cr1',
    says: 'pt_regs of 6.1 has no field cpu',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'gives a run that is upside down',
    spoil: swap('fields: [flags]', 'from: ss\n    to: r15'),
    at: 'from: ss',
    says: 'from ss to r15 is no run of fields',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'names fields in two ways',
    spoil: swap('fields: [flags]', 'fields: [flags]\n    from: ax'),
    at: 'fields: [flags]',
    says: 'either fields, or from and to',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'makes a field up and does not say what of',
    spoil: swap('    value: __KERNEL_CS\n', ''),
    at: 'fields: [cs]',
    says: 'a field that is made up needs its value',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'computes a field and does not say from what',
    spoil: swap('    value: rsp, pushes undone\n', ''),
    at: 'fields: [sp]',
    says: 'a field that is computed needs its value, and a note',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'states bits that the field does not have',
    spoil: swap('    value: __KERNEL_CS\n', '    value: __KERNEL_CS\n    bits: [{ from: 16, to: 64, state: unset }]\n'),
    at: '64, state',
    says: 'the field has bits 0 to 63',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'was read before it was there',
    spoil: swap('since: "5.5"\n', 'since: "5.5"\nreadSince: "5.4"\n'),
    at: '"5.4"',
    says: 'read since 5.4, which is not a release from 5.5',
  },
  {
    kind: 'capture',
    file: CAPTURE,
    name: 'has a state that there is not',
    spoil: swap('state: captured', 'state: catpured'),
    at: 'catpured',
    says: 'did you mean captured?',
  },
  {
    kind: 'capture',
    file: 'data/captures/i386/x86-64-ftrace-regs-caller.yaml',
    name: "has the id of another arch's",
    spoil: whole(readFileSync(join(root, CAPTURE), 'utf8')),
    at: 'x86-64-ftrace-regs-caller\nname',
    says: 'is the id of data/captures/x86-64/',
  },
  {
    kind: 'capture',
    file: 'data/captures/z80/z80-trap.yaml',
    name: 'lies in the folder of no arch',
    spoil: whole(readFileSync(join(root, CAPTURE), 'utf8').replace('id: x86-64-ftrace-regs-caller', 'id: z80-trap')),
    at: 'z80-trap',
    says: 'there is no arch z80',
  },
  {
    kind: 'capture',
    file: 'data/captures/stray.yaml',
    name: 'lies in no folder',
    spoil: whole(readFileSync(join(root, CAPTURE), 'utf8').replace('id: x86-64-ftrace-regs-caller', 'id: stray')),
    says: 'nothing reads this file; put it into captures/<arch>/',
  },

  ...anyYaml('conversion', CONVERSION),
  {
    kind: 'conversion',
    file: CONVERSION,
    name: 'takes a struct that there is not',
    spoil: swap('takes: ftrace_regs', 'takes: ftrace_rges'),
    at: 'ftrace_rges',
    says: 'has no struct ftrace_rges',
  },
  {
    kind: 'conversion',
    file: CONVERSION,
    name: 'gives a struct that there is not',
    spoil: swap('gives: pt_regs', 'gives: pt_rges'),
    at: 'pt_rges',
    says: 'has no struct pt_rges',
  },
  {
    kind: 'conversion',
    file: CONVERSION,
    name: 'copies a field that is not there',
    spoil: swap('state: copied', 'state: copied\n    of: nowhere'),
    at: 'nowhere',
    says: 'has no field nowhere to copy',
  },

  ...anyYaml('reader', READERS),
  {
    kind: 'reader',
    file: READERS,
    name: 'runs in nothing that there is',
    spoil: swap('mechanism: perf-events', 'mechanism: perf-evnets'),
    at: 'perf-evnets',
    says: 'did you mean perf-events?',
  },
  {
    kind: 'reader',
    file: READERS,
    name: 'is there twice',
    spoil: text =>
      `${text}${text
        .slice(text.indexOf('  - id:'), text.indexOf('  - id:', text.indexOf('  - id:') + 1))
        .replace('    name', ' # again\n    name')
        .replace('\n #', ' #')}`,
    at: 'user-mode # again',
    says: 'there are two readers user-mode',
  },
  {
    kind: 'reader',
    file: READERS,
    name: 'ends before it begins',
    spoil: swap('since: "2.6.25"', 'since: "2.6.25"\n    until: "2.6.1"'),
    at: '"2.6.1"',
    says: 'until 2.6.1 is not later than since 2.6.25',
  },
  {
    kind: 'reader',
    file: READERS,
    name: 'reads a field that no struct has',
    spoil: swap('fields: [epc]', 'fields: [epz]'),
    at: 'epz',
    says: 'there is no epz',
  },
  {
    kind: 'reader',
    file: READERS,
    name: 'has a condition for a field that it does not read',
    spoil: swap('{ fields: [cs], bits: { from: 0, to: 1 }', '{ fields: [ss], bits: { from: 0, to: 1 }'),
    at: 'arches: [x86-64]',
    says: 'a condition is about fields that are read',
  },
  {
    kind: 'reader',
    file: READERS,
    name: 'has a test that names no value',
    spoil: swap(', is: 1, real: always', ''),
    at: '{ field: flags, bits: { from: 1, to: 1 } }',
    says: 'a test must have either is or isNot',
  },
  {
    kind: 'reader',
    file: READERS,
    name: 'is not reached through nothing',
    spoil: swap('notThrough: [trampolines]', 'notThrough: [trampoline]'),
    at: 'trampoline]',
    says: 'did you mean trampolines?',
  },

  ...anyYaml('scene', SCENES),
  {
    kind: 'scene',
    file: SCENES,
    name: 'is there twice',
    spoil: swap('- id: history', '- id: title # again'),
    at: 'title # again',
    says: 'there are two scenes title',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'reveals nothing',
    spoil: swap('reveals: [exceptions]', 'reveals: []'),
    at: '[]',
    says: 'it reveals nothing',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'reveals what there is not',
    spoil: swap('reveals: [ptrace]', 'reveals: [ptarce]'),
    at: 'ptarce',
    says: 'did you mean ptrace?',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'follows a path without links',
    spoil: swap('reveals: [kprobe]', 'reveals: [kprobe]\n        path: [ptrace, kprobe]'),
    at: 'kprobe]\n      - caption: The trap',
    says: 'kprobe does not stand on ptrace',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'marks a line in a step that there is not',
    spoil: swap('mark: [0]', 'mark: [9]'),
    at: '9]',
    says: 'beginning has no step 9',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'shows a line from a step that there is not',
    spoil: swap('from: 1 }', 'from: 8 }'),
    at: '8 }',
    says: 'beginning has no step 8',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'fills a frame in a step that there is not',
    spoil: swap('fillsAtStep: [0, 1, 2, 3]', 'fillsAtStep: [0, 1, 2, 7]'),
    at: '7]',
    says: 'beginning has no step 7',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'prints a step that there is not',
    spoil: swap('    view: grow', '    print: [0, 9]\n    view: grow'),
    at: '9]',
    says: 'beginning has no step 9',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'draws a capture that there is not',
    spoil: swap('capture: i386-first-pt-regs', 'capture: i386-first-pt-rges'),
    at: 'i386-first-pt-rges',
    says: 'did you mean i386-first-pt-regs?',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'has a view that there is not',
    spoil: swap('view: grow', 'view: gorw'),
    at: 'gorw',
    says: 'did you mean grow?',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'has a panel of a kind that there is not',
    spoil: swap('kind: code', 'kind: coed'),
    at: 'coed',
    says: 'sketch.panels.0.kind',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'plays a hazard on an arch that there is not',
    spoil: swap('hazard: { arch: arm64', 'hazard: { arch: amr64'),
    at: 'amr64',
    says: 'did you mean arm64?',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'plays a hazard of a reader that there is not',
    spoil: swap('reader: user-mode, in: perf-events, proposal', 'reader: user-mdoe, in: perf-events, proposal'),
    at: 'user-mdoe',
    says: 'did you mean user-mode?',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'plays a hazard that the data do not have',
    spoil: swap(
      'hazard: { arch: arm64, release: "6.6", reader: user-mode, in: perf-events, proposal',
      'hazard: { arch: arm64, release: "3.0", reader: user-mode, in: perf-events, proposal',
    ),
    at: '{ arch: arm64, release: "3.0"',
    says: 'plays a hazard that there is not',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'shows a hazard and says none',
    spoil: swap('view: grow', 'view: hazard'),
    at: 'hazard',
    says: 'beginning has no hazard to show',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'accounts for a mechanism that has a capture',
    spoil: swap('    view: grow', '    footnotes: [nothing]\n    view: grow'),
    at: 'nothing]',
    says: 'there is no nothing',
  },
  {
    kind: 'scene',
    file: SCENES,
    name: 'says more than a line',
    spoil: swap('caption: The entry code', `caption: ${'The entry code '.repeat(20)}`),
    at: 'The entry code The',
    says: 'Too big',
  },

  ...anyYaml('arch', ARCH),
  {
    kind: 'arch',
    file: ARCH,
    name: 'has the id of another',
    spoil: swap('id: x86-64', 'id: arm64'),
    at: 'arm64',
    says: 'but the file is named x86-64.yaml',
  },
  {
    kind: 'arch',
    file: ARCH,
    name: 'is supported in a way that there is not',
    spoil: swap('value: "yes"', 'value: "yse"'),
    at: '"yse"',
    says: 'did you mean yes?',
  },
  ...anyYaml('arch structs', STRUCTS),
  {
    kind: 'arch structs',
    file: STRUCTS,
    name: 'has fields that overlap',
    spoil: swap('offset: 8,', 'offset: 4,'),
    at: '4, size',
    says: 'r14 at 4 overlaps what ends at 8',
  },
  {
    kind: 'arch structs',
    file: STRUCTS,
    name: 'is smaller than its fields',
    spoil: swap('size: 168', 'size: 16'),
    at: '16\n',
    says: 'pt_regs is 16 bytes, its fields end at 168',
  },
  {
    kind: 'arch structs',
    file: STRUCTS,
    name: 'has a field twice',
    spoil: swap('name: r14', 'name: r15'),
    at: 'r15, offset: 8',
    says: 'pt_regs has r15 twice',
  },
  {
    kind: 'arch structs',
    file: STRUCTS,
    name: 'has two forms at once',
    spoil: swap('until: "2.6.25"', 'until: "2.6.26"'),
    at: '"2.6.25"',
    says: 'this overlaps the pt_regs that holds since 2.6.9',
  },
  ...anyYaml('arch fixes', FIXES),
  {
    kind: 'arch fixes',
    file: FIXES,
    name: 'corrects a field that does not exist',
    spoil: swap('field: kuap', 'field: kaup'),
    at: 'kaup',
    says: 'did you mean kuap?',
  },
  {
    kind: 'arch fixes',
    file: FIXES,
    name: 'corrects a release that was not derived',
    spoil: swap('release: "6.1.192"', 'release: "5.0"'),
    at: '"5.0"',
    says: 'nothing is derived from 5.0',
  },

  { kind: 'slides', file: SLIDES, name: 'is empty', spoil: whole(''), says: 'the file: ' },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'has CRLF',
    spoil: text => text.replaceAll('\n', '\r\n'),
    at: '\r',
    says: 'lines end in CR',
  },
  { kind: 'slides', file: SLIDES, name: 'is not UTF-8', spoil: insert(0xff), at: '\uFFFD', says: 'not UTF-8' },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'has 50 MB',
    spoil: () => Buffer.alloc(50 << 20, '-'),
    says: '512 KB is the most',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'misspells a key of the headmatter',
    spoil: swap('duration:', 'duartion:'),
    at: 'duartion',
    says: 'unknown key duartion; did you mean duration?',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'lacks a title',
    spoil: swap(/title: .*\n/, ''),
    at: 'theme',
    says: 'title is missing',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'is for an arch that there is not',
    spoil: swap('arch: x86-64', 'arch: x68-64'),
    at: 'x68-64',
    says: 'did you mean x86-64?',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'lasts an age',
    spoil: swap('duration: 20min', 'duration: an age'),
    at: 'an age',
    says: 'duration must read like 20min',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'holds an anchor bomb',
    spoil: swap('theme: default', 'theme: &a [x, x]\nclass: [*a, *a, *a, *a]'),
    at: '[x, x]',
    says: 'anchors and aliases are not used',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'has code in its title',
    spoil: swap(/title: .*\n/, 'title: "{{ 1 + 1 }}"\n'),
    at: '"{{',
    says: 'the title is words alone',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'has an image in its title',
    spoil: swap(/title: .*\n/, 'title: "<img src=x onerror=alert(1)>"\n'),
    at: '"<img',
    says: 'the title is words alone',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'hangs a handler on the page',
    spoil: swap('htmlAttrs: { dir', 'htmlAttrs: { onclick: "alert(1)", dir'),
    at: 'onclick',
    says: 'unknown key onclick',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'opens a door',
    spoil: swap('mcp: false', 'mcp: true'),
    at: 'true\nlayout',
    says: 'mcp: ',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'routes by path',
    spoil: swap('routerMode: hash', 'routerMode: history'),
    at: 'history',
    says: 'routerMode: ',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'has a layout that there is not',
    spoil: swap('layout: chapter', 'layout: chatper'),
    at: 'chatper',
    says: 'did you mean chapter?',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'shows a scene that there is not',
    spoil: swap('scene: history', 'scene: hitsory'),
    at: 'hitsory',
    says: 'did you mean history?',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'reads a file outside of the deck',
    spoil: swap('scene: history', 'src: ../../etc/passwd\nscene: history'),
    at: '../../etc',
    says: "leads out of the deck's folder",
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'counts its clicks itself',
    spoil: swap('scene: history', 'clicks: 9\nscene: history'),
    at: 'clicks',
    says: 'unknown key clicks',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'has clicks that disagree with the steps',
    spoil: swap('[click]', ''),
    at: '---\nlayout: mechanism\nscene: beginning',
    says: 'the notes of beginning have 2 [click], its scene has 4 steps',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'has a slide without a headline',
    spoil: swap('# History', 'History'),
    at: '---\nlayout: chapter',
    says: 'the slide of history has no headline',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'reads a file that there is not',
    spoil: swap('scene: history', 'src: ./gone.md\nscene: history'),
    at: './gone.md',
    says: 'gone.md: there is no such file',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'reads itself',
    spoil: swap('scene: history', 'src: ./slides.md\nscene: history'),
    at: './slides.md',
    says: './slides.md includes itself',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'shows a scene in a layout that cannot show it',
    spoil: swap('layout: matrix', 'layout: hazard'),
    at: 'hazard',
    says: 'the layout hazard cannot show frames, whose view is matrix',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'hides everything',
    spoil: text => text.replaceAll(/^scene: /gm, 'hide: true\nscene: '),
    says: 'every slide is hidden',
  },
  {
    kind: 'slides',
    file: SLIDES,
    name: 'has YAML that is none',
    spoil: swap('scene: history', 'scene: "history'),
    place: '\\d+:1',
    says: 'quote',
  },
]

/** Things that are no file, put instead of one. Each gets the path to spoil, and a folder outside of the deck. */
export const BAD_PLACES: readonly {
  readonly name: string
  readonly spoil: (path: string, outside: string) => void
  readonly says: string
}[] = [
  { name: 'a folder', spoil: path => mkdirSync(path), says: 'it is a folder, and no file' },
  { name: 'a link to nothing', spoil: path => symlinkSync('nowhere.yaml', path), says: 'there is no such file' },
  {
    name: 'a link that leads out',
    spoil: (path, outside) => symlinkSync(join(outside, 'secret.yaml'), path),
    says: 'it is a link that leads out of the deck',
  },
  { name: 'a link to itself', spoil: path => symlinkSync(path, path), says: 'the file cannot be read (ELOOP)' },
  {
    name: 'a link to a device',
    spoil: path => symlinkSync('/dev/zero', path),
    says: 'it is a link that leads out of the deck',
  },
]
