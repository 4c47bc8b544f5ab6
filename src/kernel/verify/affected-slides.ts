import type { Fault } from '../../errors/fault.ts'
import { DATA_FOLDER, type Dataset, type Files } from '../../model/dataset.ts'

/**
 * Make a lookup for the slides that show an entity of the data: a mechanism where it is revealed, a capture where its
 * struct is drawn or its mechanism is revealed, a reader where its hazard is shown.
 *
 * @param data - the mechanisms and the talk.
 * @param files - the texts of the data files, in which lines are looked up.
 * @param folder - the dataset's folder, relative to the deck's root.
 * @returns for a place in a data file, the ids of scenes in the talk's order.
 */
export function affectedSlides(
  { talk, mechanisms }: Pick<Dataset, 'talk' | 'mechanisms'>,
  files: Files,
  folder: string = DATA_FOLDER,
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
      if (file.startsWith(`${folder}/mechanisms/`)) return it.reveals.has(entity)
      if (file.startsWith(`${folder}/captures/`))
        return (
          it.captures.has(entity) ||
          mechanisms.some(
            mechanism =>
              it.reveals.has(mechanism.id) && mechanism.provides.some(provided => provided.captures?.includes(entity)),
          )
        )
      return id === 'scenes' ? it.id === entity : id === 'readers' && it.reader === entity
    }
    return scenes.filter(shows).map(it => it.id)
  }
}

/** The id of the entity that a line of a list belongs to: that of the last item that begins at or before it. */
function entityAt(text: string, line: number): string {
  return (
    text
      .split('\n')
      .slice(0, line)
      .flatMap(it => /^ {2}- id: (\S+)/.exec(it)?.[1] ?? [])
      .at(-1) ?? ''
  )
}
