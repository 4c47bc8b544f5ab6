import type { Fault } from '../../errors/fault.ts'
import { dirname, join } from 'node:path/posix'
import { parseRangeString, parseSync } from '@slidev/parser'
import { z } from 'zod'
import { parseYaml, type YamlFile } from '../yaml/parse-yaml.ts'
import { language } from '../schema/primitives.ts'

/** What may stand behind the `#`, and name a folder of the site: no number, and no page of Slidev's or ours. */
const ADDRESS = /^(?!(?:ask|entry|export|handout|notes|notes-edit|overview|play|presenter|print)$)[a-z][\w.~-]{0,79}$/i

/** What a block of a slides file says of a slide, before it is known what else the slide may say. */
const block = z.looseObject({
  layout: z.string().optional(),
  scene: z.string().optional(),
  budget: z.int().min(0).optional(),
  hide: z.boolean().optional(),
  disabled: z.boolean().optional(),
  src: z.string().min(1).optional(),
  routeAlias: z
    .string()
    .regex(
      ADDRESS,
      'an address is at most 80 letters, digits and -, begins with a letter, and is none of a page of its own',
    )
    .optional(),
  title: z.string().optional(),
  lang: language.optional(),
})

/** The keys that say something of one slide. The first block holds those of the whole deck beside them. */
export const SLIDE_KEYS: readonly string[] = [
  'layout',
  'scene',
  'budget',
  'hide',
  'disabled',
  'src',
  'routeAlias',
  'title',
  'level',
  'class',
  'hideInToc',
  'lang',
]

/** The keys of a slide, those of the slides that include it over its own. */
export type Frontmatter = z.infer<typeof block>

/** The keys by which Slidev's layouts show a picture or a page. */
const PICTURE_KEYS = ['background', 'image', 'url'] as const

/** A slide that the deck shows, with the place of its block. */
export type SlideSource = {
  /** Relative to the deck's root. */
  readonly file: string
  /** The first line of the block, from 1. */
  readonly line: number
  /** Whether it is the first block of the deck's own file, which holds the headmatter too. */
  readonly isFirst: boolean
  readonly frontmatter: Frontmatter
  /** A fault at a key of the frontmatter, in the file that sets it. */
  readonly faultAt: YamlFile<unknown>['faultAt']
  /** The body, without the note. */
  readonly content: string
  /** The line on which the body begins, from 1. */
  readonly bodyLine: number
  readonly note: string
  /** The line on which the comment with the note begins, from 1; it means nothing where there is no note. */
  readonly noteLine: number
  /** Addresses of the pictures that it shows, as it writes them. */
  readonly images: readonly string[]
}

/** A block of a slides file as it stands there. */
type Block = Omit<SlideSource, 'isFirst'>

/** What is read of the slides, and the faults that keep the rest from being read. */
export type SlideSources = {
  /** The YAML of the first block, and how many lines stand before it. */
  readonly head: { readonly yaml: string; readonly linesBefore: number }
  readonly slides: readonly SlideSource[]
  readonly faults: readonly Fault[]
}

/** Reads another file of slides, relative to the deck's root. @returns its text, or why it cannot be read. */
export type LoadSlides = (file: string) => string | Pick<Fault, 'problem' | 'tip'>

/** How many slides a deck may have. Files that include each other could make any number. */
const MOST_SLIDES = 500

/**
 * List the slides of a deck as Slidev does: hidden ones are left out, and those of other files stand where `src` names
 * them.
 *
 * @param file - path of the deck's own slides, relative to its root.
 * @param text - what the file holds.
 * @param load - reads the files that `src` names.
 * @returns the slides in running order; they may be used only if there is no fault.
 */
export function readSlideSources(file: string, text: string, load: LoadSlides): SlideSources {
  const faults: Fault[] = []
  const files = new Map<string, readonly Block[]>()
  const slides: SlideSource[] = []

  function blocksOf(path: string, content: string): readonly Block[] {
    const known = files.get(path)
    if (known) return known
    const parsed = parseBlocks(path, content)
    faults.push(...parsed.faults)
    files.set(path, parsed.blocks)
    return parsed.blocks
  }

  function include(blocks: readonly Block[], over: readonly Block[]): void {
    for (const it of blocks) {
      const { frontmatter } = it
      if (frontmatter.hide || frontmatter.disabled) continue
      if (frontmatter.src !== undefined) includeFile(it, frontmatter.src, over)
      else if (slides.length < MOST_SLIDES) slides.push({ ...merged(it, over), isFirst: it === first })
    }
  }

  function includeFile(it: Block, src: string, over: readonly Block[]): void {
    const report = (problem: string, tip: string) => faults.push(it.faultAt(['src'], 'slides', problem, tip))
    const [name = '', range] = src.split('#')
    const path = name.startsWith('/') ? join(name.slice(1)) : join(dirname(it.file), name)
    if (path.startsWith('..') || path === '.')
      return void report(`${name} leads out of the deck's folder`, 'put the file into the folder of the deck')
    if (path === it.file || over.some(outer => outer.file === path))
      return void report(`${name} includes itself`, 'take out one of the two')
    const found = files.has(path) ? '' : load(path)
    if (typeof found !== 'string') return void report(`${path}: ${found.problem}`, found.tip)
    const blocks = blocksOf(path, found)
    const wanted = parseRangeString(blocks.length, range).flatMap(no => blocks[no - 1] ?? [])
    if (wanted.length === 0) return void report(`${src} names no slide`, `${path} has the slides 1 to ${blocks.length}`)
    include(wanted, [...over, it === first ? slideKeysOf(it) : it])
  }

  const blocks = blocksOf(file, text)
  const [first] = blocks
  include(blocks, [])
  return { head: headOf(file, text), slides, faults }
}

/**
 * Cut a file of slides into its blocks.
 *
 * @param text - what the file holds.
 * @returns the text of each block, by its first line, from 1; a block that has no keys is without the line before it.
 */
export function blockTexts(text: string): ReadonlyMap<number, string> {
  return new Map(parseSync(text, '', { noParseYAML: true }).slides.map(({ start, raw }) => [start + 1, raw]))
}

/** The first block without the keys of the deck: these are not handed to the slides that it includes. */
function slideKeysOf(first: Block): Block {
  return {
    ...first,
    frontmatter: Object.fromEntries(Object.entries(first.frontmatter).filter(([key]) => SLIDE_KEYS.includes(key))),
  }
}

/** A slide with the keys of those that include it: Slidev gives the outermost the last word. */
function merged(it: Block, over: readonly Block[]): Block {
  if (over.length === 0) return it
  const { src: _src, ...outer } = over.reduceRight(
    (keys, { frontmatter }) => ({ ...keys, ...frontmatter }),
    {} as Frontmatter,
  )
  return {
    ...it,
    frontmatter: { ...it.frontmatter, ...outer },
    faultAt: (path, ...what) =>
      (over.find(({ frontmatter }) => String(path[0]) in frontmatter) ?? it).faultAt(path, ...what),
  }
}

function parseBlocks(
  file: string,
  text: string,
): { readonly blocks: readonly Block[]; readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const lines = text.split('\n')
  const blocks = parseSync(text, file, { noParseYAML: true }).slides.flatMap(source => {
    const { frontmatterRaw: raw = '', content, note = '', images = [], start, contentStart } = source
    const bodyLine = firstLineOfText(lines, contentStart)
    const noteLine = content === '' ? bodyLine : firstLineOfText(lines, bodyLine - 1 + content.split('\n').length)
    const yaml = parseYaml(file, raw || '{}', block, linesBefore(source))
    if ('value' in yaml)
      return [
        {
          file,
          line: start + 1,
          bodyLine,
          noteLine,
          frontmatter: yaml.value,
          faultAt: yaml.faultAt,
          content,
          note,
          images: [...images, ...picturesOf(yaml.value)],
        },
      ]
    faults.push(...yaml)
    return []
  })
  return { blocks, faults }
}

/** The pictures and pages that layouts show by keys; a colour, or a gradient, is none. */
function picturesOf(frontmatter: Frontmatter): readonly string[] {
  return PICTURE_KEYS.map(key => frontmatter[key]).filter(
    it => typeof it === 'string' && /^(?:\.{0,2}\/|[a-z]+:\/\/)/i.test(it),
  ) as string[]
}

/** The first line that is not blank, from 1. */
function firstLineOfText(lines: readonly string[], from: number): number {
  const first = lines.slice(from).findIndex(it => it.trim() !== '')
  return from + Math.max(0, first) + 1
}

function headOf(file: string, text: string): SlideSources['head'] {
  const [source] = parseSync(text, file, { noParseYAML: true }).slides
  return { yaml: source?.frontmatterRaw ?? '', linesBefore: source ? linesBefore(source) : 0 }
}

/** How many lines of the file stand before a slide's frontmatter. */
function linesBefore({ frontmatterRaw = '', raw, start }: ReturnType<typeof parseSync>['slides'][number]): number {
  return start + raw.slice(0, raw.indexOf(frontmatterRaw)).split('\n').length - 1
}
