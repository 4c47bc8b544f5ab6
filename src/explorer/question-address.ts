// Addresses of answers, behind the # of the deck: `/ask?q=who+reads+pstate`, `/mechanism/rethook`.
import type { Viewpoint } from '../model/analysis/applicability.ts'
import { namedArch } from '../model/dataset.ts'
import { ENTITY_KINDS, type Entity, type EntityKind } from './entities.ts'

/** What is asked: a question in words, or an entity. */
export type Asked = { readonly question: string } | { readonly kind: EntityKind; readonly id: string }

/** What an address asks for. Arch and release are as it says them. */
export type AskedAddress = Partial<Viewpoint> & Asked

/** The kinds of entities of which each has a static page. */
export const PAGE_KINDS: readonly EntityKind[] = ['mechanism', 'register', 'reader', 'capture', 'conversion', 'hazard']

/**
 * Read what an address asks for.
 *
 * @param route - the path behind the `#`, and its parameters.
 * @returns undefined where it is no address of an answer.
 */
export function parseQuestionAddress(route: {
  readonly path: string
  readonly query: URLSearchParams
}): AskedAddress | undefined {
  const [arch, release] = [route.query.get('arch'), route.query.get('release')]
  const at = { ...(arch && { arch }), ...(release && { release }) }
  const [, first = '', second] = route.path.split('/')
  if (first === 'ask') return { question: route.query.get('q') ?? '', ...at }
  const kind = ENTITY_KINDS.find(it => it === first)
  return kind && second ? { kind, id: decodeURIComponent(second).replace(/^~/, ''), ...at } : undefined
}

/**
 * Write the address of a question.
 *
 * @param asked - a question in words, or an entity, and where it is asked.
 * @returns what stands behind the `#`.
 */
export function questionAddress(asked: AskedAddress): string {
  const query = new URLSearchParams({
    ...('question' in asked && { q: asked.question }),
    ...(asked.arch && namedArch(asked.arch) && { arch: asked.arch }),
    ...(asked.release && { release: asked.release }),
  })
  const path = 'question' in asked ? '/ask' : `/${pagePath(asked)}`
  return query.size > 0 ? `${path}?${query}` : path
}

/**
 * Where the page of an entity stands in the site, without a slash at the end; the same behind the `#` of the deck.
 *
 * @param entity - its kind and id. Hosts leave out what is named with `_` or `.` at the beginning, such as the page of
 *   the register `__csh`: before those stands a `~`.
 */
export function pagePath({ kind, id }: Pick<Entity, 'kind' | 'id'>): string {
  return `${kind}/${encodeURIComponent(id).replace(/^(?=[_.])/, '~')}`
}
