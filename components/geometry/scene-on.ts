import type { Deck, DeckScene } from './deck.ts'

/**
 * A scene as an arch on show has it: its words name that arch or none, its frames are that arch's own, and what is lit
 * is what the arch has.
 *
 * @param id - of a scene of the deck.
 * @param arch - id of the arch on show; a scene that is about one arch alone stays as it is.
 */
export function sceneOn({ scenes, arches, elsewhere }: Pick<Deck, 'scenes' | 'arches' | 'elsewhere'>, id: string, arch: string): DeckScene {
  const scene = scenes[id]!
  const { name } = arches.find(it => it.id === (scene.arch ?? arch))!
  const isElsewhere = scene.about !== undefined && scene.about !== arch
  const there = isElsewhere ? elsewhere[arch]?.[id] : undefined
  const named = (text: string) => text.replaceAll('{arch}', name)
  return {
    ...scene,
    ...(there?.slot && { slot: there.slot }),
    ...(there && { cites: there.cites }),
    kicker: scene.kicker.map(named),
    panels: scene.panels.map((panel, i) => isElsewhere ? there?.panels[i] ?? (panel.kind === 'code' ? { ...panel, ...panel.elsewhere } : panel) : panel),
    steps: scene.steps.map((step, i) => {
      const { camera, ground, ...words } = step
      return {
        ...words,
        ...there?.looks?.[i] ?? { camera, ...(ground && { ground }) },
        ...scene.lit?.[arch]?.[i],
        says: named(isElsewhere ? step.elsewhere ?? step.says : step.says),
      }
    }),
  }
}
