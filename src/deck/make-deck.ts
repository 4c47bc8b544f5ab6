import type { MeasureText } from '../layout/label-width.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Deck } from './deck.ts'
import { introducedIn, mechanismSources } from '../model/analysis/applicability.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { oldestRead } from '../model/analysis/fitting-release.ts'
import { releasesWithChanges } from '../model/analysis/hazards.ts'
import { availabilityByRelease } from './availability.ts'
import { citationsOf, LIST_MAX_CHARACTERS } from './citations.ts'
import { deckScene } from './deck-scene.ts'
import { leftOutSlides } from './left-out.ts'
import { hasRoomForLegend } from './panels/legend-room.ts'
import { otherArchScenes } from './arches/other-arch-scene.ts'
import { talkStage } from './stage/fit-scenes.ts'
import { inLanguage } from '../words/say.ts'

/**
 * Lay out the stage once for the whole talk, and resolve each step for each arch.
 *
 * @param data - the dataset, with the talk's scenes in running order.
 * @param slides - the arch on which the deck opens, and its slides in running order.
 * @param measure - measures the labels of the stage.
 * @returns data without functions, to be written as JSON.
 */
export function makeDeck(
  data: Dataset,
  { arch, slides }: { readonly arch: string; readonly slides: readonly { readonly id: string }[] },
  measure: MeasureText,
): Deck {
  const { scenes, layout } = talkStage(data, arch, measure)
  const resolved = scenes.map(
    it => [it.scene.id, inLanguage(it.scene.lang, () => deckScene(it, data, arch, layout))] as const,
  )
  // The first slide with a register frame and room beside it has the legend of field states.
  const withLegend = resolved.find(([, it]) => hasRoomForLegend(it, layout.boxes))?.[0]
  const optional = data.mechanisms.flatMap(({ id, buildsOn }) =>
    buildsOn.filter(it => it.optional).map(({ on }) => `${on}>${id}`),
  )
  return {
    stage: {
      width: layout.width,
      height: layout.height,
      boxes: layout.boxes.map(box => ({
        ...box,
        lines: box.lines.map(line => ({ ...line, width: Math.ceil(measure(line.text, line.weight)) })),
      })),
      links: layout.links.map(({ id, d }) => ({ id, d })),
      optional,
    },
    look: data.stage,
    hasRegisters: data.captures.size > 0,
    arch,
    order: slides.map(it => it.id),
    leftOut: leftOutSlides(data, deckReleases(data)),
    scenes: Object.fromEntries(
      resolved.map(([id, it]) => [id, { ...it, ...(id === withLegend && { hasLegend: true as const }) }]),
    ),
    availability: Object.fromEntries(data.arches.map(({ id }) => [id, availabilityByRelease(id, scenes, data, arch)])),
    arches: data.arches.map(({ id, name }) => {
      const oldest = oldestRead(id, data)
      return { id, name, ...(oldest !== undefined && { oldestRead: oldest }) }
    }),
    releases: deckReleases(data),
    otherArches: Object.fromEntries(data.arches.map(({ id }) => [id, otherArchScenes(scenes, data, id, layout)])),
    sources: data.mechanisms
      .toSorted((a, b) => compareReleases(introducedIn(a), introducedIn(b)))
      .map(it => ({
        label: it.label.join(' '),
        ...(it.since && { release: introducedIn(it) }),
        citation: citationsOf(mechanismSources(it).slice(0, 1), LIST_MAX_CHARACTERS)[0]!,
      })),
  }
}

/**
 * List the releases at which something about registers changes on any arch, and the talk's.
 *
 * @param data - the dataset.
 * @returns each once, oldest first.
 */
export function deckReleases(data: Dataset): readonly string[] {
  const all = data.arches.flatMap(({ id }) => releasesWithChanges(data, data.readers, { arch: id }))
  return [...new Set([...all, data.talk.release])].sort(compareReleases)
}
