import type { Cause } from '../model/analysis/causes.ts'
import type { Hazard } from '../model/analysis/hazards.ts'
import type { Dataset } from '../model/dataset.ts'
import type { CauseReview } from '../model/schema/cause.ts'
import type { Source } from '../model/schema/source.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { addresseesOf } from '../model/analysis/kernel-maintainers.ts'
import { structAt } from '../model/analysis/struct-at.ts'
import { STATUS_LABELS, TRIAL_RESULTS } from '../model/vocabulary.ts'
import { wrap } from './wrap-text.ts'

/** The longest line of a report, as mail wants it. */
const WIDTH = 72
const INDENT = 2

/** What a report is made of. */
export type ReportInput = {
  readonly cause: Cause
  /** All hazards of the cause's arch, in every release. */
  readonly history: readonly Hazard[]
  readonly data: Dataset
}

/**
 * Write the report of a cause: plain text that can be mailed to a maintainer.
 *
 * @param input - the cause, and the rest of the dataset.
 * @returns lines of at most 72 columns but for addresses and what is to be typed, with a newline at the end.
 */
export function causeReport(input: ReportInput): string {
  const review = input.data.reviews.get(input.cause.id)
  return [
    heading(input, review),
    section('What is left out', missing(input)),
    section('Where', releases(input)),
    section('The way, step by step', wayLines(input)),
    section('Who reads it, and what a user sees', [
      ...readerLines(input),
      ...(review?.effect ? ['', ...text(review.effect)] : []),
    ]),
    section('In the tree', placeLines(input, review)),
    section('How to try it', review?.try ? review.try.map(it => ' '.repeat(INDENT) + it) : text('No lines recorded.')),
    section('Status', statusLines(review)),
    section('What was read, and what was not tried', basisLines(input, review)),
  ].join('\n')
}

function heading({ cause, data }: ReportInput, review: CauseReview | undefined): string {
  const { name, sources } = siteOf(cause, data)
  const owner = data.arches.find(it => it.id === cause.arch)!
  const files = [...sources.flatMap(it => it.file ?? []), `${owner.directory}/`]
  const { people, lists } = data.maintainers ? addresseesOf(files, data.maintainers) : { people: [], lists: [] }
  const made = `${owner.directory.replace(/^arch\//, '')}: ${fieldWords(cause, data)} never written by ${name}`
  return [
    ...wrap(`Subject: ${review?.subject ?? made}`, WIDTH, ' '),
    ...people.map((it, i) => `${i === 0 ? 'To: ' : '    '}${it}`),
    ...lists.map((it, i) => `${i === 0 ? 'Cc: ' : '    '}${it}`),
    `Cause: ${cause.id}`,
    '',
  ].join('\n')
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines, ''].join('\n')
}

function text(sentence: string): readonly string[] {
  return wrap(sentence, WIDTH, '', INDENT)
}

/** The capture or the conversion that is the cause. */
function siteOf({ site }: Cause, { captures, conversions }: Dataset) {
  return (captures.get(site) ?? conversions.get(site))!.value
}

function missing({ cause, data }: ReportInput): readonly string[] {
  const { name, summary } = siteOf(cause, data)
  const struct = cause.ways[0]!.conversions.includes(cause.site)
    ? data.conversions.get(cause.site)!.value.gives
    : data.captures.get(cause.site)!.value.struct
  const values = new Set(
    cause.ways.flatMap(it => it.fields.filter(one => one.leftBy === cause.site).flatMap(one => one.value ?? [])),
  )
  const isLost = cause.ways.some(it => it.fields.some(one => one.isLost))
  return [
    ...text(
      isLost
        ? `${name} does not hand back what is set in ${fieldWords(cause, data)} of struct ${struct}.`
        : `${name} never writes ${fieldWords(cause, data)} of struct ${struct}; there stands ${values.size > 0 ? [...values].join('; ') : 'what lay there before'}.`,
    ),
    ...text(summary),
  ]
}

/** The fields of a cause as the arch names them; many are cut off. */
function fieldWords({ arch, release, fields }: Cause, { arches }: Dataset): string {
  const struct = structAt(
    arches.find(it => it.id === arch)!,
    'pt_regs',
    release,
  )
  const names = fields.map(name => struct?.fields.find(it => it.name === name)?.alias ?? name)
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}

function releases({ cause, history, data }: ReportInput): readonly string[] {
  const fields = new Set(cause.fields)
  const keys = new Set(cause.ways.map(it => [...it.path, it.reader].join()))
  const found = new Set(
    history
      .filter(
        it =>
          it.verdict === 'ugly' &&
          keys.has([...it.path, it.reader].join()) &&
          it.fields.some(one => one.leftBy !== undefined && fields.has(one.field)),
      )
      .map(it => it.release),
  )
  // Back from the release of the cause, as long as it was there in each in which anything changes.
  const before = [...new Set(history.map(it => it.release))]
    .filter(it => compareReleases(it, cause.release) < 0)
    .sort(compareReleases)
  const first = before[before.findLastIndex(it => !found.has(it)) + 1]
  const { name } = data.arches.find(it => it.id === cause.arch)!
  const since = siteOf(cause, data)
  return [
    ...text(`${name}, ${first === undefined ? cause.release : `${first} to ${cause.release}`}, as far as it was read.`),
    ...(since.readSince ? text(`${since.name} in this form was read from ${since.readSince} on.`) : []),
  ]
}

/** Each way that registers come, once, with the code that fills and converts the struct. */
function wayLines({ cause, data }: ReportInput): readonly string[] {
  const label = (id: string) => data.mechanisms.find(it => it.id === id)?.label.join(' ') ?? id
  const ways = new Map(cause.ways.map(it => [[...it.path, it.capture, ...it.conversions].join(), it]))
  return [...ways.values()].flatMap(({ path, capture, conversions }, i) => {
    const { name, struct } = data.captures.get(capture)!.value
    const turned = conversions.map(id => data.conversions.get(id)!.value)
    const steps = [
      `${name} fills struct ${struct}`,
      ...path
        .filter(id => data.mechanisms.find(it => it.id === id)?.kind !== 'origin')
        .map(id => `${label(id)} gets it`),
      ...turned.map(it => `through ${it.name}, which makes a struct ${it.gives} of it`),
    ]
    return [...(i > 0 ? [''] : []), ...steps.flatMap((step, j) => wrap(`${j + 1}. ${step}`, WIDTH, '   ', INDENT))]
  })
}

function readerLines({ cause, data }: ReportInput): readonly string[] {
  const label = (id: string) => data.mechanisms.find(it => it.id === id)?.label.join(' ') ?? id
  return [...Map.groupBy(cause.ways, it => it.reader)].flatMap(([id, ways], i) => {
    const { name } = data.readers.find(it => it.id === id)!
    const places = [...new Set(ways.map(it => label(it.path.at(-1)!)))]
    const asked = ways.every(it => it.fields.every(one => one.isAsked)) ? ', if a user asks for it by name' : ''
    return [
      ...(i > 0 ? [''] : []),
      ...wrap(`${name}, in ${places.join(', ')}${asked}:`, WIDTH, '', INDENT),
      ...wrap(`${ways[0]!.wrong}.`, WIDTH, '', 2 * INDENT),
    ]
  })
}

function placeLines({ cause, data }: ReportInput, review: CauseReview | undefined): readonly string[] {
  if (review?.places)
    return review.places.flatMap(({ file, line, release, what }) => [
      `  ${file}:${line} (${release})`,
      ...wrap(what, WIDTH, '', 2 * INDENT),
    ])
  return sourceLines([...siteOf(cause, data).sources, ...cause.ways.flatMap(it => it.sources)])
}

function sourceLines(sources: readonly Source[]): readonly string[] {
  const files = sources.flatMap(({ file, symbol, release }) =>
    file ? [`${file}${symbol ? `, ${symbol}` : ''}${release ? ` (${release})` : ''}`] : [],
  )
  return [...new Set(files)].flatMap(it => wrap(it, WIDTH, '  ', INDENT))
}

function statusLines(review: CauseReview | undefined): readonly string[] {
  if (!review) return text('Not reviewed.')
  return [
    ...text(`${STATUS_LABELS[review.status]}${review.reason ? `: ${review.reason}` : ''}.`),
    ...(review.searched ? text(`Searched: ${review.searched}.`) : []),
    ...(review.link ? [`  ${review.link}`] : []),
  ]
}

/** What the report rests on: the trees that were read, the commits that were not, and the kernels that were asked. */
function basisLines({ cause, data }: ReportInput, review: CauseReview | undefined): readonly string[] {
  const sources = [...siteOf(cause, data).sources, ...cause.ways.flatMap(it => it.sources)]
  const read = new Set(sources.flatMap(it => (it.known === 'read' && it.file && it.release ? [it.release] : [])))
  const unread = new Set(
    sources.flatMap(it =>
      it.known !== 'read' && it.commit ? [`${it.commit.slice(0, 12)} (${it.title ?? it.release})`] : [],
    ),
  )
  return [
    ...text(`Read in the trees of ${[...read].sort(compareReleases).join(', ') || 'no release'}.`),
    ...(unread.size > 0 ? text(`Known by their commit alone: ${[...unread].join('; ')}.`) : []),
    ...(review?.tried
      ? review.tried.flatMap(it =>
          text(`On ${it.kernel}, ${it.machine}: ${TRIAL_RESULTS[it.result].label}; ${it.saw}.`),
        )
      : text('Not tried on a running kernel.')),
  ]
}
