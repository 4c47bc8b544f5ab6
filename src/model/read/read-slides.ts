import type { Fault } from '../../errors/fault.ts'
import type { Scene, Talk } from '../schema/scene.ts'
import { getDefaultConfig, parseSync } from '@slidev/parser'
import { z } from 'zod'
import { DataError } from '../../errors/fault.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { parseYaml } from '../yaml/parse-yaml.ts'

/** The layouts a slide may choose; each is a file in `layouts/`. */
const LAYOUTS = [
  'title',
  'chapter',
  'mechanism',
  'stage',
  'hazard',
  'matrix',
  'arches',
  'words',
  'questions',
  'sources',
] as const

/**
 * What slides.md says of one slide. Slidev's other keys are rejected: some include further files, others repeat what
 * the scene already has, such as the number of clicks.
 */
const slide = z.strictObject({
  layout: z.enum(LAYOUTS),
  scene: z.string(),
  budget: z.int().min(0),
})

// Slidev's own keys are optional. Not `defaults`: it could set for every slide what no slide may have.
const slidevKeys = Object.keys(getDefaultConfig()).filter(key => key !== 'defaults')
const headmatter = z.strictObject({
  ...Object.fromEntries([...slidevKeys, 'keywords', 'class', 'hideInToc'].map(key => [key, z.unknown().optional()])),
  ...slide.shape,
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

/** What the first block of slides.md says of the deck as a whole. */
export type Headmatter = z.infer<typeof headmatter>

/**
 * Read only the first block of slides.md.
 *
 * @param file - path of slides.md, for faults.
 * @param text - what the file holds.
 * @returns the block, and how many slides there are.
 * @throws DataError with every fault in the block.
 */
export function readHeadmatter(
  file: string,
  text: string,
): { readonly headmatter: Headmatter; readonly slides: number } {
  const { slides } = parseSync(text, file, { noParseYAML: true })
  const yaml = parseYaml(file, slides[0]?.frontmatterRaw ?? '', headmatter, 1)
  if (!('value' in yaml)) throw new DataError(yaml)
  return { headmatter: yaml.value, slides: slides.length }
}

/** What the deck and its commands need of slides.md. The duration is in seconds. */
export type Slides = {
  readonly title: string
  readonly arch: string
  readonly duration: number
  readonly slides: readonly Slide[]
}

/** What slides.md says of a slide: its budget in seconds, and its notes with a `[click]` for each further step. */
export type Slide = z.infer<typeof slide> & { readonly note: string }

/**
 * Read slides.md and hold it against the scenes: every scene on one slide, in the same order, a `[click]` in the notes
 * for each further step, and budgets that sum to the talk's duration.
 *
 * @param file - path of slides.md, for faults.
 * @param text - what the file holds.
 * @param talk - the scenes; undefined if they could not be read, and then nothing is held against them.
 * @param archIds - the arches of the dataset.
 * @returns undefined as value if the first block could not be read.
 */
export function readSlides(
  file: string,
  text: string,
  talk: Talk | undefined,
  archIds: readonly string[],
): { readonly value: Slides | undefined; readonly faults: readonly Fault[] } {
  const { slides: sources } = parseSync(text, file, { noParseYAML: true })
  const faults: Fault[] = []
  const report: Report = (line, problem, tip) => faults.push({ file, line, col: 1, code: 'slides', problem, tip })
  const scenes = new Map(talk?.scenes.map(it => [it.id, it]))
  let head: Headmatter | undefined

  const slides = sources.flatMap(({ frontmatterRaw = '', raw, note, content, start }, index) => {
    const linesBefore = start + linesOf(raw.slice(0, raw.indexOf(frontmatterRaw)))
    const yaml =
      index === 0
        ? parseYaml(file, frontmatterRaw, headmatter, linesBefore)
        : parseYaml(file, frontmatterRaw, slide, linesBefore)
    if (!('value' in yaml)) {
      faults.push(...yaml)
      return []
    }
    const { layout, scene: id, budget } = yaml.value
    if (index === 0) {
      head = yaml.value as Headmatter
      if (!archIds.includes(head.arch))
        faults.push(yaml.faultAt(['arch'], 'unknown-id', `there is no arch ${head.arch}`, tipFor(head.arch, archIds)))
    }
    const scene = scenes.get(id)
    if (!scene && talk)
      faults.push(yaml.faultAt(['scene'], 'unknown-id', `there is no scene ${id}`, tipFor(id, [...scenes.keys()])))
    if (!/^# \S/m.test(content)) report(start + 1, `the slide of ${id} has no headline`, 'begin it with one line "# …"')
    if (scene) checkClicks(note, scene, (problem, tip) => report(start + 1, problem, tip))
    return [{ layout, scene: id, budget, note: note ?? '' }]
  })

  const lines = sources.map(it => it.start + 1)
  if (faults.length === 0 && talk) checkSceneOrder(slides, talk, lines, report)
  const sum = slides.reduce((total, it) => total + it.budget, 0)
  const duration = head ? Number.parseInt(head.duration) * 60 : sum
  if (slides.length === sources.length && sum !== duration)
    report(1, `the budgets sum to ${sum} s, duration is ${duration} s`, 'change a budget, or the duration')
  return { value: head && { title: head.title, arch: head.arch, duration, slides }, faults }
}

type Report = (line: number, problem: string, tip: string) => void

function checkClicks(
  note: string | undefined,
  { id, steps }: Scene,
  report: (problem: string, tip: string) => void,
): void {
  const clicks = note?.match(/\[click\]/g)?.length ?? 0
  if (clicks !== steps.length - 1)
    report(
      `the notes of ${id} have ${clicks} [click], its scene has ${steps.length} steps`,
      `write ${steps.length - 1} [click], one for each further step`,
    )
}

/** @param lines - the line on which each slide begins. */
function checkSceneOrder(slides: readonly Slide[], talk: Talk, lines: readonly number[], report: Report): void {
  const order = slides.map(it => it.scene)
  const wanted = talk.scenes.map(it => it.id)
  if (order.join() === wanted.join()) return
  const at = wanted.findIndex((id, i) => id !== order[i])
  report(
    lines[at] ?? 1,
    `slide ${at + 1} shows scene ${order[at] ?? 'none'}, scenes.yaml has ${wanted[at] ?? 'none'} there`,
    'slides and scenes stand in the same order, each once',
  )
}

function linesOf(text: string): number {
  return text.split('\n').length - 1
}

function tipFor(id: string, known: readonly string[]): string {
  const near = closestMatch(id, known)
  return near ? `did you mean ${near}?` : `known: ${known.join(', ')}`
}
