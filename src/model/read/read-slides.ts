import type { Fault } from '../../errors/fault.ts'
import type { Talk } from '../schema/scene.ts'
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

/** What slides.md says of one slide. What Slidev could do beside that, another file would have to be read for, or clicks told twice. */
const slide = z.strictObject({
  layout: z.enum(LAYOUTS),
  scene: z.string(),
  budget: z.int().min(0),
})

/** What Slidev reads in the first block, all of it optional; `defaults` would set for every slide what none may have. */
const slidevKeys = Object.keys(getDefaultConfig()).filter(key => key !== 'defaults')
const headmatter = z.strictObject({
  ...Object.fromEntries([...slidevKeys, 'keywords', 'class', 'hideInToc'].map(key => [key, z.unknown().optional()])),
  ...slide.shape,
  lang: z.string().optional(),
  // Slidev makes a component of the title, in which these two begin code.
  title: z
    .string()
    .min(1)
    .regex(/^(?:[^<{]|\{(?!\{))*$/, 'the title is words alone: Slidev takes < and {{ for code'),
  htmlAttrs: z.strictObject({ lang: z.string().optional(), dir: z.enum(['ltr', 'rtl']).optional() }).optional(),
  arch: z.string(),
  duration: z.string().regex(/^\d{1,4}min$/, 'duration must read like 20min'),
  author: z.string().optional(),
  info: z.string().optional(),
  routerMode: z.literal('hash').optional().describe('The build works under any path by it'),
  mcp: z.literal(false),
  remote: z.literal(false).optional(),
  remoteAssets: z.literal(false).optional(),
})

/** What the first block of slides.md says of the deck as a whole. */
export type Headmatter = z.infer<typeof headmatter>

/**
 * Read the first block of slides.md alone.
 *
 * @throws DataError with every fault in it.
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

/** The parts of slides.md that the deck and its commands need; the talk's duration in seconds. */
export type Slides = {
  readonly title: string
  readonly arch: string
  readonly duration: number
  readonly slides: readonly Slide[]
}

/** What slides.md says of a slide; its budget in seconds, and its notes with a `[click]` for each further step. */
export type Slide = z.infer<typeof slide> & { readonly note: string }

/**
 * Read slides.md and hold it against the scenes: every scene on one slide, in the same order, its clicks in the notes,
 * and the budgets within the talk's time.
 *
 * @param talk - the scenes; undefined where they could not be read, so that nothing is held against them.
 */
export function readSlides(
  file: string,
  text: string,
  talk: Talk | undefined,
  archIds: readonly string[],
): { readonly value: Slides | undefined; readonly faults: readonly Fault[] } {
  const { slides: sources } = parseSync(text, file, { noParseYAML: true })
  const faults: Fault[] = []
  const complain = (line: number, problem: string, tip: string) =>
    faults.push({ file, line, col: 1, code: 'slides', problem, tip })
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
    if (!/^# \S/m.test(content))
      complain(start + 1, `the slide of ${id} has no headline`, 'begin it with one line "# …"')
    const clicks = note?.match(/\[click\]/g)?.length ?? 0
    if (scene && clicks !== scene.steps.length - 1)
      complain(
        start + 1,
        `the notes of ${id} have ${clicks} [click], its scene has ${scene.steps.length} steps`,
        `write ${scene.steps.length - 1} [click], one for each further step`,
      )
    return [{ layout, scene: id, budget, note: note ?? '' }]
  })

  const order = slides.map(it => it.scene)
  const wanted = talk?.scenes.map(it => it.id) ?? order
  if (faults.length === 0 && order.join() !== wanted.join()) {
    const at = wanted.findIndex((id, i) => id !== order[i])
    complain(
      (sources[at]?.start ?? 0) + 1,
      `slide ${at + 1} shows scene ${order[at] ?? 'none'}, data/scenes.yaml has ${wanted[at] ?? 'none'} there`,
      'slides and scenes stand in the same order, each once',
    )
  }
  const sum = slides.reduce((total, it) => total + it.budget, 0)
  const duration = head ? Number.parseInt(head.duration) * 60 : sum
  if (slides.length === sources.length && sum !== duration)
    complain(1, `the budgets sum to ${sum} s, duration is ${duration} s`, 'change a budget, or the duration')
  return { value: head && { title: head.title, arch: head.arch, duration, slides }, faults }
}

function linesOf(text: string): number {
  return text.split('\n').length - 1
}

function tipFor(id: string, known: readonly string[]): string {
  const near = closestMatch(id, known)
  return near ? `did you mean ${near}?` : `known: ${known.join(', ')}`
}
