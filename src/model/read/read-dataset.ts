import type { ParsedFile, Files, ReadData } from '../dataset.ts'
import { FIRST_RELEASE } from '../analysis/compare-releases.ts'
import { faultLine, type Fault } from '../../errors/fault.ts'
import { readYaml } from '../yaml/parse-yaml.ts'
import { mechanism } from '../schema/mechanism.ts'
import { arch, archFixes, archStructs } from '../schema/arch.ts'
import { capture, conversion, type Capture, type Conversion } from '../schema/capture.ts'
import { readers as readersSchema } from '../schema/reader.ts'
import { talk as talkSchema } from '../schema/scene.ts'
import { mergeArch } from './merge-arch.ts'
import { checkReaders, checkStructs, checkWrites } from '../check/check-structs.ts'
import { checkDrafts, checkMissing, checkPresence } from '../check/check-derived.ts'
import { checkMechanisms } from '../check/check-mechanisms.ts'
import { checkScenes } from '../check/check-scenes.ts'

/**
 * Read the whole dataset.
 *
 * @param unreadable - the faults of the files that are not in `files` because they could not be read.
 */
export function readDataset(files: Files, unreadable: readonly Fault[] = []): ReadData {
  const faults: Fault[] = [...unreadable]
  const unread = new Set<string>(unreadable.map(it => stemOf(it.file)))
  const readAll = <T>(
    prefix: string,
    schema: Parameters<typeof readYaml<T>>[2],
    isMeant: (text: string, file: string) => boolean = () => true,
  ): ParsedFile<T>[] =>
    [...files]
      .filter(([file, text]) => file.startsWith(prefix) && file.endsWith('.yaml') && isMeant(text, file))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([file, text]) => {
        const yaml = readYaml(file, text, schema)
        if ('value' in yaml) return [{ file, yaml }]
        faults.push(...yaml)
        unread.add(stemOf(file))
        return []
      })

  const mechanisms = readAll('data/mechanisms/', mechanism)
  const ownArches = readAll('data/arch/', arch, (_, file) => !stemOf(file).includes('.'))
  const structs = readAll('data/arch/', archStructs, (_, file) => file.endsWith('.structs.yaml'))
  const fixes = readAll('data/arch/', archFixes, (_, file) => file.endsWith('.fixes.yaml'))
  const isConversion = (text: string) => /^takes:/m.test(text)
  const captures = readAll<Capture>('data/captures/', capture, text => !isConversion(text))
  const conversions = readAll<Conversion>('data/captures/', conversion, isConversion)
  const readers = readAll('data/readers.yaml', readersSchema)[0]
  const talk = readAll('data/scenes.yaml', talkSchema)[0]
  if (talk === undefined && !files.has('data/scenes.yaml') && !unread.has('scenes'))
    faults.push({
      file: 'data/scenes.yaml',
      line: 1,
      col: 1,
      code: 'scene',
      problem: 'there is no such file',
      tip: 'the scenes of the talk belong in it',
    })

  for (const { file, yaml } of [...mechanisms, ...ownArches, ...captures, ...conversions]) {
    if (yaml.value.id !== stemOf(file))
      faults.push(
        yaml.faultAt(
          ['id'],
          'file-name',
          `id is ${yaml.value.id}, but the file is named ${stemOf(file)}.yaml`,
          'make the two the same',
        ),
      )
  }
  const merged = ownArches.map(own => {
    const beside = (kind: string) => own.file.replace(/\.yaml$/, `.${kind}.yaml`)
    return mergeArch({
      own,
      structs: structs.find(it => it.file === beside('structs')),
      fixes: fixes.find(it => it.file === beside('fixes')),
    })
  })
  faults.push(...merged.flatMap(it => it.faults))
  for (const { file, yaml } of [...structs, ...fixes]) {
    const id = stemOf(file).split('.')[0]!
    if (!ownArches.some(it => stemOf(it.file) === id) && !unread.has(id))
      faults.push(
        yaml.faultAt(
          [],
          'unknown-id',
          `there is no data/arch/${id}.yaml`,
          `npm run arch -- derive ${id} --linux DIR writes it`,
        ),
      )
  }
  const archById = new Map(merged.map(({ arch }) => [arch.id, arch]))
  faults.push(...[...ownArches, ...structs].flatMap(checkStructs))
  for (const { file, yaml } of [...captures, ...conversions]) {
    const arch = archById.get(archOf(file))
    if (unread.has(`${archOf(file)}.structs`) || unread.has(archOf(file))) continue
    faults.push(
      ...(arch
        ? checkWrites({ yaml }, arch)
        : [
            yaml.faultAt(
              ['id'],
              'unknown-id',
              `there is no arch ${archOf(file)}`,
              `npm run arch -- derive ${archOf(file)} --linux DIR writes it, if that is an arch of the kernel; known: ${[...archById.keys()].join(', ')}`,
            ),
          ]),
    )
  }
  faults.push(
    ...captures.flatMap(it => checkDrafts(it, archById.get(archOf(it.file)) ?? { id: '', name: '', directory: '' })),
  )
  faults.push(...sameIds([...captures, ...conversions]))
  const data = {
    mechanisms: mechanisms.map(it => it.yaml.value),
    arches: [...archById.values()],
    captures: byId(captures),
    conversions: byId(conversions),
    readers: readers?.yaml.value.readers ?? [],
    unread,
  }
  faults.push(...checkMechanisms(mechanisms, data), ...mechanisms.flatMap(it => checkPresence(it, data)))
  if (readers) faults.push(...checkReaders(readers.yaml, data))
  if (talk) faults.push(...checkScenes(talk.yaml, data))
  // What is wrong comes first: it may be why something seems to be missing.
  if (faults.length === 0) faults.push(...mechanisms.flatMap(it => checkMissing(it, data)))

  return {
    value: {
      ...data,
      talk: talk?.yaml.value ?? { release: FIRST_RELEASE, scenes: [] },
    },
    faults: inOrder(faults),
    faultInTalk:
      talk?.yaml.faultAt ??
      ((_, code, problem, tip) => ({ file: 'data/scenes.yaml', line: 1, col: 1, code, problem, tip })),
  }
}

/** Faults by file, and by where they stand in it; what was found twice is told once. */
function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const once = new Map(faults.map(it => [faultLine(it), it]))
  return [...once.values()].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.col - b.col,
  )
}

/** Captures are named by their id alone, whatever arch they are of. */
function sameIds(entities: readonly ParsedFile<{ readonly id: string }>[]): readonly Fault[] {
  const files = Map.groupBy(entities, it => it.yaml.value.id)
  return entities.flatMap(({ file, yaml }) => {
    const { id } = yaml.value
    const other = files.get(id)!.find(it => it.file !== file)?.file
    return other
      ? [yaml.faultAt(['id'], 'duplicate-id', `${id} is the id of ${other} too`, 'give each its own id')]
      : []
  })
}

/** A file's name without its ending: the id of what it holds. */
function stemOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, -'.yaml'.length)
}

/** The arch in whose folder a capture lies. */
function archOf(file: string): string {
  return file.split('/')[2]!
}

function byId<T extends { readonly id: string }>(
  entities: readonly ParsedFile<T>[],
): ReadonlyMap<string, { readonly arch: string; readonly value: T }> {
  return new Map(entities.map(({ file, yaml }) => [yaml.value.id, { arch: archOf(file), value: yaml.value }]))
}
