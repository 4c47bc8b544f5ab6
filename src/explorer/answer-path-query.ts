import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Entity } from './entities.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { RegisterPath } from './register-paths.ts'
import type { QueryContext, QueryResult, Suggestion } from './suggestions.ts'
import { countWords, mechanismLabel, whereWords } from './answer.ts'
import { answerPath } from './answers/path.ts'
import { answerSnapshot } from './answers/snapshot.ts'
import { PATH_END_KINDS, PATH_START_KINDS, pathsBetween, viewpointsWithPath } from './register-paths.ts'
import { searchEntities } from './search-entities.ts'
import { entitySuggestion, MAX_OPTIONS, noMatch, viewpointFor } from './suggestions.ts'
import { siteName } from '../model/vocabulary.ts'
import { say } from '../words/say.ts'

/** What is not found where a path starts, and where it ends. */
const NO_START = 'Nothing that hands on registers is called “{letters}”; you can ask for'
const NO_END = 'Nothing that is given registers is called “{letters}”; you can ask for'

/**
 * Answer how registers get from one entity to another.
 *
 * @param from - letters of a mechanism, capture or conversion; empty if only the end is typed.
 * @param to - letters of a mechanism or reader; undefined while it is not typed yet, empty after `to `.
 * @param context - where the query is asked.
 * @param index - the dataset with its index.
 * @returns the paths between both; where an end is missing or not found, the entities from which to choose it.
 */
export function answerPathQuery(
  from: string,
  to: string | undefined,
  context: QueryContext,
  index: ExplorerIndex,
): QueryResult {
  if (to === undefined) return startsResult(from, context, index)
  if (from === '' && to !== '') return startsToResult(to, context, index)
  const [start] = search(from, PATH_START_KINDS, context, index)
  if (!start) return noMatch(from, { wanted: NO_START, among: ofKinds(PATH_START_KINDS, index) }, context, index)
  if (to === '') return endsResult(start, context, index)
  const [end] = search(to, PATH_END_KINDS, context, index)
  if (!end) return noMatch(to, { wanted: NO_END, among: ofKinds(PATH_END_KINDS, index) }, context, index)
  return pathsResult(start, end, context, index)
}

/** The entities at which a path can start, while the start is typed. */
function startsResult(from: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const all = ofKinds(PATH_START_KINDS, index)
  const found = from === '' ? all : search(from, PATH_START_KINDS, context, index)
  return found.length > 0
    ? {
        message: say('How do registers get from where?'),
        isUnderstood: true,
        options: found
          .slice(0, MAX_OPTIONS)
          .map(it => ({ ...entitySuggestion(it, context, index), query: `how ${it.id} to ` })),
      }
    : noMatch(from, { wanted: NO_START, among: all }, context, index)
}

/** The entities from which registers get to one, where only the end is typed. */
function startsToResult(to: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const [end] = search(to, PATH_END_KINDS, context, index)
  if (!end) return noMatch(to, { wanted: NO_END, among: ofKinds(PATH_END_KINDS, index) }, context, index)
  const snapshot = index.snapshotAt(context.at)
  const starts = ofKinds(PATH_START_KINDS, index).filter(it => pathsBetween(it, end, snapshot).length > 0)
  return starts.length > 0
    ? {
        message: say('To {end} from where?', { end: end.name }),
        isUnderstood: true,
        options: starts.map(it => ({ ...entitySuggestion(it, context, index), query: `how ${it.id} to ${end.id}` })),
      }
    : {
        isUnderstood: true,
        message: say('No registers get to {end} {where}', { end: end.name, where: whereWords(context.at) }),
        options: [entitySuggestion(end, context, index)],
      }
}

/** The entities that registers get to from a start, while the end is not typed. */
function endsResult(start: Entity, context: QueryContext, index: ExplorerIndex): QueryResult {
  const viewpoint = viewpointFor(start, context.at, index)
  const snapshot = index.snapshotAt(viewpoint)
  const ends = ofKinds(PATH_END_KINDS, index).filter(it => pathsBetween(start, it, snapshot).length > 0)
  return ends.length > 0
    ? {
        message: say('From {start} to where?', { start: start.name }),
        isUnderstood: true,
        options: ends.map(it => ({
          ...entitySuggestion(it, context, index),
          viewpoint,
          query: `how ${start.id} to ${it.id}`,
        })),
      }
    : {
        isUnderstood: true,
        message: say('No registers go on from {start} {where}', { start: start.name, where: whereWords(viewpoint) }),
        options: [{ ...entitySuggestion(start, context, index), viewpoint }],
      }
}

/** The paths between two entities, or where else there are any. */
function pathsResult(start: Entity, end: Entity, context: QueryContext, index: ExplorerIndex): QueryResult {
  const viewpoint = viewpointFor(start, context.at, index)
  const paths = pathsBetween(start, end, index.snapshotAt(viewpoint))
  const values = {
    ways: countWords(paths.length, 'way'),
    start: start.name,
    end: end.name,
    where: whereWords(viewpoint),
  }
  if (paths.length > 0)
    return {
      message: say('{ways} from {start} to {end} {where}', values),
      isUnderstood: true,
      options: paths.map((path): Suggestion => ({
        ...pathLabels(path, start, index),
        viewpoint,
        answer: () => answerPath(path, say('{start} to {end}', values), viewpoint, index),
      })),
    }
  return {
    message: say('No registers get from {start} to {end} {where}', values),
    isUnderstood: true,
    options: [
      ...viewpointsWithPath(start, end, viewpoint, index).map(it => otherViewpoint(it, index)),
      entitySuggestion(end, context, index),
      ...(start.id === end.id ? [] : [entitySuggestion(start, context, index)]),
    ],
  }
}

/** What names a path among the others from the same start. */
function pathLabels(
  { flow: { path, capture, conversions, proposals }, hazard }: RegisterPath,
  start: Entity,
  { dataset }: ExplorerIndex,
): Pick<Suggestion, 'key' | 'label' | 'note'> {
  // What follows the start, which all paths have in common: of a long label only the beginning may be visible.
  const stops = path.slice(Math.min(path.length - 1, path.indexOf(start.id) + 1))
  const stopLabels = stops.map(id => mechanismLabel(id, dataset)).join(' › ')
  return {
    key: ['way', ...path, capture.id, ...conversions.map(it => it.id), ...proposals].join(' '),
    label: hazard ? `${say(hazard.verdict)}: ${stopLabels}` : stopLabels,
    note: [proposals.length > 0 && say('proposed'), siteName(capture)].filter(Boolean).join(', '),
  }
}

/** A viewpoint at which there are such paths. */
function otherViewpoint(viewpoint: Viewpoint, index: ExplorerIndex): Suggestion {
  return {
    key: `elsewhere ${viewpoint.arch} ${viewpoint.release}`,
    label: say('{arch} in {release}', { arch: viewpoint.arch, release: viewpoint.release }),
    note: say('there they do'),
    viewpoint,
    answer: at => answerSnapshot(at, index),
  }
}

/** The entities of some kinds that a text may mean, best first. */
function search(
  text: string,
  kinds: readonly Entity['kind'][],
  { preferredArch: arch }: QueryContext,
  { entries }: ExplorerIndex,
): readonly Entity[] {
  return searchEntities(entries, text, { kinds, arch })
}

/** All entities of some kinds. */
function ofKinds(kinds: readonly Entity['kind'][], { entities }: ExplorerIndex): readonly Entity[] {
  return entities.filter(it => kinds.includes(it.kind))
}
