import { useNav } from '@slidev/client'
import { parseQuestionAddress } from '../../src/explorer/question-address.ts'
import { type Say, useSay } from '../dataset/use-say.ts'
import { sayOverSlide } from './say-over-slide.ts'
import { deck } from './use-presentation.ts'

/** Say what an address asks for that there is not: a slide, an arch or a release. The nearest one is shown. */
export function sayUnknownAddress(): void {
  const { router, isPrintMode } = useNav()
  if (isPrintMode.value) return
  const { say } = useSay()
  const tell = (search: string, hash: string) => {
    const sentence = wordsOf(unknownIn(search, hash, say), say)
    if (sentence !== undefined) sayOverSlide(sentence)
  }
  tell(location.search, location.hash)
  router.afterEach(to => tell('', `#${to.fullPath}`))
}

/** What there is not, in words; empty where all of an address is known. */
function unknownIn(search: string, hash: string, say: Say): readonly string[] {
  const [path = '', query] = hash.slice(1).split('?')
  const parameters = [new URLSearchParams(search), new URLSearchParams(query)]
  const [, name = ''] = /^\/(?:presenter\/)?([^/]+)$/.exec(path) ?? []
  const slide = decodeURIComponent(name)
  const { arches, releases } = deck.value
  const values = (key: string) => parameters.flatMap(it => it.get(key) || [])
  // An answer is at any release; the slides are at those in which something changes.
  const asked = parseQuestionAddress({ path, query: new URLSearchParams(query) })
  return [
    ...(slide === '' || asked || OTHER_PAGES.has(slide) || isSlide(slide) ? [] : [say('no slide {slide}', { slide })]),
    ...values('arch')
      .filter(it => !arches.some(arch => arch.id === it))
      .map(arch => say('no arch {arch}', { arch })),
    ...values('release')
      .filter(it => !asked && !releases.includes(it))
      .map(release => say('no change in a release {release}', { release })),
  ]
}

/** Whether a slide has this number or this name. */
function isSlide(slide: string): boolean {
  const { order } = deck.value
  return /^\d+$/.test(slide) ? Number(slide) >= 1 && Number(slide) <= order.length : order.includes(slide)
}

/** What the router has beside slides. */
const OTHER_PAGES = new Set([
  'overview',
  'notes',
  'notes-edit',
  'entry',
  'print',
  'export',
  'handout',
  'presenter',
  'ask',
  'index.html',
])

/** One sentence of what there is not; undefined where there is all of it. */
function wordsOf(unknown: readonly string[], say: Say): string | undefined {
  if (unknown.length === 0) return undefined
  return say('There is {unknown} in this talk; what is nearest is shown.', {
    unknown: unknown.join(`, ${say('and')} `),
  })
}
