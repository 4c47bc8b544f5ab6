import type { Fault } from '../../errors/fault.ts'
import type { Scene, Step, Talk } from '../schema/scene.ts'
import { DataError, faultLine } from '../../errors/fault.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { notesParts } from '../notes-for-arch.ts'
import { sceneOf, showingOf } from '../showing.ts'
import { parseYaml, type YamlFile } from '../yaml/parse-yaml.ts'
import { headmatter, type Headmatter } from './headmatter.ts'
import { readSlideSources, SLIDE_KEYS, type LoadSlides, type SlideSource } from './slide-sources.ts'

/** The layouts that show a scene, each a file in `layouts/`, with the views that it can show. */
const SCENE_LAYOUTS: Readonly<Record<string, readonly Scene['view'][]>> = {
  title: ['none'],
  chapter: ['none'],
  words: ['none'],
  sources: ['none'],
  mechanism: ['grow', 'none'],
  stage: ['classes', 'helpers', 'conversions'],
  hazard: ['hazard'],
  matrix: ['matrix'],
  arches: ['arches'],
  questions: ['verdicts'],
}

/** A slide that the deck shows. */
export type Slide = {
  /** Unique in the deck: that of the showing, or the slide's own name or number where it shows no scene. */
  readonly id: string
  /** Relative to the deck's root. */
  readonly file: string
  /** The first line of its block, from 1. */
  readonly line: number
  readonly layout: string
  /** The scene that it shows, by the id of the showing: with `~2` behind it where it is shown for the second time. */
  readonly scene?: string
  /** Seconds; undefined where the slide has none. */
  readonly budget: number | undefined
  /** What the speaker says, with a `[click]` for each further step; behind `[otherArches]` what is said on others. */
  readonly note: string
  /** Its words, as Markdown. */
  readonly content: string
  /** Addresses of the pictures that it shows, as it writes them. */
  readonly images: readonly string[]
  /** Its language, where that is another than the deck's. */
  readonly lang?: string
  /** How it is called where it has no headline. */
  readonly title?: string | undefined
}

/** What the deck and its commands need of the slides. */
export type Slides = {
  readonly headmatter: Headmatter
  readonly title: string
  readonly arch: string
  /** Seconds. */
  readonly duration: number
  /** In running order. */
  readonly slides: readonly Slide[]
}

/** Names of layouts: files in the deck's own folder and in what it stands on, and what Slidev and its theme bring. */
export type KnownLayouts = { readonly own: readonly string[]; readonly slidev: readonly string[] }

/** What the slides are held against, and how further files of slides are read. */
export type SlidesContext = {
  /** The scenes that slides may show; undefined if they could not be read, and then nothing is held against them. */
  readonly talk: Talk | undefined
  /** The arches of the dataset. */
  readonly archIds: readonly string[]
  readonly load: LoadSlides
  /** The layouts that there are beside those of SCENE_LAYOUTS; undefined if they are not known. */
  readonly layouts?: KnownLayouts | undefined
  /** Holds the files that the headmatter names against the disk; without it, they are not looked for. */
  readonly checkHead?: CheckHead | undefined
}

/** What is wrong with the files that the headmatter names. */
export type CheckHead = (head: Headmatter, faultAt: YamlFile<Headmatter>['faultAt']) => readonly Fault[]

/**
 * Read the slides and hold them against the scenes: each shows a scene that there is, in a layout that can show it, and
 * has a `[click]` in its notes for each further step; or it shows none, and is a plain Slidev slide.
 *
 * @param file - path of the deck's own slides, for faults.
 * @param text - what the file holds.
 * @param context - see {@link SlidesContext}.
 * @returns undefined as value if the first block could not be read; the faults, and what is doubtful.
 */
export function readSlides(
  file: string,
  text: string,
  { talk, archIds, load, layouts, checkHead }: SlidesContext,
): { readonly value: Slides | undefined; readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] } {
  const sources = readSlideSources(file, text, load)
  const faults = [...sources.faults]
  const head = parseYaml(file, sources.head.yaml, headmatter, sources.head.linesBefore)
  if (!('value' in head)) faults.push(...head)
  else {
    if (!archIds.includes(head.value.arch))
      faults.push(
        head.faultAt(['arch'], 'unknown-id', `there is no arch ${head.value.arch}`, tipFor(head.value.arch, archIds)),
      )
    const { htmlAttrs, lang = 'en' } = head.value
    if (htmlAttrs?.lang !== undefined && htmlAttrs.lang !== lang)
      faults.push(
        head.faultAt(
          ['htmlAttrs', 'lang'],
          'slides',
          `htmlAttrs has ${htmlAttrs.lang}, and lang ${lang}`,
          'take out the former: lang sets both',
        ),
      )
    faults.push(...(checkHead?.(head.value, head.faultAt) ?? []))
  }
  const scenes = talk && new Map(talk.scenes.map(it => [it.id, it]))
  faults.push(...sources.slides.flatMap(it => slideFaults(it, scenes, layouts)))
  if (sources.slides.length === 0 && faults.length === 0)
    faults.push(faultAtLine(file, 1, 'every slide is hidden', 'show at least one: take out its hide'))
  const slides = nameSlides(sources.slides)
  faults.push(...sharedIds(slides))
  const warnings = 'value' in head ? budgetWarnings(file, head.value.duration, slides) : []
  return {
    value: 'value' in head ? slidesOf(head.value, slides) : undefined,
    faults: [...new Map(faults.map(it => [faultLine(it), it])).values()],
    warnings,
  }
}

/**
 * Read the first block of the slides, and count them.
 *
 * @param file - path of the deck's own slides, for faults.
 * @param text - what the file holds.
 * @param load - reads the files that it includes.
 * @returns the block, and how many slides the deck shows.
 * @throws DataError with every fault in the block.
 */
export function readHeadmatter(
  file: string,
  text: string,
  load: LoadSlides,
): { readonly headmatter: Headmatter; readonly slides: number } {
  const { head, slides } = readSlideSources(file, text, load)
  const yaml = parseYaml(file, head.yaml, headmatter, head.linesBefore)
  if (!('value' in yaml)) throw new DataError(yaml)
  return { headmatter: yaml.value, slides: slides.length }
}

/**
 * The talk as slides give it.
 *
 * @param talk - the scenes, in any order.
 * @param slides - those that show none are left out.
 * @param lang - of the deck.
 * @returns the scenes in running order, with their captions in the language of the slide; a scene that is shown again
 *   is there again, under the id of that showing.
 */
export function talkAsGiven(talk: Talk, slides: readonly Pick<Slide, 'scene' | 'lang'>[], lang = 'en'): Talk {
  const scenes = new Map(talk.scenes.map(it => [it.id, it]))
  return {
    ...talk,
    scenes: slides.flatMap(({ scene: id, lang: ownLang }) => {
      const scene = id === undefined ? undefined : scenes.get(sceneOf(id))
      if (!scene) return []
      const steps = scene.steps.map(step => ({ ...step, ...captionIn(step, ownLang ?? lang) }))
      return [{ ...scene, id: id!, steps, ...(ownLang !== undefined && { lang: ownLang }) }]
    }),
  }
}

/** The caption of a step in a language, as far as it has one there. */
function captionIn({ translations = {} }: Step, lang: string): Partial<Pick<Step, 'caption' | 'otherArches'>> {
  return translations[lang] ?? translations[lang.split('-')[0]!] ?? {}
}

function slidesOf(head: Headmatter, slides: readonly Slide[]): Slides {
  return {
    headmatter: head,
    title: head.title,
    arch: head.arch,
    duration: secondsOf(head.duration),
    slides,
  }
}

/** Slides with their ids: a scene that is shown again has a number behind its id. */
function nameSlides(sources: readonly SlideSource[]): readonly Slide[] {
  const shown = new Map<string, number>()
  return sources.map(({ file, line, frontmatter, note, content, images }, i) => {
    const { layout = 'default', scene, budget, routeAlias, lang } = frontmatter
    const own = i > 0 && { title: frontmatter.title, ...(lang !== undefined && { lang }) }
    const slide = { file, line, layout, budget, note, content, images, ...own }
    if (scene === undefined) return { ...slide, id: routeAlias ?? `slide-${i + 1}` }
    const times = (shown.get(scene) ?? 0) + 1
    shown.set(scene, times)
    const id = showingOf(scene, times)
    return { ...slide, id, scene: id }
  })
}

/** Slides of one's own that are named like another slide. */
function sharedIds(slides: readonly Slide[]): readonly Fault[] {
  return slides.flatMap(({ id, scene, file, line }) =>
    scene === undefined && slides.some(it => it.id === id && it.line !== line)
      ? [faultAtLine(file, line, `another slide is called ${id}, too`, 'give it another routeAlias')]
      : [],
  )
}

/** What is wrong with a slide by itself, and with the scene that it shows. */
function slideFaults(
  source: SlideSource,
  scenes: ReadonlyMap<string, Scene> | undefined,
  layouts: KnownLayouts | undefined,
): readonly Fault[] {
  const { file, line, content, frontmatter, isFirst } = source
  const isOwn = frontmatter.scene === undefined
  const hasHeadline = /^# \S/m.test(content) || (isOwn && frontmatter.title !== undefined && !isFirst)
  return [
    // The first block has the deck's keys too, and is held against their schema.
    ...(isFirst ? [] : unknownKeys(source)),
    ...(hasHeadline
      ? []
      : [
          faultAtLine(
            file,
            line,
            `${isOwn ? 'a slide' : `the slide of ${frontmatter.scene}`} has no headline`,
            HEADLINE_TIP,
          ),
        ]),
    ...(isOwn ? ownLayoutFaults(source, layouts) : sceneFaults(source, scenes, layouts)),
  ]
}

const HEADLINE_TIP = 'begin it with one line "# …"'

/** A slide of one's own may have any layout that there is but those that show a scene and nothing else. */
function ownLayoutFaults(
  { frontmatter: { layout }, faultAt }: SlideSource,
  layouts: KnownLayouts | undefined,
): readonly Fault[] {
  if (layout === undefined || OWN_LAYOUTS.includes(layout)) return []
  if (Object.hasOwn(SCENE_LAYOUTS, layout))
    return [
      faultAt(['layout'], 'slides', `the layout ${layout} shows a scene, and the slide has none`, 'add scene: ID'),
    ]
  const known = layouts && [...layouts.own, ...layouts.slidev]
  if (!known || known.includes(layout)) return []
  return [faultAt(['layout'], 'slides', `there is no layout ${layout}`, tipFor(layout, known))]
}

/** The layouts that show a scene, or words alone. */
const OWN_LAYOUTS: readonly string[] = ['title', 'chapter', 'words', 'sources']

function sceneFaults(
  source: SlideSource,
  scenes: ReadonlyMap<string, Scene> | undefined,
  layouts: KnownLayouts | undefined,
): readonly Fault[] {
  const { frontmatter, faultAt } = source
  const { scene: id = '', layout } = frontmatter
  const scene = scenes?.get(id)
  const views = layout === undefined ? undefined : SCENE_LAYOUTS[layout]
  // A layout of one's own may show any view.
  if (layout === undefined || !(views || layouts?.own.includes(layout))) {
    const known = scene ? layoutsFor(scene.view) : Object.keys(SCENE_LAYOUTS)
    const problem = layout === undefined ? `layout is missing` : `there is no layout ${layout} for a scene`
    return [
      faultAt(
        ['layout'],
        'slides',
        problem,
        layout === undefined ? `known: ${known.join(', ')}` : tipFor(layout, known),
      ),
    ]
  }
  if (!scene)
    return scenes ? [faultAt(['scene'], 'unknown-id', `there is no scene ${id}`, tipFor(id, [...scenes.keys()]))] : []
  return [
    ...(!views || views.includes(scene.view)
      ? []
      : [
          faultAt(
            ['layout'],
            'slides',
            `the layout ${layout} cannot show ${id}, whose view is ${scene.view}`,
            `choose one that can: ${layoutsFor(scene.view).join(', ')}`,
          ),
        ]),
    ...notesFaults(source, scene),
  ]
}

/** What is wrong with the notes of a slide that shows a scene: their parts, and the `[click]` in each. */
function notesFaults({ file, line, frontmatter: { scene: id }, note }: SlideSource, scene: Scene): readonly Fault[] {
  const wanted = scene.steps.length - 1
  const parts = notesParts(note)
  const clicksIn = (part: string) => part.match(/\[click\]/g)?.length ?? 0
  const clicks = parts.map(clicksIn).find(it => it !== wanted) ?? wanted
  return [
    ...(parts.length === 1 || (parts.length === 2 && scene.aboutArch)
      ? []
      : [
          faultAtLine(
            file,
            line,
            parts.length > 2
              ? `the notes of ${id} have [otherArches] ${parts.length - 1} times`
              : `the notes of ${id} have [otherArches], and its scene has no aboutArch`,
            parts.length > 2 ? 'write it once' : 'give the scene aboutArch: the arch that it is about',
          ),
        ]),
    ...(clicks === wanted
      ? []
      : [
          faultAtLine(
            file,
            line,
            `the notes of ${id} have ${clicks} [click], its scene has ${scene.steps.length} steps`,
            `write ${wanted} [click], one for each further step`,
          ),
        ]),
  ]
}

/**
 * Keys that mean nothing. Where a slide shows a scene, Slidev's other keys are rejected: some repeat what the scene
 * already has, such as the number of clicks. A slide without a scene may have any, for its layout may take them; but
 * none that is probably misspelt.
 */
function unknownKeys({ frontmatter, faultAt }: SlideSource): readonly Fault[] {
  const isOwn = frontmatter.scene === undefined
  const known = isOwn ? [...SLIDE_KEYS, ...SLIDEV_SLIDE_KEYS] : SLIDE_KEYS
  return Object.keys(frontmatter)
    .filter(key => !known.includes(key))
    .flatMap(key => {
      const near = closestMatch(key, isOwn ? OWN_KEYS : SLIDE_KEYS)
      if (isOwn && near?.[0] !== key[0]) return []
      const tip = near ? `did you mean ${near}?` : `known here: ${SLIDE_KEYS.join(', ')}`
      return faultAt([{ key } as unknown as PropertyKey], 'schema', `unknown key ${key}`, tip)
    })
}

/** The keys by which a slide of one's own would be another slide, were they misspelt. */
const OWN_KEYS = ['layout', 'scene', 'budget', 'hide', 'src', 'routeAlias']

/** Slidev's keys of a slide that are none of ours. */
const SLIDEV_SLIDE_KEYS = [
  'background',
  'clicks',
  'clicksStart',
  'dragPos',
  'image',
  'lang',
  'name',
  'preload',
  'transition',
  'url',
  'zoom',
]

/** Budgets that do not sum to the duration; where slides have none, those that alone exceed it. */
function budgetWarnings(file: string, duration: string, slides: readonly Slide[]): readonly Fault[] {
  const budgets = slides.flatMap(it => it.budget ?? [])
  const [sum, wanted] = [budgets.reduce((total, it) => total + it, 0), secondsOf(duration)]
  if (budgets.length === 0 || sum === wanted || (budgets.length < slides.length && sum < wanted)) return []
  return [
    faultAtLine(
      file,
      1,
      `the budgets sum to ${sum} s, duration is ${wanted} s: ${Math.abs(sum - wanted)} s too ${sum > wanted ? 'much' : 'little'}`,
      'change a budget, or the duration',
    ),
  ]
}

function secondsOf(duration: string): number {
  return Number.parseInt(duration) * 60
}

function layoutsFor(view: Scene['view']): readonly string[] {
  return Object.keys(SCENE_LAYOUTS).filter(it => SCENE_LAYOUTS[it]!.includes(view))
}

function faultAtLine(file: string, line: number, problem: string, tip: string): Fault {
  return { file, line, col: 1, code: 'slides', problem, tip }
}

function tipFor(id: string, known: readonly string[]): string {
  const near = closestMatch(id, known)
  return near ? `did you mean ${near}?` : `known: ${known.join(', ')}`
}
