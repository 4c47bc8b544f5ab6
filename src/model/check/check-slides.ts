import type { Fault } from '../../errors/fault.ts'
import type { Scene } from '../schema/scene.ts'
import type { YamlFile } from '../yaml/parse-yaml.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { namedArch } from '../dataset.ts'
import { notesParts } from '../notes-for-arch.ts'
import type { Headmatter } from '../read/headmatter.ts'
import { SLIDE_KEYS, type SlideSource } from '../read/slide-sources.ts'
import { checkCodeBlocks } from './check-code-blocks.ts'
import { checkComments, withoutCode } from './check-comments.ts'
import { checkElsewhere } from './check-elsewhere.ts'

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

/** Names of layouts: files in the deck's own folder and in what it stands on, and what Slidev and its theme bring. */
export type KnownLayouts = { readonly own: readonly string[]; readonly slidev: readonly string[] }

/**
 * Check the first block of the slides beyond its schema: its arch, and that it names one language.
 *
 * @param head - the block.
 * @param archIds - the arches of the dataset.
 * @returns the faults.
 */
export function checkHeadmatter(
  { value, faultAt }: Pick<YamlFile<Headmatter>, 'value' | 'faultAt'>,
  archIds: readonly string[],
): readonly Fault[] {
  const { htmlAttrs, lang = 'en' } = value
  return [
    ...archFaults({ value, faultAt }, archIds),
    ...(htmlAttrs?.lang === undefined || htmlAttrs.lang === lang
      ? []
      : [
          faultAt(
            ['htmlAttrs', 'lang'],
            'slides',
            `htmlAttrs has ${htmlAttrs.lang}, and lang ${lang}`,
            'take out the former: lang sets both',
          ),
        ]),
  ]
}

/** An arch of which the dataset knows nothing; where it names some, one has to be chosen. */
function archFaults(
  { value: { arch }, faultAt }: Pick<YamlFile<Headmatter>, 'value' | 'faultAt'>,
  archIds: readonly string[],
): readonly Fault[] {
  const hasNone = archIds.every(it => namedArch(it) === undefined)
  if (arch === undefined)
    return hasNone ? [] : [faultAt(['arch'], 'schema', 'arch is missing', `add one of ${archIds.join(', ')}`)]
  if (hasNone)
    return [faultAt(['arch'], 'unknown-id', `there is no arch ${arch}`, 'the dataset names none: take it out')]
  return archIds.includes(arch)
    ? []
    : [faultAt(['arch'], 'unknown-id', `there is no arch ${arch}`, tipFor(arch, archIds))]
}

/**
 * Check a slide by itself, and with the scene that it shows.
 *
 * @param source - the slide.
 * @param scenes - by id; undefined if they could not be read, and then nothing is held against them.
 * @param layouts - those that there are beside those of SCENE_LAYOUTS; undefined if they are not known.
 * @returns the faults.
 */
export function checkSlide(
  source: SlideSource,
  scenes: ReadonlyMap<string, Scene> | undefined,
  layouts: KnownLayouts | undefined,
): readonly Fault[] {
  const { file, line, content, frontmatter, isFirst } = source
  const isOwn = frontmatter.scene === undefined
  const hasHeadline = /^# \S/m.test(withoutCode(content)) || (isOwn && frontmatter.title !== undefined && !isFirst)
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
    ...checkComments(source),
    ...checkCodeBlocks(source),
    ...checkElsewhere(source),
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
      const near = closestMatch(key.toLowerCase(), isOwn ? OWN_KEYS : SLIDE_KEYS)
      if (isOwn && near?.[0] !== key[0]?.toLowerCase()) return []
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
  'name',
  'preload',
  'transition',
  'url',
  'zoom',
]

/**
 * Find slides of one's own that are named like another slide.
 *
 * @param slides - with their ids and places; `scene` where one shows a scene.
 * @returns a fault for each.
 */
export function checkSlideIds(
  slides: readonly { readonly id: string; readonly scene?: string; readonly file: string; readonly line: number }[],
): readonly Fault[] {
  // Each has a page of its own, and many file systems make no difference between foo and Foo.
  return slides.flatMap(slide => {
    const { id, scene, file, line } = slide
    return scene === undefined && slides.some(it => it !== slide && it.id.toLowerCase() === id.toLowerCase())
      ? [faultAtLine(file, line, `another slide is called ${id}, too`, 'give it another routeAlias')]
      : []
  })
}

/**
 * Find budgets that do not sum to the duration; where slides have none, those that alone exceed it.
 *
 * @param file - path of the deck's own slides.
 * @param wanted - the duration, seconds.
 * @param slides - with their budgets, seconds.
 * @returns at most one warning.
 */
export function checkBudgets(
  file: string,
  wanted: number,
  slides: readonly { readonly budget: number | undefined }[],
): readonly Fault[] {
  const budgets = slides.flatMap(it => it.budget ?? [])
  const sum = budgets.reduce((total, it) => total + it, 0)
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

function layoutsFor(view: Scene['view']): readonly string[] {
  return Object.keys(SCENE_LAYOUTS).filter(it => SCENE_LAYOUTS[it]!.includes(view))
}

/** A fault of the slides at the beginning of a line. */
export function faultAtLine(file: string, line: number, problem: string, tip: string): Fault {
  return { file, line, col: 1, code: 'slides', problem, tip }
}

function tipFor(id: string, known: readonly string[]): string {
  const near = closestMatch(id, known)
  return near ? `did you mean ${near}?` : `known: ${known.join(', ')}`
}
