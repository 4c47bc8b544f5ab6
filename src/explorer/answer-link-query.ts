// Ways from one mechanism up to another, in a dataset without registers: along what builds on what.
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Answer } from './answer.ts'
import type { Entity } from './entities.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { QueryContext, QueryResult, Suggestion } from './suggestions.ts'
import { say } from '../words/say.ts'
import { citationsOf, countWords, EMPTY_ANSWER, mechanismLabel, whereWords } from './answer.ts'
import { searchEntities } from './search-entities.ts'
import { entitySuggestion, MAX_OPTIONS, noMatch, NOTHING } from './suggestions.ts'

/** Ids of mechanisms, from the bottom up, each built on the one before. */
type Way = readonly string[]

/**
 * Answer how one gets from one mechanism to another, along what builds on what.
 *
 * @param from - letters of a mechanism; empty if only the end is typed.
 * @param to - letters of a mechanism; undefined while it is not typed yet, empty after `to `.
 * @param context - where the query is asked.
 * @param index - the dataset with its index.
 * @returns the ways, the shortest first; where an end is missing or not found, the mechanisms to choose it from.
 */
export function answerLinkQuery(
  from: string,
  to: string | undefined,
  context: QueryContext,
  index: ExplorerIndex,
): QueryResult {
  const all = index.entities.filter(it => it.kind === 'mechanism')
  const find = (letters: string) =>
    letters === '' ? all : searchEntities(index.entries, letters, { kinds: ['mechanism'] })
  const [starts, ends] = [find(from), find(to ?? '')]
  const [start, end] = [starts[0], ends[0]]
  if (!start || !end) return noMatch(start ? to! : from, { wanted: NOTHING, among: all }, context, index)
  const choice = (message: string, choices: readonly Entity[], query: (it: Entity) => string): QueryResult => ({
    message,
    isUnderstood: true,
    options: choices.slice(0, MAX_OPTIONS).map(it => ({ ...entitySuggestion(it, context, index), query: query(it) })),
  })
  if (to === undefined) return choice(say('From where?'), starts, it => `how ${it.id} to `)
  const reaches = (a: Entity, b: Entity) => waysBetween(a.id, b.id, context.at, index).length > 0
  if (from === '' && to !== '')
    return choice(
      say('To {end} from where?', { end: end.name }),
      all.filter(it => reaches(it, end)),
      it => `how ${it.id} to ${end.id}`,
    )
  if (to === '')
    return choice(
      say('From {start} to where?', { start: start.name }),
      all.filter(it => reaches(start, it)),
      it => `how ${start.id} to ${it.id}`,
    )
  return waysResult(start, end, context, index)
}

/** The ways between two mechanisms, or that there is none. */
function waysResult(start: Entity, end: Entity, context: QueryContext, index: ExplorerIndex): QueryResult {
  const ways = waysBetween(start.id, end.id, context.at, index)
  const values = {
    ways: countWords(ways.length, 'way'),
    start: start.name,
    end: end.name,
    where: whereWords(context.at),
  }
  const title = say('{start} to {end}', values)
  if (ways.length === 0)
    return {
      message: say('No way from {start} to {end} {where}', values),
      isUnderstood: true,
      options: [end, ...(start === end ? [] : [start])].map(it => entitySuggestion(it, context, index)),
    }
  return {
    message: say('{ways} from {start} to {end} {where}', values),
    isUnderstood: true,
    options: ways.map((way): Suggestion => ({
      key: `way ${way.join(' ')}`,
      label: way
        .slice(1)
        .map(id => mechanismLabel(id, index.dataset))
        .join(' › '),
      note: '',
      viewpoint: context.at,
      answer: at => wayAnswer(way, title, at, index),
    })),
  }
}

/** An answer with a step for each mechanism of a way, which says why it builds on the one before. */
function wayAnswer(way: Way, title: string, at: Viewpoint, { dataset }: ExplorerIndex): Answer {
  const parts = way.map((id, i) => {
    const link = dataset.mechanisms.find(it => it.id === id)!.buildsOn.find(it => it.on === way[i - 1])
    return { id, link, reasons: link?.reason === undefined ? [] : [link.reason] }
  })
  return {
    ...EMPTY_ANSWER,
    at,
    title,
    overline: [],
    summary: [],
    fromData: parts.flatMap(it => it.reasons),
    facts: [],
    citations: citationsOf(parts.flatMap(it => it.link?.sources ?? [])),
    highlighted: way,
    steps: parts.map(({ id, link, reasons }) => ({
      mechanism: id,
      ...(link && { link: `${link.on}>${id}` }),
      name: mechanismLabel(id, dataset),
      summary: reasons,
    })),
  }
}

/** All ways from a mechanism up to another, the shortest first; none from one to itself. */
function waysBetween(start: string, end: string, at: Viewpoint, { snapshotAt }: ExplorerIndex): readonly Way[] {
  const links = Object.entries(snapshotAt(at).links)
    .filter(([, existence]) => existence === 'there')
    .map(([link]) => link.split('>') as [string, string])
  const ways: Way[] = []
  const open: Way[] = [[start]]
  for (let way = open.shift(); way && ways.length < MAX_OPTIONS; way = open.shift()) {
    const last = way.at(-1)!
    if (last === end && way.length > 1) ways.push(way)
    else for (const [parent, child] of links) if (parent === last && !way.includes(child)) open.push([...way, child])
  }
  return ways
}
