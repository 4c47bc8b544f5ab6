import type { Fault } from '../../errors/fault.ts'
import { contradicts } from '../analysis/measured-differences.ts'
import type { RegisterData } from '../analysis/register-data.ts'
import { captureFrame, convertFrame, fieldsOf, type Frame } from '../analysis/register-frame.ts'
import { structAt } from '../analysis/struct-at.ts'
import type { ParsedFile } from '../dataset.ts'
import type { Measured, MeasuredCapture } from '../schema/measured.ts'

type Read = Pick<RegisterData, 'arches' | 'captures' | 'conversions'>

/**
 * Hold what running kernels showed against what was read: a measured state that contradicts a read one is a fault until
 * one of them is fixed, or the difference is explained.
 *
 * @param files - of `data/measured/`.
 * @param data - a dataset without faults.
 * @returns the faults, file by file.
 */
export function checkMeasured(files: readonly ParsedFile<Measured>[], data: Read): readonly Fault[] {
  return files.flatMap(file => file.yaml.value.captures.flatMap((it, i) => checkCapture(file, it, i, data)))
}

function checkCapture({ yaml }: ParsedFile<Measured>, it: MeasuredCapture, i: number, data: Read): readonly Fault[] {
  const { arch, release } = yaml.value
  const frame = measuredFrame(it, { arch, release }, data)
  if (!frame)
    return [
      yaml.faultAt(
        ['captures', i, 'capture'],
        'unknown-id',
        `${arch} has no ${it.through ? `${it.capture} through ${it.through}` : it.capture} in ${release}`,
        `measure it again: npm run try -- ${arch} --record`,
      ),
    ]
  const struct = { fields: frame.map(cell => cell.field) }
  const stated = it.fields.flatMap((group, at) => fieldsOf(group, struct).map(name => ({ name, group, at })))
  const missing = struct.fields.filter(field => !stated.some(one => one.name === field.name))
  const unstated = missing.map(field =>
    yaml.faultAt(
      ['captures', i, 'fields'],
      'measured',
      `${it.capture} was measured without ${field.name}`,
      `measure it again: npm run try -- ${arch} --record`,
    ),
  )
  const different = stated.flatMap(({ name, group, at }) => {
    const cell = frame.find(one => one.field.name === name)
    if (!cell || group.explained || !contradicts(cell, group.state)) return []
    return [
      yaml.faultAt(
        ['captures', i, 'fields', at, 'state'],
        'measured',
        `${name} of ${it.capture} was read as ${cell.state}, and measured as ${group.state}`,
        'fix the one that is wrong, or say why they differ: explained',
      ),
    ]
  })
  return [...unstated, ...different]
}

/**
 * The frame that a measured capture is held against.
 *
 * @param it - what was measured.
 * @param at - on which arch, and in which release.
 * @param data - the captures, conversions and structs.
 * @returns undefined if the dataset has none of them there.
 */
export function measuredFrame(
  it: Pick<MeasuredCapture, 'capture' | 'through'>,
  { arch, release }: { readonly arch: string; readonly release: string },
  data: Read,
): Frame | undefined {
  const found = data.arches.find(one => one.id === arch)
  const capture = data.captures.get(it.capture)
  const through = it.through === undefined ? undefined : data.conversions.get(it.through)
  if (!found || capture?.arch !== arch || (it.through !== undefined && through?.arch !== arch)) return undefined
  const struct = structAt(found, capture.value.struct, release)
  if (!struct) return undefined
  const frame = captureFrame(capture.value, struct)
  if (!through) return frame
  const given = structAt(found, through.value.gives, release)
  return given && convertFrame(frame, through.value, given)
}
