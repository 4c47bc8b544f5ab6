import type { Viewpoint } from '../../data/model/resolve.ts'
import type { Answer } from './answer.ts'
import type { Knowledge } from './knowledge.ts'
import { bornIn } from '../../data/model/resolve.ts'
import { asOf } from '../../data/model/unread.ts'
import { citesOf, fact, labelOf, mergedHazards, verdictWords } from './answer.ts'
import { stopFor } from './moments.ts'

const EMPTY = { frames: [], cites: [], lit: [], marks: {} } as const

/** What the stage shows where nothing is asked. */
export function answerMoment(at: Viewpoint, { atlas, momentAt }: Knowledge): Answer {
  const { existence, classes, unread, uncaptured } = momentAt(at)
  const mechanisms = atlas.mechanisms.filter(it => it.kind !== 'origin')
  const count = (state: string) => mechanisms.filter(it => existence[it.id] === state).length
  const sparse = mechanisms.filter(it => classes[it.id] === 'sparse').length
  const open = Object.keys(unread).length
  const lacking = count('lacking') - open - uncaptured.length
  const name = archName(at.arch, atlas)
  return {
    ...EMPTY,
    at,
    title: `${at.release} on ${name}`,
    kicker: [],
    says: [
      `${count('there')} of ${mechanisms.length} mechanisms are there${sparse > 0 ? `; ${sparse} hand on a sparse or made-up pt_regs` : ''}.`,
      ...(lacking > 0 ? [`${name} lacks ${lacking} that another arch has.`] : []),
      ...(uncaptured.length > 0 ? [`What ${uncaptured.length} more hand on there nobody has read yet.`] : []),
      ...(open > 0
        ? [`${open} ${open === 1 ? 'was' : 'were'} not in ${asOf(at.release, Object.values(unread)[0])}.`]
        : []),
    ],
    facts: [],
  }
}

/** A release: what came with it. */
export function answerRelease(release: string, at: Viewpoint, knowledge: Knowledge): Answer {
  const { atlas, stops } = knowledge
  const isNow = (it: { readonly since: string }) => it.since === release
  const isHere = (it: { readonly arch: string }) => it.arch === at.arch
  const born = atlas.mechanisms.filter(it => bornIn(it) === release)
  const stages = atlas.mechanisms.flatMap(it =>
    (it.life ?? []).filter(stage => bornIn(stage) === release).map(stage => ({ of: it, stage })),
  )
  const captures = [...atlas.captures.values(), ...atlas.conversions.values()].filter(
    it => isHere(it) && isNow(it.value),
  )
  const readers = atlas.readers.filter(isNow)
  const before = stopFor(stops, release)
  const changed = [...born, ...stages.map(it => it.of)]
  return {
    ...EMPTY,
    ...answerMoment(at, knowledge),
    title: release,
    kicker: ['release', ...born.slice(0, 1).map(it => String((it.since.checked ?? it.since).year))],
    says:
      before === release
        ? answerMoment(at, knowledge).says
        : [`Nothing in the data changes in ${release}; it is as in ${before}.`],
    facts: [
      ...fact(
        'New',
        born.map(it => it.label.join(' ')),
      ),
      ...stages.flatMap(({ of, stage }) => fact(of.label.join(' '), stage.says)),
      ...fact(
        'Captures',
        captures.map(it => it.value.name),
      ),
      ...fact(
        'Readers',
        readers.map(it => it.name),
      ),
    ],
    cites: citesOf([...born.flatMap(it => it.since.sources), ...stages.flatMap(it => it.stage.since.sources)]),
    lit: [...new Set(changed.map(it => it.id))],
  }
}

/** An arch: what it has, what it lacks, and what can be believed there. */
export function answerArch(arch: string, at: Viewpoint, knowledge: Knowledge): Answer {
  const { atlas, momentAt } = knowledge
  const it = atlas.arches.find(one => one.id === arch)!
  const { existence, unread, uncaptured } = momentAt(at)
  const lacking = (isRead: boolean) =>
    atlas.mechanisms
      .filter(
        mechanism =>
          existence[mechanism.id] === 'lacking' &&
          !uncaptured.includes(mechanism.id) &&
          (unread[mechanism.id] === undefined) === isRead,
      )
      .map(mechanism => mechanism.label.join(' '))
  const structs = (it.structs ?? []).map(struct => struct.name)
  return {
    ...answerMoment(at, knowledge),
    title: it.name,
    kicker: ['arch', it.directory],
    facts: [
      ...fact('Lacks', lacking(true)),
      ...fact(`Not in ${asOf(at.release, Object.values(unread)[0])}`, lacking(false)),
      ...fact(
        'Not read yet',
        atlas.mechanisms
          .filter(mechanism => uncaptured.includes(mechanism.id))
          .map(mechanism => mechanism.label.join(' ')),
      ),
      ...fact('Ways to a reader', verdictWords(mergedHazards(knowledge, at))),
      ...fact('Structs', [...new Set(structs)]),
    ],
  }
}

/** A commit: what in the data rests on it. */
export function answerCommit(id: string, at: Viewpoint, { atlas, commits, things }: Knowledge): Answer {
  const { source, things: resting } = commits.get(id)!
  const names = (kinds: readonly string[]) => [
    ...new Set(
      resting
        .filter(it => kinds.includes(it.kind))
        .map(it => things.find(thing => thing.kind === it.kind && thing.id === it.id)!.name),
    ),
  ]
  const mechanisms = resting.filter(it => it.kind === 'mechanism').map(it => it.id)
  return {
    ...EMPTY,
    at,
    title: id,
    kicker: [
      'commit',
      ...(source.release ? [source.release] : []),
      ...(source.repo === 'linux-pre-git' ? ['before git'] : []),
    ],
    says: [source.title ?? source.file ?? 'Cited by its id alone.'],
    facts: [
      ...fact(
        'Rests on it',
        mechanisms.map(it => labelOf(it, atlas)),
      ),
      ...fact('Captures', names(['capture', 'conversion'])),
      ...fact('Readers', names(['reader'])),
      ...fact('In', source.file ?? ''),
    ],
    cites: citesOf([source]),
    lit: mechanisms,
  }
}

function archName(id: string, { arches }: Knowledge['atlas']): string {
  return arches.find(it => it.id === id)!.name
}
