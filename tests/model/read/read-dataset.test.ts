import type { Files } from '../../../src/model/dataset.ts'
import { describe, expect, test } from 'vitest'
import { faultLine } from '../../../src/errors/fault.ts'
import { availabilityAt } from '../../../src/model/analysis/availability.ts'
import { releasesWithChanges } from '../../../src/model/analysis/hazards.ts'
import { ANY_ARCH } from '../../../src/model/dataset.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'

const ARCH = `id: z80
name: z80
directory: arch/z80
`
const ORIGIN = `id: origin
label: [Origin]
name: Where it begins
kind: origin
row: 0
summary: It writes the registers.
since: { release: "0.01", year: 1991, sources: [{ file: a.s, known: talk }] }
buildsOn: []
provides:
  - { since: "0.01", class: exception, summary: All of them., sources: [{ file: a.s, known: talk }] }
`
const PROBE = `id: probe
label: [Probe]
name: A probe
kind: probe
row: 1
summary: It stops.
since:
  release: "2.6.9"
  year: 2004
  sources: [{ file: b.c, known: talk }]
buildsOn:
  - on: origin
    since: "2.6.9"
    reason: It traps.
    drawn: talk
    sources: [{ file: b.c, known: talk }]
provides:
  - since: "2.6.9"
    inherits: origin
    summary: As the origin has them.
    sources: [{ file: b.c, known: talk }]
`
const SCENES = `release: "6.6"
scenes:
  - id: first
    view: grow
    release: "0.01"
    steps:
      - caption: The origin is there.
        reveals: [origin]
      - caption: The probe stands on it.
        release: "2.6.9"
        reveals: [probe]
        path: [origin, probe]
`
const STAGE = `boxes: Each box is a box.
question: which is which
rows: [{ name: Origins }, { name: Probes }]
kinds: [probe]
subject: registers
classTitle: Where from
classes:
  - { id: exception, letter: E, label: from there, sentence: From there., colour: blue, outline: solid }
  - { id: other, letter: O, label: from elsewhere, sentence: From elsewhere., colour: grey, outline: dashed }
  - { id: sparse, letter: S, label: from here, sentence: From here., colour: orange, outline: solid }
`
const GOOD = {
  'data/stage.yaml': STAGE,
  'data/arch/z80.yaml': ARCH,
  'data/mechanisms/origin.yaml': ORIGIN,
  'data/mechanisms/probe.yaml': PROBE,
  'data/scenes.yaml': SCENES,
}

/** The good dataset, with some files changed, or removed where the text is undefined. */
function files(change: Partial<Record<string, string | undefined>> = {}): Files {
  return new Map(
    Object.entries({ ...GOOD, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

function faults(change?: Parameters<typeof files>[0]): string[] {
  return readDataset(files(change)).faults.map(faultLine)
}

const probe = 'data/mechanisms/probe.yaml'
const scenes = 'data/scenes.yaml'
const stage = 'data/stage.yaml'

describe('readDataset(files)', () => {
  test('finds no fault in a good dataset', () => {
    expect(faults()).toEqual([])
    expect(readDataset(files()).value.mechanisms.map(it => it.id)).toEqual(['origin', 'probe'])
  })

  test.for([
    ['a key that YAML has twice', probe, `${PROBE}id: again\n`, ':22:1: Map keys must be unique'],
    [
      'a release that cannot be ordered',
      probe,
      PROBE.replace('"2.6.9"', 'ages ago'),
      ':8:12: since.release: a kernel release must read like 2.6.9',
    ],
    [
      'a release that YAML reads as a number',
      probe,
      PROBE.replace('    since: "2.6.9"\n    reason', '    since: 6.10\n    reason'),
      ':13:12: buildsOn.0.since',
    ],
    [
      'a misspelt key, and suggests the right one',
      probe,
      PROBE.replace('reason:', 'raeson:'),
      ':14:5: unknown key raeson; did you mean reason?',
    ],
    [
      'a missing key, at the map that should have it',
      probe,
      PROBE.replace('summary: It stops.\n', ''),
      ':1:1: summary is missing',
    ],
    [
      'a claim without a source',
      probe,
      PROBE.replaceAll('[{ file: b.c, known: talk }]', '[]'),
      ':10:12: since.sources: every claim needs at least one source',
    ],
    [
      'a source that names nothing',
      probe,
      PROBE.replace('{ file: b.c, known: talk }', '{ known: talk }'),
      ':10:13: since.sources.0: a source must name a commit, a file or a url',
    ],
    [
      'an alias',
      probe,
      PROBE.replace('[Probe]', '&a [Probe]').replace('name: A probe', 'name: *a'),
      ':2:11: anchors and aliases are not used',
    ],
    [
      'an id that is not the name of the file',
      probe,
      PROBE.replace('id: probe', 'id: prob'),
      ':1:5: id is prob, but the file is named probe.yaml',
    ],
    [
      'a link to an unknown id, and suggests the right one',
      probe,
      PROBE.replace('on: origin', 'on: orgiin'),
      ':12:9: there is no orgiin; did you mean origin?',
    ],
    [
      'a link to a higher row',
      'data/mechanisms/origin.yaml',
      ORIGIN.replace(
        'buildsOn: []',
        'buildsOn: [{ on: probe, since: "2.6.9", reason: no, drawn: talk, sources: [{ file: a.s, known: talk }] }]',
      ),
      ':8:18: probe is in row 1, above origin in row 0',
    ],
    [
      'a link that is older than its parent',
      probe,
      PROBE.replace('  - on: origin\n    since: "2.6.9"', '  - on: probe\n    since: "2.6.1"'),
      ':13:12: probe is as young as 2.6.9',
    ],
    [
      'a mechanism that stands on itself',
      probe,
      PROBE.replace('on: origin', 'on: probe'),
      ':12:3: probe stands on probe',
    ],
    [
      'a range that ends before it begins',
      probe,
      PROBE.replace('    inherits', '    until: "2.6.1"\n    inherits'),
      ':19:12: until 2.6.1 is not later than since 2.6.9',
    ],
    [
      'an unknown arch',
      probe,
      PROBE.replace('    inherits', '    arches: [z8o]\n    inherits'),
      ':19:14: there is no z8o; did you mean z80?',
    ],
    [
      'two entries of provides for one arch and release',
      probe,
      `${PROBE}  - { since: "3.0", inherits: origin, summary: And again., sources: [{ file: b.c, known: talk }] }\n`,
      ':22:14: on z80 this overlaps the one that holds since 2.6.9; give that one until: "3.0"',
    ],
    [
      'a class beside inherits',
      probe,
      PROBE.replace('    inherits', '    class: sparse\n    inherits'),
      ':18:5: provides.0: provides must have exactly one of',
    ],
    [
      'a kind that the stage does not name',
      probe,
      PROBE.replace('kind: probe', 'kind: prode'),
      ':4:7: there is no prode; did you mean probe?',
    ],
    [
      'a row that the stage does not have',
      probe,
      PROBE.replace('row: 1', 'row: 2'),
      ':5:6: there is no row 2; data/stage.yaml has the rows 0 to 1',
    ],
    [
      'a class that the stage does not name',
      'data/mechanisms/origin.yaml',
      ORIGIN.replace('class: exception', 'class: exeption'),
      ':10:29: there is no exeption; did you mean exception?',
    ],
    [
      'a highlighted class that the stage does not name',
      scenes,
      SCENES.replace('reveals: [origin]', 'highlightClass: sprase'),
      ':8:25: there is no sprase; did you mean sparse?',
    ],
    [
      'two classes that look alike',
      stage,
      STAGE.replace('colour: orange', 'colour: blue'),
      ':10:5: sparse looks like exception; give it another colour, outline or hatching',
    ],
    [
      'a mechanism with neither class nor what it provides',
      probe,
      PROBE.replace(/^provides:[^]*/m, ''),
      ':1:1: the file: a mechanism must have either provides or class',
    ],
    [
      'a view of what the dataset does not have',
      scenes,
      SCENES.replace('view: grow', 'view: matrix'),
      ':4:11: the view matrix shows captures, and the dataset has none',
    ],
    [
      'a scene that reveals an unknown id',
      scenes,
      SCENES.replace('[probe]', '[porbe]'),
      ':11:19: there is no porbe; did you mean probe?',
    ],
    [
      'a step to print that does not exist',
      scenes,
      SCENES.replace('    view: grow', '    print: [0, 7]\n    view: grow'),
      ':4:16: first has no step 7',
    ],
    [
      'steps to print out of order',
      scenes,
      SCENES.replace('    view: grow', '    print: [1, 0]\n    view: grow'),
      ':4:16: step 0 stands behind 1',
    ],
    [
      'a path without a link',
      scenes,
      SCENES.replace('path: [origin, probe]', 'path: [probe, origin]'),
      ':12:23: origin does not stand on probe',
    ],
    ['an empty file', scenes, '', ':1:1: the file'],
  ] as const)('points at %s', ([, file, text, message]) => {
    expect(faults({ [file]: text }).join('\n')).toContain(`${file}${message}`)
  })

  test('reports every fault at once, by file and place', () => {
    const found = faults({
      [probe]: PROBE.replace('[Probe]', '[]').replace('row: 1', 'row: -1'),
      [scenes]: SCENES.replace('view: grow', 'view: groow'),
    })
    expect(found.map(it => it.split(':').slice(0, 2).join(':'))).toEqual([`${probe}:2`, `${probe}:5`, `${scenes}:4`])
  })

  test.for([
    ['reveals: [origin]', 'reveals: [origin, probe]', ':8:27:'],
    ['reveals: [origin]', 'reveals: [origin]\n        focus: [probe]', ':9:17:'],
  ] as const)('warns of a step that shows a mechanism before it is there: %s, %s', ([from, to, place]) => {
    const { faults, warnings } = readDataset(files({ [scenes]: SCENES.replace(from, to) }))
    expect([faults, warnings.map(faultLine)]).toEqual([
      [],
      [
        expect.stringContaining(
          `${scenes}${place} there is no probe in 0.01, of which this step is: it begins with 2.6.9`,
        ),
      ],
    ])
  })

  test('reports missing scenes', () => {
    expect(faults({ [scenes]: undefined })).toEqual([
      'data/scenes.yaml:1:1: there is no such file; the scenes of the talk belong in it',
    ])
  })
})

describe('readDataset(files) of a dataset without arches, registers and history', () => {
  const plain = (text: string) =>
    text
      .replace(/^since:[^]*?(?=^buildsOn)/m, 'sources: [{ file: a.c, known: read }]\n')
      .replace(/^provides:[^]*/m, 'class: other\n')
      .replace('    since: "2.6.9"\n', '')
      .replace('    drawn: talk\n', '')
  const change = {
    'data/arch/z80.yaml': undefined,
    'data/mechanisms/origin.yaml': plain(ORIGIN),
    [probe]: plain(PROBE),
    [scenes]: SCENES.replace(/ +release: .*\n/g, ''),
  }

  test('has one arch, that has no name and all there is', () => {
    expect(faults(change)).toEqual([])
    const { value } = readDataset(files(change))
    expect(value.arches).toEqual([ANY_ARCH])
    expect(availabilityAt(value, { arch: ANY_ARCH.id, release: '6.6' })).toMatchObject({
      classes: { origin: 'other', probe: 'other' },
      links: ['origin>probe'],
      uncaptured: [],
    })
    expect(releasesWithChanges(value, value.readers, { arch: ANY_ARCH.id })).toEqual([])
  })

  test('says what stands where', () => {
    expect(faults({ ...change, [stage]: undefined })).toEqual([
      'data/stage.yaml:1:1: there is no such file; it names rows, kinds and classes; see data/README.md',
    ])
    expect(faults({ ...change, [probe]: plain(PROBE).replace(/^sources.*\n/m, '') }).join()).toContain(
      'every claim needs a source',
    )
  })
})

describe('readDataset(files, { folder })', () => {
  const folder = 'talks/mine/facts'
  const moved = (change?: Parameters<typeof files>[0]): Files =>
    new Map([...files(change)].map(([file, text]) => [file.replace('data', folder), text]))

  test('reads the dataset of another folder, and ignores all others', () => {
    const both = new Map([...moved(), [probe, 'id: [']])
    const { value, faults } = readDataset(both, { folder })
    expect(faults).toEqual([])
    expect(value).toEqual(readDataset(files()).value)
  })

  test('reports faults with the paths of that folder', () => {
    const capture = `id: z80-trap
name: trap
since: "2.6.9"
origin: exception
struct: pt_regs
summary: It saves all.
writes: [{ fields: [pc], state: captured }]
sources: [{ file: a.s, known: talk }]
`
    const all = { 'data/captures/z80/z80-trap.yaml': capture, 'data/scenes.yaml': undefined }
    expect(readDataset(moved(all), { folder }).faults.map(faultLine)).toEqual([
      `${folder}/captures/z80/z80-trap.yaml:5:9: z80 has no struct pt_regs for all of 2.6.9 to today; add it to ${folder}/arch/z80.structs.yaml`,
      `${folder}/scenes.yaml:1:1: there is no such file; the scenes of the talk belong in it`,
    ])
  })
})
