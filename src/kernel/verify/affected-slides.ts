import type { Fault } from '../../errors/fault.ts'
import type { Dataset, Files } from '../../model/dataset.ts'

/**
 * Tells which slides show what stands at a place in the data: a mechanism where it enters, a capture where its struct is
 * drawn or its mechanism enters, a reader where its hazard is played.
 *
 * @returns ids of scenes, in the talk's order.
 */
export function slidesOf(
  { talk, mechanisms }: Pick<Dataset, 'talk' | 'mechanisms'>,
  files: Files,
): (place: Pick<Fault, 'file' | 'line'>) => readonly string[] {
  const scenes = talk.scenes.map(scene => ({
    id: scene.id,
    reveals: new Set(scene.steps.flatMap(it => it.reveals ?? [])),
    captures: new Set(scene.sketch?.panels.flatMap(it => (it.kind === 'frame' ? [it.capture] : []))),
    reader: scene.hazard?.reader,
  }))
  return ({ file, line }) => {
    const id = /([^/]+)\.yaml$/.exec(file)?.[1] ?? ''
    const entity = id === 'scenes' || id === 'readers' ? entityAt(files.get(file) ?? '', line) : id
    const shows = (it: (typeof scenes)[number]): boolean => {
      if (file.startsWith('data/mechanisms/')) return it.reveals.has(entity)
      if (file.startsWith('data/captures/'))
        return (
          it.captures.has(entity) ||
          mechanisms.some(
            mechanism =>
              it.reveals.has(mechanism.id) && mechanism.provides.some(hand => hand.captures?.includes(entity)),
          )
        )
      return id === 'scenes' ? it.id === entity : id === 'readers' && it.reader === entity
    }
    return scenes.filter(shows).map(it => it.id)
  }
}

/** The id of the entity of a list in which a line stands: that of the last item that begins before it. */
function entityAt(text: string, line: number): string {
  return (
    text
      .split('\n')
      .slice(0, line)
      .flatMap(it => /^ {2}- id: (\S+)/.exec(it)?.[1] ?? [])
      .at(-1) ?? ''
  )
}
