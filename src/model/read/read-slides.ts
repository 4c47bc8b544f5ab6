import type { Fault } from '../../errors/fault.ts'
import type { Scene, Talk } from '../schema/scene.ts'
import { getDefaultConfig } from '@slidev/parser'
import { z } from 'zod'
import { DataError, faultLine } from '../../errors/fault.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { sceneOf, showingOf } from '../showing.ts'
import { parseYaml } from '../yaml/parse-yaml.ts'
import { readSlideSources, SLIDE_KEYS, type LoadSlides, type SlideSource } from './slide-sources.ts'

/** The layouts that show a scene, each a file in `layouts/`, with the views that it can show; any, if none is named. */
const SCENE_LAYOUTS: Readonly<Record<string, readonly Scene['view'][] | undefined>> = {
  title: undefined,
  chapter: undefined,
  words: undefined,
  sources: undefined,
  mechanism: ['grow', 'none'],
  stage: ['classes', 'helpers', 'conversions'],
  hazard: ['hazard'],
  matrix: ['matrix'],
  arches: ['arches'],
  questions: ['verdicts'],
}

// Slidev's own keys are optional. Not `defaults`: it could set for every slide what no slide may have.
const slidevKeys = Object.keys(getDefaultConfig()).filter(key => key !== 'defaults')
const headmatter = z.strictObject({
  ...Object.fromEntries([...slidevKeys, 'keywords', ...SLIDE_KEYS].map(key => [key, z.unknown().optional()])),
  lang: z.string().optional(),
  // Slidev compiles the title as a Vue template, in which < and {{ begin code.
  title: z
    .string()
    .min(1)
    .regex(/^(?:[^<{]|\{(?!\{))*$/, 'the title is words alone: Slidev takes < and {{ for code'),
  htmlAttrs: z.strictObject({ lang: z.string().optional(), dir: z.enum(['ltr', 'rtl']).optional() }).optional(),
  arch: z.string(),
  duration: z.string().regex(/^\d{1,4}min$/, 'duration must read like 20min'),
  author: z.string().optional(),
  info: z.string().optional(),
  routerMode: z.literal('hash').optional().describe('With it, the build works under any path'),
  mcp: z.literal(false),
  remote: z.literal(false).optional(),
  remoteAssets: z.literal(false).optional(),
})

/** What the first block of the slides says of the deck as a whole. */
export type Headmatter = z.infer<typeof headmatter>

/** A slide that the deck shows. */
export type Slide = {
  /** Relative to the deck's root. */
  readonly file: string
  /** The first line of its block, from 1. */
  readonly line: number
  readonly layout: string
  /** Id of the scene that it shows; with `~2` behind it where the scene is shown for the second time. */
  readonly scene: string
  /** Seconds; undefined where the slide has none. */
  readonly budget: number | undefined
  /** What the speaker says, with a `[click]` for each further step. */
  readonly note: string
  /** Its words, as Markdown. */
  readonly content: string
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

/** What the slides are held against, and how further files of slides are read. */
export type SlidesContext = {
  /** The scenes that slides may show; undefined if they could not be read, and then nothing is held against them. */
  readonly talk: Talk | undefined
  /** The arches of the dataset. */
  readonly archIds: readonly string[]
  readonly load: LoadSlides
}

/**
 * Read the slides and hold them against the scenes: each shows a scene that there is, in a layout that can show it, and
 * has a `[click]` in its notes for each further step.
 *
 * @param file - path of the deck's own slides, for faults.
 * @param text - what the file holds.
 * @param context - see {@link SlidesContext}.
 * @returns undefined as value if the first block could not be read; the faults, and what is doubtful.
 */
export function readSlides(
  file: string,
  text: string,
  { talk, archIds, load }: SlidesContext,
): { readonly value: Slides | undefined; readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] } {
  const sources = readSlideSources(file, text, load)
  const faults = [...sources.faults]
  const head = parseYaml(file, sources.head.yaml, headmatter, sources.head.linesBefore)
  if (!('value' in head)) faults.push(...head)
  else if (!archIds.includes(head.value.arch))
    faults.push(
      head.faultAt(['arch'], 'unknown-id', `there is no arch ${head.value.arch}`, tipFor(head.value.arch, archIds)),
    )
  const scenes = talk && new Map(talk.scenes.map(it => [it.id, it]))
  faults.push(...sources.slides.flatMap(it => slideFaults(it, scenes)))
  if (sources.slides.length === 0 && faults.length === 0)
    faults.push(faultAtLine(file, 1, 'every slide is hidden', 'show at least one: take out its hide'))
  const slides = numberShowings(sources.slides)
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
 * @param slides - each shows one of them.
 * @returns the scenes in running order; a scene that is shown again is there again, under the id of that showing.
 */
export function talkAsGiven(talk: Talk, slides: readonly Pick<Slide, 'scene'>[]): Talk {
  const scenes = new Map(talk.scenes.map(it => [it.id, it]))
  return {
    ...talk,
    scenes: slides.flatMap(({ scene: id }) => {
      const scene = scenes.get(sceneOf(id))
      return scene ? [{ ...scene, id }] : []
    }),
  }
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

/** Slides with the ids of their showings: a scene that is shown again has a number behind its id. */
function numberShowings(sources: readonly SlideSource[]): readonly Slide[] {
  const shown = new Map<string, number>()
  return sources.flatMap(({ file, line, frontmatter: { layout, scene, budget }, note, content }) => {
    if (layout === undefined || scene === undefined) return []
    const times = (shown.get(scene) ?? 0) + 1
    shown.set(scene, times)
    return [{ file, line, layout, scene: showingOf(scene, times), budget, note, content }]
  })
}

function slideFaults(source: SlideSource, scenes: ReadonlyMap<string, Scene> | undefined): readonly Fault[] {
  const { file, line, frontmatter, faultAt, isFirst, content, note } = source
  const { scene: id, layout } = frontmatter
  // The first block has the deck's keys too, and is held against their schema.
  const faults = isFirst ? [] : unknownKeys(source)
  if (layout === undefined) faults.push(faultAt([], 'schema', 'layout is missing', `known: ${layouts()}`))
  else if (!Object.hasOwn(SCENE_LAYOUTS, layout))
    faults.push(
      faultAt(
        ['layout'],
        'slides',
        `there is no layout ${layout} for a scene`,
        tipFor(layout, Object.keys(SCENE_LAYOUTS)),
      ),
    )
  if (id === undefined)
    return [...faults, faultAt([], 'schema', 'scene is missing', 'add it: the id of a scene in scenes.yaml')]
  const scene = scenes?.get(id)
  if (scenes && !scene)
    faults.push(faultAt(['scene'], 'unknown-id', `there is no scene ${id}`, tipFor(id, [...scenes.keys()])))
  if (!/^# \S/m.test(content))
    faults.push(faultAtLine(file, line, `the slide of ${id} has no headline`, 'begin it with one line "# …"'))
  if (!scene) return faults
  const views = layout === undefined ? undefined : SCENE_LAYOUTS[layout]
  if (views && !views.includes(scene.view))
    faults.push(
      faultAt(
        ['layout'],
        'slides',
        `the layout ${layout} cannot show ${id}, whose view is ${scene.view}`,
        `choose one that can: ${layoutsFor(scene.view).join(', ')}`,
      ),
    )
  const clicks = note.match(/\[click\]/g)?.length ?? 0
  const wanted = scene.steps.length - 1
  if (clicks !== wanted)
    faults.push(
      faultAtLine(
        file,
        line,
        `the notes of ${id} have ${clicks} [click], its scene has ${scene.steps.length} steps`,
        `write ${wanted} [click], one for each further step`,
      ),
    )
  return faults
}

/** Slidev's other keys are rejected: some repeat what the scene already has, such as the number of clicks. */
function unknownKeys({ frontmatter, faultAt }: SlideSource): Fault[] {
  return Object.keys(frontmatter)
    .filter(key => !SLIDE_KEYS.includes(key))
    .map(key => {
      const near = closestMatch(key, SLIDE_KEYS)
      return faultAt(
        [{ key } as unknown as PropertyKey],
        'schema',
        `unknown key ${key}`,
        near ? `did you mean ${near}?` : `known here: ${SLIDE_KEYS.join(', ')}`,
      )
    })
}

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

function layouts(): string {
  return Object.keys(SCENE_LAYOUTS).join(', ')
}

function layoutsFor(view: Scene['view']): readonly string[] {
  return Object.keys(SCENE_LAYOUTS).filter(it => SCENE_LAYOUTS[it]?.includes(view) ?? true)
}

function faultAtLine(file: string, line: number, problem: string, tip: string): Fault {
  return { file, line, col: 1, code: 'slides', problem, tip }
}

function tipFor(id: string, known: readonly string[]): string {
  const near = closestMatch(id, known)
  return near ? `did you mean ${near}?` : `known: ${known.join(', ')}`
}
