import type { Fault } from '../errors/fault.ts'
import type { Dataset } from '../model/dataset.ts'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { checkBodies } from './bodies/check-bodies.ts'
import { makeDeck } from '../deck/make-deck.ts'
import type { Deck } from '../deck/deck.ts'
import { jsonSchemas } from '../model/schema/json-schema.ts'
import { unreviewedCauses } from '../model/check/check-causes.ts'
import { checkFaces } from '../look/check-faces.ts'
import { createTextMeasurer } from './measure-text.ts'
import { root } from '../files/root.ts'
import { lookOf } from './read-imprint.ts'
import { readDeckSources, type ReadDeck } from './read-deck.ts'
import { sceneOf } from '../model/showing.ts'
import { DATA_FOLDER, SLIDES_FILE } from '../model/dataset.ts'
import { archIds } from '../model/read/arch-ids.ts'
import { editedFault, provenanceOf } from '../kernel/derive/derived-file.ts'
import { checkLanguage, spokenIn } from './read-language.ts'

/**
 * Everything that can be wrong before a deck is built: the dataset, slides.md, the schemas for editors, what was
 * derived and then edited, and whether the stage can be shown in legible size.
 *
 * @param from - the deck's root.
 * @param folder - the dataset's folder, relative to it.
 * @param file - of the slides, relative to it.
 * @returns the faults, and the deck if it could be read.
 */
export function checkAll(
  from: string = root,
  folder: string = DATA_FOLDER,
  file: string = SLIDES_FILE,
): {
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
  readonly mechanisms: number
  readonly scenes: number
} {
  const read = readDeckSources(from, folder, file)
  const { data, slides, faults } = read
  const look = faults.length > 0 || !slides ? undefined : lookOf(slides.headmatter, from, file)
  const deck = look && slides && makeDeck(data, slides, createTextMeasurer(look))
  const late = deck ? faultsOfDeck(deck, read) : []
  return {
    faults: [
      ...faults,
      ...late,
      ...missingImages(slides, from),
      ...checkBodies(from, slides?.slides ?? []),
      ...(look && slides?.headmatter.look ? checkFaces(look, relative(from, look.file)) : []),
      ...editedArches(from, folder),
      ...staleSchemas(from, folder),
    ],
    warnings: [
      ...read.warnings,
      ...(deck ? withoutLegend(deck, file) : []),
      ...(slides ? languageWarnings(read) : []),
      ...(faults.length > 0 ? [] : withoutReview(data, folder)),
    ],
    mechanisms: data.mechanisms.length,
    scenes: data.talk.scenes.length,
  }
}

/** What the languages of the slides lack: words of ours, and captions of the scenes that they show. */
function languageWarnings({ data, slides, faultInScene }: ReadDeck): readonly Fault[] {
  const { lang, languages } = spokenIn(slides!)
  return Object.keys(languages)
    .filter(it => it !== 'en' && !it.startsWith('en-'))
    .flatMap(language => [
      ...checkLanguage(language),
      ...data.talk.scenes.flatMap(({ id, steps, lang: own = lang }) => {
        const lacking = steps.flatMap(({ translations }, i) =>
          own !== language || translations?.[language] ? [] : i + 1,
        )
        if (lacking.length === 0) return []
        return faultInScene(
          sceneOf(id),
          ['steps'],
          'language',
          `no caption in ${language} in step ${lacking.join(', ')}`,
          `write translations: { ${language}: { caption: … } }`,
        )
      }),
    ])
}

/** A deck with register frames of which none has room for the legend of field states. */
function withoutLegend({ scenes }: Deck, file: string): readonly Fault[] {
  const shown = Object.values(scenes)
  if (shown.some(it => it.hasLegend) || !shown.some(it => it.panels.some(panel => panel.kind === 'frame'))) return []
  return [
    {
      file,
      line: 1,
      col: 1,
      code: 'stage',
      problem: 'no slide with a register frame has room for the legend of field states',
      tip: 'show a scene whose first panel is low, such as beginning',
    },
  ]
}

/** Causes of ugly ways of which no file says whether they were reported. */
function withoutReview(data: Dataset, folder: string): readonly Fault[] {
  return [...unreviewedCauses(data)].map(([arch, ids]) => ({
    file: `${folder}/causes/${arch}.yaml`,
    line: 1,
    col: 1,
    code: 'cause',
    problem: `${ids.length === 1 ? 'a cause has' : `${ids.length} causes have`} no review: ${ids.join(', ')}`,
    tip: 'npm run hazards -- --report --cause ID says what each is; give its status',
  }))
}

/**
 * Slides whose stage is empty, or would have to be shown smaller than its labels can be read.
 *
 * @param deck - the deck.
 * @param options - the slides that it was made of, and what makes a fault at a scene.
 * @returns a fault for each such slide.
 */
export function faultsOfDeck(
  deck: Deck,
  { slides, faultInScene }: Pick<ReadDeck, 'slides' | 'faultInScene'>,
): readonly Fault[] {
  const { order, scenes } = deck
  return order.flatMap((id, i) => {
    const scene = scenes[id]
    if (!scene) return []
    const { slot, steps } = scene
    const { file, line } = slides!.slides[i]!
    if (slot && steps.some(it => Object.keys(it.boxes).length === 0))
      return [
        {
          file,
          line,
          col: 1,
          code: 'stage' as const,
          problem: `slide ${i + 1} shows the stage in scene ${sceneOf(id)}, and nothing is on it`,
          tip: 'put a slide before it that reveals something',
        },
      ]
    return steps.flatMap(({ camera, boxes }, step) =>
      camera.scale >= 1
        ? []
        : [
            faultInScene(
              sceneOf(id),
              ['steps', step],
              'stage',
              `slide ${i + 1}, step ${step + 1}: labels would be ${(16 * camera.scale).toFixed(1)} px, 16 px is the least`,
              `show the scene before others that reveal more (${Object.keys(boxes).length} boxes are on the stage), shorten the sketch, or move a mechanism to another row`,
            ),
          ],
    )
  })
}

/** What is derived is not to be edited: the next derivation would have to throw the change away. */
function editedArches(from: string, folder: string): Fault[] {
  return archIds(from, folder)
    .map(id => `${folder}/arch/${id}.yaml`)
    .flatMap(file => (provenanceOf(readFileSync(join(from, file), 'utf8')) === 'edited' ? [editedFault(file)] : []))
}

/** Pictures that slides show and that are not there, or not here: a deck loads nothing from elsewhere. */
function missingImages(slides: ReadDeck['slides'], from: string): Fault[] {
  return (slides?.slides ?? []).flatMap(({ file, line, images }) =>
    images.flatMap(image => {
      const fault = { file, line, col: 1, code: 'file' as const }
      if (/^[a-z]+:|^\/\//i.test(image))
        return [
          {
            ...fault,
            problem: `the slide shows ${image}`,
            tip: 'put the picture into public/: a deck loads nothing from elsewhere',
          },
        ]
      const path = image.startsWith('/') ? `public${image}` : join(dirname(file), image)
      if (!/^[./\w]/.test(image) || existsSync(join(from, path))) return []
      return [{ ...fault, problem: `the slide shows ${image}, and there is no ${path}`, tip: 'put the picture there' }]
    }),
  )
}

/** A dataset may do without schemas of its own, and name those of another. */
function staleSchemas(from: string, folder: string): Fault[] {
  if (from !== root && !existsSync(join(from, folder, 'schema'))) return []
  return Object.entries(jsonSchemas()).flatMap(([name, text]) => {
    const file = `${folder}/schema/${name}`
    const path = join(from, file)
    return existsSync(path) && readFileSync(path, 'utf8') === text
      ? []
      : [
          {
            file,
            line: 1,
            col: 1,
            code: 'schema' as const,
            problem: 'is not what the model says',
            tip: 'run npm run schema',
          },
        ]
  })
}
