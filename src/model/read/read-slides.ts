import type { Fault } from '../../errors/fault.ts'
import type { Talk } from '../schema/scene.ts'
import { DataError, faultLine } from '../../errors/fault.ts'
import {
  checkBudgets,
  checkHeadmatter,
  checkSlide,
  checkSlideIds,
  faultAtLine,
  type KnownLayouts,
} from '../check/check-slides.ts'
import { ANY_ARCH } from '../dataset.ts'
import { showingOf } from '../showing.ts'
import { parseYaml, type YamlFile } from '../yaml/parse-yaml.ts'
import { headmatter, type Headmatter } from './headmatter.ts'
import { readSlideSources, type LoadSlides, type SlideSource } from './slide-sources.ts'

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
  /** The line on which they begin, from 1. */
  readonly bodyLine: number
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

/** What the slides are held against, and how further files of slides are read. */
export type SlidesContext = {
  /** The scenes that slides may show; undefined if they could not be read, and then nothing is held against them. */
  readonly talk: Talk | undefined
  /** The arches of the dataset; that of {@link ANY_ARCH} where it names none. */
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
  else faults.push(...checkHeadmatter(head, archIds), ...(checkHead?.(head.value, head.faultAt) ?? []))
  const scenes = talk && new Map(talk.scenes.map(it => [it.id, it]))
  faults.push(...sources.slides.flatMap(it => checkSlide(it, scenes, layouts)))
  if (sources.slides.length === 0 && faults.length === 0)
    faults.push(faultAtLine(file, 1, 'every slide is hidden', 'show at least one: take out its hide'))
  const slides = nameSlides(sources.slides)
  faults.push(...checkSlideIds(slides))
  const warnings = 'value' in head ? checkBudgets(file, secondsOf(head.value.duration), slides) : []
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

function slidesOf(head: Headmatter, slides: readonly Slide[]): Slides {
  return {
    headmatter: head,
    title: head.title,
    arch: head.arch ?? ANY_ARCH.id,
    duration: secondsOf(head.duration),
    slides,
  }
}

/** Slides with their ids: a scene that is shown again has a number behind its id. */
function nameSlides(sources: readonly SlideSource[]): readonly Slide[] {
  const shown = new Map<string, number>()
  return sources.map(({ file, line, bodyLine, frontmatter, note, content, images }, i) => {
    const { layout = 'default', scene, budget, routeAlias, lang } = frontmatter
    const own = i > 0 && { title: frontmatter.title, ...(lang !== undefined && { lang }) }
    const slide = { file, line, bodyLine, layout, budget, note, content, images, ...own }
    if (scene === undefined) return { ...slide, id: routeAlias ?? `slide-${i + 1}` }
    const times = (shown.get(scene) ?? 0) + 1
    shown.set(scene, times)
    const id = showingOf(scene, times)
    return { ...slide, id, scene: id }
  })
}

function secondsOf(duration: string): number {
  return Number.parseInt(duration) * 60
}
