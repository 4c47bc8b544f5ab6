import type { Files } from '../../../src/model/dataset.ts'
import { describe, expect, test } from 'vitest'
import { faultLine } from '../../../src/errors/fault.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'

const ARCH = `id: z80
name: z80
directory: arch/z80
`
const GROUND = `id: ground
label: [Ground]
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
  - on: ground
    since: "2.6.9"
    reason: It traps.
    drawn: talk
    sources: [{ file: b.c, known: talk }]
provides:
  - since: "2.6.9"
    inherits: ground
    summary: As the ground has them.
    sources: [{ file: b.c, known: talk }]
`
const SCENES = `release: "6.6"
scenes:
  - id: first
    view: grow
    release: "0.01"
    steps:
      - caption: The ground is there.
        reveals: [ground]
      - caption: The probe stands on it.
        reveals: [probe]
        path: [ground, probe]
`
const GOOD = {
  'data/arch/z80.yaml': ARCH,
  'data/mechanisms/ground.yaml': GROUND,
  'data/mechanisms/probe.yaml': PROBE,
  'data/scenes.yaml': SCENES,
}

/** The dataset with one file changed, or taken away. */
function files(change: Partial<Record<string, string | undefined>> = {}): Files {
  return new Map(
    Object.entries({ ...GOOD, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

function faults(change?: Parameters<typeof files>[0]): string[] {
  return readDataset(files(change)).faults.map(faultLine)
}

describe('readDataset(files)', () => {
  test('finds no fault in a good dataset', () => {
    expect(faults()).toEqual([])
    expect(readDataset(files()).value.mechanisms.map(it => it.id)).toEqual(['ground', 'probe'])
  })

  const probe = 'data/mechanisms/probe.yaml'
  const scenes = 'data/scenes.yaml'
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
      'a misspelt key, with the one that is meant',
      probe,
      PROBE.replace('reason:', 'raeson:'),
      ':14:5: unknown key raeson; did you mean reason?',
    ],
    [
      'a missing key, at what should hold it',
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
      'a link to nothing, with the id that is meant',
      probe,
      PROBE.replace('on: ground', 'on: gruond'),
      ':12:9: there is no gruond; did you mean ground?',
    ],
    [
      'a link downwards',
      'data/mechanisms/ground.yaml',
      GROUND.replace(
        'buildsOn: []',
        'buildsOn: [{ on: probe, since: "2.6.9", reason: no, drawn: talk, sources: [{ file: a.s, known: talk }] }]',
      ),
      ':8:18: probe is in row 1, above ground in row 0',
    ],
    [
      'a link that is older than what it leads to',
      probe,
      PROBE.replace('  - on: ground\n    since: "2.6.9"', '  - on: probe\n    since: "2.6.1"'),
      ':13:12: probe is as young as 2.6.9',
    ],
    [
      'a mechanism that stands on itself',
      probe,
      PROBE.replace('on: ground', 'on: probe'),
      ':12:3: probe stands on probe',
    ],
    [
      'a range that is upside down',
      probe,
      PROBE.replace('    inherits', '    until: "2.6.1"\n    inherits'),
      ':19:12: until 2.6.1 is not later than since 2.6.9',
    ],
    [
      'an arch that there is not',
      probe,
      PROBE.replace('    inherits', '    arches: [z8o]\n    inherits'),
      ':19:14: there is no z8o; did you mean z80?',
    ],
    [
      'two answers for one arch and release',
      probe,
      `${PROBE}  - { since: "3.0", inherits: ground, summary: And again., sources: [{ file: b.c, known: talk }] }\n`,
      ':22:14: on z80 this overlaps the one that holds since 2.6.9; give that one until: "3.0"',
    ],
    [
      'a class beside what is inherited',
      probe,
      PROBE.replace('    inherits', '    class: sparse\n    inherits'),
      ':18:5: provides.0: provides must have exactly one of',
    ],
    [
      'a scene that reveals nothing that exists',
      scenes,
      SCENES.replace('[probe]', '[porbe]'),
      ':10:19: there is no porbe; did you mean probe?',
    ],
    [
      'a scene that reveals twice',
      scenes,
      SCENES.replace('reveals: [probe]', 'reveals: [ground, probe]'),
      ':10:19: ground is on the stage already',
    ],
    [
      'a step to be printed that there is not',
      scenes,
      SCENES.replace('    view: grow', '    print: [0, 7]\n    view: grow'),
      ':4:16: first has no step 7',
    ],
    [
      'steps to be printed in another order',
      scenes,
      SCENES.replace('    view: grow', '    print: [1, 0]\n    view: grow'),
      ':4:16: step 0 stands behind 1',
    ],
    [
      'a focus on what is not there yet',
      scenes,
      SCENES.replace('reveals: [ground]', 'reveals: [ground]\n        focus: [probe]'),
      ':9:17: probe is not on the stage yet',
    ],
    [
      'a path that no link follows',
      scenes,
      SCENES.replace('path: [ground, probe]', 'path: [probe, ground]'),
      ':11:23: ground does not stand on probe',
    ],
    ['an empty file', scenes, '', ':1:1: the file'],
  ] as const)('points at %s', ([, file, text, message]) => {
    expect(faults({ [file]: text }).join('\n')).toContain(`${file}${message}`)
  })

  test('tells every fault at once, in the order of the files', () => {
    const found = faults({
      [probe]: PROBE.replace('[Probe]', '[]').replace('row: 1', 'row: -1'),
      [scenes]: SCENES.replace('view: grow', 'view: groow'),
    })
    expect(found.map(it => it.split(':').slice(0, 2).join(':'))).toEqual([`${probe}:2`, `${probe}:5`, `${scenes}:4`])
  })

  test('says that the scenes are missing', () => {
    expect(faults({ [scenes]: undefined })).toEqual([
      'data/scenes.yaml:1:1: there is no such file; the scenes of the talk belong in it',
    ])
  })
})
