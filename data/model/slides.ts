import type { Fault } from './fault.ts'
import type { Talk } from './scene.ts'
import { parseSync } from '@slidev/parser'
import { z } from 'zod'
import { nearest } from './fault.ts'

/** The layouts a slide may choose; each is a file in `layouts/`. */
const LAYOUTS = ['title', 'chapter', 'mechanism', 'stage', 'hazard', 'matrix', 'words', 'questions', 'sources'] as const

/** What slides.md says of one slide. */
const slide = z.looseObject({
  layout: z.enum(LAYOUTS),
  scene: z.string(),
  budget: z.int().min(0),
})

const headmatter = z.looseObject({
  title: z.string(),
  arch: z.string(),
  duration: z.string().regex(/^\d+min$/, 'duration must read like 20min'),
})

/** The parts of slides.md that the deck and its commands need. */
export type Slides = { readonly title: string, readonly arch: string, readonly slides: readonly z.infer<typeof slide>[] }

/**
 * Read slides.md and hold it against the scenes: every scene on one slide, in the same order, its clicks in the notes,
 * and the budgets within the talk's time.
 */
export function readSlides(file: string, text: string, talk: Talk, archIds: readonly string[]): { readonly value: Slides | undefined, readonly faults: readonly Fault[] } {
  const { slides: sources, errors } = parseSync(text, file)
  const faults: Fault[] = (errors ?? []).map(({ row, message }) => ({ file, line: row + 1, col: 1, code: 'slides', problem: message, tip: 'mend the frontmatter' }))
  const complain = (line: number, problem: string, tip: string) => faults.push({ file, line, col: 1, code: 'slides', problem, tip })

  const head = headmatter.safeParse(sources[0]?.frontmatter)
  for (const issue of head.error?.issues ?? [])
    complain(1, `headmatter ${issue.path.join('.')}: ${issue.message}`, 'the first block of slides.md holds title, arch and duration')
  if (head.data && !archIds.includes(head.data.arch))
    complain(1, `there is no arch ${head.data.arch}`, `known: ${archIds.join(', ')}`)

  const scenes = new Map(talk.scenes.map(it => [it.id, it]))
  const slides = sources.flatMap(({ frontmatter, note, content, start }) => {
    const line = start + 1
    const parsed = slide.safeParse(frontmatter)
    for (const issue of parsed.error?.issues ?? [])
      complain(line, `${issue.path.join('.')}: ${issue.message}`, 'every slide has layout, scene and budget (seconds)')
    if (!parsed.data)
      return []
    const scene = scenes.get(parsed.data.scene)
    if (!scene) {
      const near = nearest(parsed.data.scene, scenes.keys())
      complain(line, `there is no scene ${parsed.data.scene}`, near ? `did you mean ${near}?` : 'add it to data/scenes.yaml')
      return [parsed.data]
    }
    if (!/^# \S/m.test(content))
      complain(line, `the slide of ${scene.id} has no headline`, 'begin it with one line "# …"')
    const clicks = note?.match(/\[click\]/g)?.length ?? 0
    if (clicks !== scene.steps.length - 1)
      complain(line, `the notes of ${scene.id} have ${clicks} [click], its scene has ${scene.steps.length} steps`, `write ${scene.steps.length - 1} [click], one for each further step`)
    return [parsed.data]
  })

  const order = slides.map(it => it.scene)
  const wanted = talk.scenes.map(it => it.id)
  if (faults.length === 0 && order.join() !== wanted.join()) {
    const at = wanted.findIndex((id, i) => id !== order[i])
    complain((sources[at]?.start ?? 0) + 1, `slide ${at + 1} shows scene ${order[at] ?? 'none'}, data/scenes.yaml has ${wanted[at] ?? 'none'} there`, 'slides and scenes stand in the same order, each once')
  }
  const sum = slides.reduce((total, it) => total + it.budget, 0)
  const duration = head.data ? Number.parseInt(head.data.duration) * 60 : sum
  if (sum !== duration)
    complain(1, `the budgets sum to ${sum} s, duration is ${duration} s`, 'change a budget, or the duration')
  return { value: head.data && { title: head.data.title, arch: head.data.arch, slides }, faults }
}
