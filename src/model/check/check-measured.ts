import type { Fault } from '../../errors/fault.ts'
import { holdsIn, rangeWords } from '../analysis/compare-releases.ts'
import { contradicts } from '../measured/measured-differences.ts'
import { measuredFrame } from '../measured/measured-frame.ts'
import type { RegisterData } from '../analysis/register-data.ts'
import { fieldsOf, type Cell } from '../analysis/register-frame.ts'
import type { ParsedFile } from '../dataset.ts'
import type { Capture, Conversion } from '../schema/capture.ts'
import type { Measured, MeasuredCapture } from '../schema/measured.ts'

/** What was read: the dataset, and the files of its captures and conversions, for the places in them. */
type Read = Pick<RegisterData, 'arches' | 'captures' | 'conversions'> & {
  readonly sites: readonly ParsedFile<Capture | Conversion>[]
}

/**
 * Hold what running kernels showed against what was read: a measured state that contradicts a read one is a fault until
 * one of them is fixed, or the difference is explained.
 *
 * @param files - of `data/measured/`.
 * @param read - a dataset without faults.
 * @returns the faults, file by file.
 */
export function checkMeasured(files: readonly ParsedFile<Measured>[], read: Read): readonly Fault[] {
  return files.flatMap(file => file.yaml.value.captures.flatMap((it, i) => checkCapture(file, it, i, read)))
}

function checkCapture({ yaml }: ParsedFile<Measured>, it: MeasuredCapture, i: number, read: Read): readonly Fault[] {
  const { arch, release } = yaml.value
  const again = `measure it again: npm run try -- ${arch} --record`
  const frame = measuredFrame(it, { arch, release }, read)
  if (!frame) {
    const site = read.conversions.get(it.through ?? '')?.value ?? read.captures.get(it.capture)?.value
    const range = site && !holdsIn(site, release) ? `: ${site.id} is ${rangeWords(site)}` : ''
    const words = `${arch} has no ${it.through ? `${it.capture} through ${it.through}` : it.capture} in ${release}${range}`
    return [yaml.faultAt(['captures', i, 'capture'], 'unknown-id', words, again)]
  }
  const struct = { fields: frame.map(cell => cell.field) }
  const stated = it.fields.flatMap((group, at) => fieldsOf(group, struct).map(name => ({ name, group, at })))
  const missing = struct.fields.filter(field => !stated.some(one => one.name === field.name))
  const unstated = missing.map(field =>
    yaml.faultAt(['captures', i, 'fields'], 'measured', `${it.capture} was measured without ${field.name}`, again),
  )
  const different = stated.flatMap(({ name, group, at }) => {
    const cell = frame.find(one => one.field.name === name)
    if (!cell || group.explained || !contradicts(cell, group.state)) return []
    const words = `${name} of ${it.capture} was read as ${cell.state} (${placeOf(cell, it, read)}), and measured as ${group.state}`
    const tip = 'fix the one that is wrong, or say why they differ: explained'
    return [yaml.faultAt(['captures', i, 'fields', at, 'state'], 'measured', words, tip)]
  })
  return [...unstated, ...different]
}

/** Where the state of a cell was read: `file:line`. */
function placeOf(cell: Cell, { capture, through }: MeasuredCapture, { sites }: Read): string {
  const { yaml } = sites.find(it => it.yaml.value.id === (through ?? capture))!
  const { file, line } = yaml.faultAt(['writes', cell.group, 'state'], 'measured', '', '')
  return `${file}:${line}`
}
