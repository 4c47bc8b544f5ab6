import type { Fault } from '../../errors/fault.ts'
import type { z } from 'zod'
import type { Arch, ArchFixes, ArchStructs } from '../schema/arch.ts'
import type { Capture, Conversion } from '../schema/capture.ts'
import type { Mechanism } from '../schema/mechanism.ts'
import type { Reader } from '../schema/reader.ts'
import type { Talk } from '../schema/scene.ts'
import type { ReadSoFar } from '../check/check-references.ts'
import { faultLine } from '../../errors/fault.ts'
import { FIRST_RELEASE } from '../analysis/compare-releases.ts'
import { signedFrames } from '../measured/signed-fields.ts'
import { checkDrafts, checkMissing, checkPresence, checkReviews } from '../check/check-derived.ts'
import { lateArches } from '../check/check-arch-releases.ts'
import { checkCauses } from '../check/check-causes.ts'
import { checkMeasured } from '../check/check-measured.ts'
import { contradictingMechanisms, contradictingReaders, contradictingScenes } from '../check/check-contradictions.ts'
import { checkMechanisms } from '../check/check-mechanisms.ts'
import { checkScenes, earlyMechanisms } from '../check/check-scenes.ts'
import { checkReads } from '../check/check-reads.ts'
import { checkReaders, checkStructs, checkWrites } from '../check/check-structs.ts'
import { checkStage } from '../check/check-stage.ts'
import { ANY_ARCH, DATA_FOLDER, type Dataset, type Files, type ParsedFile, type ReadData } from '../dataset.ts'
import { arch, archFixes, archStructs } from '../schema/arch.ts'
import { type ArchReviews, type SiteReview, archReviews } from '../schema/review.ts'
import { capture, conversion } from '../schema/capture.ts'
import { causeReviews, maintainers as maintainersSchema, type CauseReviews, type Maintainers } from '../schema/cause.ts'
import { measured as measuredSchema, type Measured } from '../schema/measured.ts'
import { mechanism } from '../schema/mechanism.ts'
import { readers as readersSchema } from '../schema/reader.ts'
import { talk as talkSchema } from '../schema/scene.ts'
import { stageLook, type StageLook } from '../schema/stage.ts'
import { readYaml } from '../yaml/parse-yaml.ts'
import { withDerivedReads } from './derived-reads.ts'
import { derivedCaptures } from './derived-captures.ts'
import { mergeArch } from './merge-arch.ts'
import { withTies } from './ties.ts'

/** Where the dataset is, and which of its files are missing from the texts. */
export type ReadOptions = {
  /** The dataset's folder: what the paths of its files begin with. */
  readonly folder?: string
  /** The faults of files that could not be read from disk. */
  readonly unreadable?: readonly Fault[]
}

/**
 * Read the whole dataset: hold each file against its schema, and the files against each other.
 *
 * @param files - the texts by path; those outside the folder are ignored.
 * @param options - see {@link ReadOptions}.
 * @returns the dataset as far as it could be read, with every fault, by file and place.
 */
export function readDataset(files: Files, { folder = DATA_FOLDER, unreadable = [] }: ReadOptions = {}): ReadData {
  const parsed = parseFiles(files, folder, unreadable)
  const { mechanisms, captures, conversions, readers, stage, talk, unread } = parsed
  const scenesFile = `${folder}/scenes.yaml`
  const merged = mergeArches(parsed)
  const arches = new Map(merged.map(it => [it.arch.id, it.arch]))
  const dataset: Omit<Dataset, 'talk' | 'signed'> = {
    mechanisms: mechanisms.map(it => it.yaml.value),
    arches: arches.size > 0 ? [...arches.values()] : [ANY_ARCH],
    captures: byId(captures, folder),
    conversions: byId(conversions, folder),
    readers: readers?.yaml.value.readers ?? [],
    reviews: new Map(parsed.reviews.flatMap(it => it.yaml.value.causes.map(one => [one.id, one]))),
    measured: parsed.measured.map(it => it.yaml.value),
    maintainers: parsed.maintainers?.yaml.value,
    stage: stage?.yaml.value ?? NO_STAGE,
  }
  const data = { ...dataset, unread, folder }
  const fixesOf = (id: string) => parsed.fixes.find(it => it.file === `${folder}/arch/${id}.fixes.yaml`)?.yaml.value
  const faults = [
    ...parsed.faults,
    ...missingFiles(files, parsed, folder),
    ...misnamedFiles([...mechanisms, ...parsed.arches, ...captures, ...conversions, ...parsed.reviews]),
    ...misnamedMeasured(parsed.measured),
    ...merged.flatMap(it => it.faults),
    ...withoutArch(parsed, folder),
    ...[...parsed.arches, ...parsed.structs].flatMap(checkStructs),
    ...[...captures, ...conversions].flatMap(it => checkSite(it, data)),
    ...[...captures, ...conversions].flatMap(it => {
      const id = archOf(it.file, folder)
      return checkDrafts(it, arches.get(id), fixesOf(id))
    }),
    ...parsed.siteReviews.flatMap(it => checkReviews(it, arches.get(stemOf(it.file).split('.')[0]!))),
    ...sharedIds([...captures, ...conversions]),
    ...checkMechanisms(mechanisms, data),
    ...(stage ? checkStage(stage.yaml, { mechanisms, talk: talk?.yaml }, data) : []),
    ...mechanisms.flatMap(it => checkPresence(it, data)),
    ...(readers ? checkReaders(readers.yaml, data) : []),
    ...(readers ? checkReads(readers.yaml, arches.values(), fixesOf) : []),
    ...(talk ? checkScenes(talk.yaml, data) : []),
    ...contradictions(parsed, data),
  ]
  // Only if nothing is wrong: a fault may be the reason why something seems to be missing.
  if (faults.length === 0) faults.push(...mechanisms.flatMap(it => checkMissing(it, data)))
  const signed = faults.length === 0 ? signedFrames(dataset.measured, dataset) : []
  if (faults.length === 0)
    faults.push(...checkMeasured(parsed.measured, { ...dataset, sites: [...captures, ...conversions] }))
  if (faults.length === 0) faults.push(...checkCauses(parsed.reviews, dataset))
  const complete = withDerived(
    dataset,
    id => parsed.siteReviews.find(it => it.file === `${folder}/arch/${id}.reviewed.yaml`)?.yaml.value.sites,
  )
  return {
    value: { ...complete, signed, talk: talk?.yaml.value ?? { release: FIRST_RELEASE, scenes: [] } },
    faults: inOrder(faults),
    warnings: talk ? warningsOf(talk, parsed, complete) : [],
    faultInTalk:
      talk?.yaml.faultAt ?? ((_, code, problem, tip) => ({ file: scenesFile, line: 1, col: 1, code, problem, tip })),
  }
}

/** The stage of a dataset whose file of it is missing or cannot be read. */
const NO_STAGE: StageLook = {
  boxes: '',
  question: '',
  rows: [],
  kinds: [],
  subject: '',
  classTitle: '',
  classes: [],
}

/** What is right by itself, and not beside the rest. */
function contradictions({ mechanisms, readers, talk }: ParsedFiles, data: ReadSoFar): readonly Fault[] {
  return [
    ...contradictingMechanisms(mechanisms, data),
    ...(readers ? contradictingReaders(readers.yaml, data.mechanisms) : []),
    ...(talk ? contradictingScenes(talk.yaml, data) : []),
  ]
}

/** The dataset with the captures of arches that no person has written any for, tied to mechanisms by their roles. */
function withDerived(
  dataset: Omit<Dataset, 'talk' | 'signed'>,
  reviewsOf: (arch: string) => readonly SiteReview[] | undefined,
): Omit<Dataset, 'talk' | 'signed'> {
  const written = new Set([...dataset.captures.values()].map(it => it.arch))
  const derived = dataset.arches
    .filter(it => !written.has(it.id))

    .flatMap(arch =>
      [...derivedCaptures(arch, reviewsOf(arch.id))].map(([id, value]) => [id, { arch: arch.id, value }] as const),
    )
  const captures = new Map([...dataset.captures, ...derived])
  const readers = dataset.readers.map(it =>
    withDerivedReads(
      it,
      dataset.arches.filter(arch => !written.has(arch.id)),
    ),
  )
  return { ...dataset, captures, readers, mechanisms: [...withTies(dataset.mechanisms, dataset.arches, captures)] }
}

/** The files that satisfy their schemas. */
type ParsedFiles = {
  readonly mechanisms: readonly ParsedFile<Mechanism>[]
  readonly arches: readonly ParsedFile<Arch>[]
  readonly structs: readonly ParsedFile<ArchStructs>[]
  readonly fixes: readonly ParsedFile<ArchFixes>[]
  /** What persons decided on drafted sites. */
  readonly siteReviews: readonly ParsedFile<ArchReviews>[]
  readonly captures: readonly ParsedFile<Capture>[]
  readonly conversions: readonly ParsedFile<Conversion>[]
  readonly readers: ParsedFile<{ readonly readers: readonly Reader[] }> | undefined
  readonly talk: ParsedFile<Talk> | undefined
  readonly stage: ParsedFile<StageLook> | undefined
  readonly reviews: readonly ParsedFile<CauseReviews>[]
  readonly measured: readonly ParsedFile<Measured>[]
  readonly maintainers: ParsedFile<Maintainers> | undefined
  /** The faults of the others. */
  readonly faults: readonly Fault[]
  /** Their names, without the ending. */
  readonly unread: ReadonlySet<string>
}

function parseFiles(files: Files, folder: string, unreadable: readonly Fault[]): ParsedFiles {
  const faults = [...unreadable]
  const unread = new Set(unreadable.map(it => stemOf(it.file)))
  const parse = <T>(
    path: string,
    schema: z.ZodType<T>,
    isMeant: (text: string, file: string) => boolean = () => true,
  ): readonly ParsedFile<T>[] =>
    [...files]
      .filter(([file, text]) => file.startsWith(`${folder}/${path}`) && file.endsWith('.yaml') && isMeant(text, file))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([file, text]) => {
        const yaml = readYaml(file, text, schema)
        if ('value' in yaml) return [{ file, yaml }]
        faults.push(...yaml)
        unread.add(stemOf(file))
        return []
      })
  const isConversion = (text: string) => /^takes:/m.test(text)
  return {
    mechanisms: parse('mechanisms/', mechanism),
    arches: parse('arch/', arch, (_, file) => !stemOf(file).includes('.')),
    structs: parse('arch/', archStructs, (_, file) => file.endsWith('.structs.yaml')),
    fixes: parse('arch/', archFixes, (_, file) => file.endsWith('.fixes.yaml')),
    siteReviews: parse('arch/', archReviews, (_, file) => file.endsWith('.reviewed.yaml')),
    captures: parse<Capture>('captures/', capture, text => !isConversion(text)),
    conversions: parse<Conversion>('captures/', conversion, isConversion),
    readers: parse('readers.yaml', readersSchema)[0],
    talk: parse('scenes.yaml', talkSchema)[0],
    stage: parse('stage.yaml', stageLook)[0],
    reviews: parse('causes/', causeReviews),
    measured: parse('measured/', measuredSchema),
    maintainers: parse('maintainers.yaml', maintainersSchema)[0],
    faults,
    unread,
  }
}

function mergeArches({ arches, structs, fixes }: ParsedFiles): readonly ReturnType<typeof mergeArch>[] {
  return arches.map(own => {
    const beside = (kind: string) => own.file.replace(/\.yaml$/, `.${kind}.yaml`)
    return mergeArch({
      own,
      structs: structs.find(it => it.file === beside('structs')),
      fixes: fixes.find(it => it.file === beside('fixes')),
    })
  })
}

/** What is doubtful, and wrong only if it is not meant. */
function warningsOf(
  { yaml }: ParsedFile<Talk>,
  { arches }: ParsedFiles,
  { mechanisms, captures }: Pick<Dataset, 'mechanisms' | 'captures'>,
): readonly Fault[] {
  return [...earlyMechanisms(yaml, mechanisms), ...lateArches(arches, captures, yaml.value.release)]
}

/** The files that every dataset has. */
const NEEDED: Readonly<Record<string, string>> = {
  scenes: 'the scenes of the talk belong in it',
  stage: 'it names rows, kinds and classes; see data/README.md',
}

function missingFiles(files: Files, { unread }: ParsedFiles, folder: string): readonly Fault[] {
  return Object.entries(NEEDED).flatMap(([name, tip]) => {
    const file = `${folder}/${name}.yaml`
    if (files.has(file) || unread.has(name)) return []
    return [{ file, line: 1, col: 1, code: 'scene' as const, problem: 'there is no such file', tip }]
  })
}

/** Files that are not named by the id that they hold. */
function misnamedFiles(entities: readonly ParsedFile<{ readonly id: string }>[]): readonly Fault[] {
  return entities.flatMap(({ file, yaml }) =>
    yaml.value.id === stemOf(file)
      ? []
      : [
          yaml.faultAt(
            ['id'],
            'file-name',
            `id is ${yaml.value.id}, but the file is named ${stemOf(file)}.yaml`,
            'make the two the same',
          ),
        ],
  )
}

/** Files of measurements that are not named by the arch and the release that they are of. */
function misnamedMeasured(files: ParsedFiles['measured']): readonly Fault[] {
  return files.flatMap(({ file, yaml: { value, faultAt } }) => {
    const name = `${value.arch}-${value.release}`
    if (name === stemOf(file)) return []
    const problem = `measured on ${value.arch} in ${value.release}, but the file is named ${stemOf(file)}.yaml`
    return [faultAt(['release'], 'file-name', problem, `name it ${name}.yaml, or correct what it says`)]
  })
}

/** Files of structs and fixes beside which there is no derived file. */
function withoutArch({ arches, structs, fixes, siteReviews, unread }: ParsedFiles, folder: string): readonly Fault[] {
  return [...structs, ...fixes, ...siteReviews].flatMap(({ file, yaml }) => {
    const id = stemOf(file).split('.')[0]!
    return arches.some(it => stemOf(it.file) === id) || unread.has(id)
      ? []
      : [
          yaml.faultAt(
            [],
            'unknown-id',
            `there is no ${folder}/arch/${id}.yaml`,
            `npm run arch -- derive ${id} --linux DIR writes it`,
          ),
        ]
  })
}

/** The fields that a capture or a conversion states, held against the structs of its arch, if those could be read. */
function checkSite(
  { file, yaml }: ParsedFile<Capture> | ParsedFile<Conversion>,
  { arches, unread, folder }: ReadSoFar,
): readonly Fault[] {
  const id = archOf(file, folder)
  if (unread.has(`${id}.structs`) || unread.has(id)) return []
  const found = arches.find(it => it.id === id)
  if (found) return checkWrites(yaml, found, folder)
  return [
    yaml.faultAt(
      ['id'],
      'unknown-id',
      `there is no arch ${id}`,
      `npm run arch -- derive ${id} --linux DIR writes it, if that is an arch of the kernel; known: ${arches.map(it => it.id).join(', ')}`,
    ),
  ]
}

/** Faults by file, and by place within it; those that were found twice only once. */
function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const once = new Map(faults.map(it => [faultLine(it), it]))
  return [...once.values()].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.col - b.col,
  )
}

/** Captures and conversions with the id of another, on any arch: they are referred to by their id alone. */
function sharedIds(entities: readonly ParsedFile<{ readonly id: string }>[]): readonly Fault[] {
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

/** The arch in whose folder a capture is. */
function archOf(file: string, folder: string): string {
  return file.slice(folder.length + 1).split('/')[1]!
}

function byId<T extends { readonly id: string }>(
  entities: readonly ParsedFile<T>[],
  folder: string,
): ReadonlyMap<string, { readonly arch: string; readonly value: T }> {
  return new Map(entities.map(({ file, yaml }) => [yaml.value.id, { arch: archOf(file, folder), value: yaml.value }]))
}
