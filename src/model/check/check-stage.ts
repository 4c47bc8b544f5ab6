import type { Fault } from '../../errors/fault.ts'
import type { ParsedFile } from '../dataset.ts'
import type { Mechanism } from '../schema/mechanism.ts'
import type { Talk } from '../schema/scene.ts'
import type { StageLook } from '../schema/stage.ts'
import type { YamlFile } from '../yaml/parse-yaml.ts'
import { type ReportFault, requireKnownBy, type ReadSoFar } from './check-references.ts'

/** The words by which rows and classes are distinguished; on paper, classes by their letter alone. */
const DISTINCT = [
  ['rows', 'name'],
  ['classes', 'letter'],
  ['classes', 'label'],
] as const

/** Rows and classes that have a word in common, and cannot be distinguished by it. */
function sameWords({ value, faultAt }: YamlFile<StageLook>): readonly Fault[] {
  return DISTINCT.flatMap(([list, key]) => {
    const words = value[list].map(it => (it as Readonly<Record<string, unknown>>)[key])
    return words.flatMap((word, i) =>
      words.indexOf(word) < i
        ? faultAt(
            [list, i, key],
            'stage',
            `${key} ${String(word)} stands for another of the ${list}, too`,
            'write another',
          )
        : [],
    )
  })
}

/** The classes that follow from captures; see `register-class.ts`. */
const CLASSES_OF_CAPTURES = ['exception', 'other', 'sparse']

/** What is held against the file of the stage. */
export type StageUsers = {
  readonly mechanisms: readonly ParsedFile<Mechanism>[]
  readonly talk: YamlFile<Talk> | undefined
}

/**
 * Check that the stage tells its classes apart, and knows the rows, kinds and classes that the dataset names.
 *
 * @param stage - the file of the stage.
 * @param users - the mechanisms, and the scenes if they could be read.
 * @param data - the dataset as far as it could be read.
 * @returns the faults, file by file.
 */
export function checkStage(stage: YamlFile<StageLook>, { mechanisms, talk }: StageUsers, data: ReadSoFar): Fault[] {
  const { rows, kinds, classes } = stage.value
  const faults: Fault[] = []
  const ids = classes.map(it => it.id)
  const signs = classes.map(it => `${it.colour} ${it.outline} ${it.isHatched ?? false}`)
  classes.forEach(({ id }, i) => {
    const at = ['classes', i]
    if (ids.indexOf(id) < i)
      faults.push(stage.faultAt([...at, 'id'], 'duplicate-id', `there are two classes ${id}`, 'give each its own id'))
    const same = signs.indexOf(signs[i]!)
    if (same < i)
      faults.push(
        stage.faultAt(at, 'stage', `${id} looks like ${ids[same]}`, 'give it another colour, outline or hatching'),
      )
  })
  faults.push(...sameWords(stage))
  const missing = data.captures.size > 0 ? CLASSES_OF_CAPTURES.filter(it => !ids.includes(it)) : []
  if (missing.length > 0)
    faults.push(
      stage.faultAt(
        ['classes'],
        'stage',
        `captures make mechanisms ${missing.join(', ')}, and there is no such class`,
        'say what it is called, and how it looks',
      ),
    )
  for (const { yaml } of mechanisms) {
    const report: ReportFault = (...fault) => faults.push(yaml.faultAt(...fault))
    const requireKnown = requireKnownBy(report, data.unread)
    const it = yaml.value
    requireKnown(it.kind, ['origin', ...kinds], ['kind'])
    if (it.kind === 'origin' && it.row !== 0)
      report(['row'], 'order', `an origin in row ${it.row}`, 'origins are the bars in row 0, on which the rest stands')
    if (it.row >= rows.length)
      report(
        ['row'],
        'order',
        `there is no row ${it.row}`,
        `${data.folder}/stage.yaml has the rows 0 to ${rows.length - 1}`,
      )
    if (it.class) requireKnown(it.class, ids, ['class'])
    it.provides.forEach((entry, i) => entry.class && requireKnown(entry.class, ids, ['provides', i, 'class']))
  }
  talk?.value.scenes.forEach((scene, i) =>
    scene.steps.forEach(({ highlightClass, coloured }, j) => {
      const requireKnown = requireKnownBy((...fault) => faults.push(talk.faultAt(...fault)), data.unread)
      if (highlightClass) requireKnown(highlightClass, ids, ['scenes', i, 'steps', j, 'highlightClass'])
      coloured?.forEach((it, k) => requireKnown(it, ids, ['scenes', i, 'steps', j, 'coloured', k]))
    }),
  )
  return faults
}
