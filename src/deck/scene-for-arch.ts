import type { Deck, DeckScene, OtherArchScene } from './deck.ts'

/**
 * A scene as an arch on show has it: its words name that arch or none, its frames are that arch's own, and what is lit
 * is what the arch has.
 *
 * @param id - of a scene of the deck.
 * @param arch - id of the arch on show; a scene that is about one arch alone stays as it is.
 * @param then - its frames as of a release that somebody chose; else they are of when the talk tells of them.
 */
export function sceneForArch(
  { scenes, arches, otherArches }: Pick<Deck, 'scenes' | 'arches' | 'otherArches'>,
  id: string,
  arch: string,
  then?: { readonly release: string; readonly scene: OtherArchScene },
): DeckScene {
  const scene = scenes[id]!
  const { name } = arches.find(it => it.id === (scene.arch ?? arch))!
  const isElsewhere = scene.aboutArch !== undefined && scene.aboutArch !== arch
  const there = then?.scene ?? (isElsewhere ? otherArches[arch]?.[id] : undefined)
  const named = (text: string) => text.replaceAll('{arch}', name)
  const panels = scene.panels.map(
    (panel, i) =>
      inRelease(there?.panels[i], then?.release) ??
      (isElsewhere && panel.kind === 'code' ? { ...panel, ...panel.otherArches } : panel),
  )
  return {
    ...scene,
    ...(there?.slot && { slot: there.slot }),
    citations: there?.citations ?? scene.citationsByArch?.[arch] ?? scene.citations,
    overline: scene.overline.map(named),
    panels,
    steps: scene.steps.map((step, i) => {
      const { camera, origins, ...words } = step
      return {
        ...words,
        ...(there?.cameras?.[i] ?? { camera, ...(origins && { origins }) }),
        ...scene.highlights?.[arch]?.[i],
        caption: lackingAt(i, panels) ?? named(isElsewhere ? (step.otherArches ?? step.caption) : step.caption),
      }
    }),
  }
}

/** What a step says that tells of a frame alone, which is lacking. */
function lackingAt(step: number, panels: DeckScene['panels']): string | undefined {
  if (panels.some(it => it.kind === 'code' || it.kind === 'words')) return undefined
  const lacking = panels.find(it => it.kind === 'lacking' && it.steps.includes(step))
  return lacking?.kind === 'lacking' ? `${lacking.text[0]!.toUpperCase()}${lacking.text.slice(1)}.` : undefined
}

/** What is lacking in any release, said of one. */
function inRelease<T extends OtherArchScene['panels'][number]>(panel: T | undefined, release = ''): T | undefined {
  return panel?.kind === 'lacking' ? { ...panel, text: panel.text.replace('{release}', release) } : panel
}
