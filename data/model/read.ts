import type { Arch } from './arch.ts'
import type { Fault } from './fault.ts'
import type { Mechanism } from './mechanism.ts'
import type { Talk } from './scene.ts'
import type { YamlFile } from './yaml-file.ts'
import { arch } from './arch.ts'
import { checkMechanisms, checkScenes } from './check.ts'
import { mechanism } from './mechanism.ts'
import { talk as talkSchema } from './scene.ts'
import { readYaml } from './yaml-file.ts'

/** The texts of the dataset by path, relative to the repository's root. */
export type Files = ReadonlyMap<string, string>

/** All that is true: mechanisms and arches sorted by id, scenes in the talk's order. */
export type Dataset = {
  readonly mechanisms: readonly Mechanism[]
  readonly arches: readonly Arch[]
  readonly talk: Talk
}

/** A part of the dataset with the file it was read from, so that later checks can point at it. */
export type Entity<T> = { readonly file: string, readonly yaml: YamlFile<T> }

/**
 * Read the whole dataset.
 *
 * @returns the dataset as far as it could be read, and every fault in it; it may be used only if there are none.
 */
export function readDataset(files: Files): { readonly value: Dataset, readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const readAll = <T>(prefix: string, schema: Parameters<typeof readYaml<T>>[2]): Entity<T>[] =>
    [...files].filter(([file]) => file.startsWith(prefix) && file.endsWith('.yaml')).sort(([a], [b]) => a < b ? -1 : 1)
      .flatMap(([file, text]) => {
        const yaml = readYaml(file, text, schema)
        if ('value' in yaml)
          return [{ file, yaml }]
        faults.push(...yaml)
        return []
      })

  const mechanisms = readAll('data/mechanisms/', mechanism)
  const arches = readAll('data/arch/', arch)
  const talk = readAll('data/scenes.yaml', talkSchema)[0]
  if (talk === undefined && !files.has('data/scenes.yaml'))
    faults.push({ file: 'data/scenes.yaml', line: 1, col: 1, code: 'scene', problem: 'there is no such file', tip: 'the scenes of the talk belong in it' })

  for (const { file, yaml } of [...mechanisms, ...arches]) {
    const stem = file.slice(file.lastIndexOf('/') + 1, -'.yaml'.length)
    if (yaml.value.id !== stem)
      faults.push(yaml.faultAt(['id'], 'file-name', `id is ${yaml.value.id}, but the file is named ${stem}.yaml`, 'make the two the same'))
  }
  faults.push(...checkMechanisms(mechanisms, arches.map(it => it.yaml.value.id)))
  if (talk)
    faults.push(...checkScenes(talk.yaml, mechanisms.map(it => it.yaml.value), arches.map(it => it.yaml.value.id)))

  return {
    value: {
      mechanisms: mechanisms.map(it => it.yaml.value),
      arches: arches.map(it => it.yaml.value),
      talk: talk?.yaml.value ?? { release: '0.01', scenes: [] },
    },
    faults: faults.sort((a, b) => a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.col - b.col),
  }
}
