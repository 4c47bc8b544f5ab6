import type { Deck, DeckScene, OtherArchScene } from './deck.ts'
import type { DeckCodePanel } from './panels/code-strips.ts'

/**
 * Fit a scene to the arch on show: texts name that arch, frames are those of its captures, and highlights are those
 * that hold there.
 *
 * @param deck - the deck data.
 * @param id - of a scene of the deck.
 * @param arch - id of the arch on show; a scene with an `arch` of its own stays as it is.
 * @param chosen - a release that the speaker chose, and the scene in it; by default that of the talk.
 * @returns the scene with its texts, panels, citations and steps replaced.
 */
export function sceneForArch(
  { scenes, arches, otherArches }: Pick<Deck, 'scenes' | 'arches' | 'otherArches'>,
  id: string,
  arch: string,
  chosen?: { readonly release: string; readonly scene: OtherArchScene },
): DeckScene {
  const scene = scenes[id]!
  const { name } = arches.find(it => it.id === (scene.arch ?? arch))!
  const isOtherArch = scene.aboutArch !== undefined && scene.aboutArch !== arch
  const replaced = chosen?.scene ?? (isOtherArch ? otherArches[arch]?.[id] : undefined)
  const named = (text: string) => text.replaceAll('{arch}', name)
  const panels = scene.panels.map(
    (panel, i) =>
      withRelease(replaced?.panels[i], chosen?.release) ??
      (isOtherArch && panel.kind === 'code' ? codeOnOtherArch(panel, arch) : panel),
  )
  return {
    ...scene,
    ...(replaced?.slot && { slot: replaced.slot }),
    citations: replaced?.citations ?? scene.citationsByArch?.[arch] ?? scene.citations,
    overline: scene.overline.map(named),
    panels,
    steps: scene.steps.map((step, i) => {
      const { camera, origins, ...words } = step
      return {
        ...words,
        ...(replaced?.cameras?.[i] ?? { camera, ...(origins && { origins }) }),
        ...scene.highlights?.[arch]?.[i],
        caption: lackingCaption(i, panels) ?? named(isOtherArch ? (step.otherArches ?? step.caption) : step.caption),
      }
    }),
  }
}

/** Code as it stands on another arch: in a line for a capture, the arch's own strip, or a note why there is none. */
function codeOnOtherArch(panel: DeckCodePanel, arch: string): DeckCodePanel {
  const { title, lines } = panel.otherArches ?? panel
  return {
    ...panel,
    title,
    lines: lines.map(({ strips, ...line }) => {
      const found = strips?.[arch]
      if (found === undefined) return line
      return typeof found === 'string' ? { ...line, note: found } : { ...line, strip: found }
    }),
  }
}

/** The caption of a step that only fills a frame, where the frame is lacking: the reason. */
function lackingCaption(step: number, panels: DeckScene['panels']): string | undefined {
  if (panels.some(it => it.kind !== 'frame' && it.kind !== 'lacking')) return undefined
  const lacking = panels.find(it => it.kind === 'lacking' && it.steps.includes(step))
  return lacking?.kind === 'lacking' ? `${lacking.text[0]!.toUpperCase()}${lacking.text.slice(1)}.` : undefined
}

/** The panel with the release in its text, if it has a placeholder for one; see `makeTimelines`. */
function withRelease<T extends OtherArchScene['panels'][number]>(panel: T | undefined, release = ''): T | undefined {
  return panel?.kind === 'lacking' ? { ...panel, text: panel.text.replace('{release}', release) } : panel
}
