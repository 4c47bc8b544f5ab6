import { z } from 'zod'
import type { Dataset } from '../model/dataset.ts'
import { allReleases } from '../explorer/snapshots.ts'
import { arch } from '../model/schema/arch.ts'
import { capture, conversion } from '../model/schema/capture.ts'
import { causeReview } from '../model/schema/cause.ts'
import { measured } from '../model/schema/measured.ts'
import { mechanism } from '../model/schema/mechanism.ts'
import { id } from '../model/schema/primitives.ts'
import { reader } from '../model/schema/reader.ts'
import { release } from '../model/schema/release.ts'
import { dataVersion } from '../model/schema/version.ts'

const tree = arch.shape.trees.unwrap().element

const kernel = measured.pick({ arch: true, release: true, build: true, emulator: true, cpu: true })

const signed = z.strictObject({
  capture: id,
  through: id.optional().describe('The conversion through which it was seen'),
  release: release.describe('Of the kernel, the newest that showed it'),
  values: z
    .record(z.string(), z.string())
    .describe("By the field's name, what stood there in one call; nothing where it was the CPU's own value"),
})

/** What `data.json` of the package holds: the dataset without the talk. */
export const packageData = z.strictObject({
  version: dataVersion.shape.version,
  release: release.describe('The release at which the talk looks back'),
  releases: z.array(release).describe('The releases at which something changes, oldest first'),
  mechanisms: z.array(mechanism),
  arches: z.array(arch.extend({ trees: z.array(tree.pick({ release: true, support: true })).optional() })),
  captures: z.array(capture.extend({ arch: id })),
  conversions: z.array(conversion.extend({ arch: id })),
  readers: z.array(reader),
  causes: z.array(causeReview).describe('What is known of causes of ugly ways'),
  kernels: z.array(kernel).describe('The running kernels on which captures were measured'),
  signed: z
    .array(signed)
    .describe('Field states that were read, and that many calls of a running kernel showed as well'),
})
/** The dataset as the package has it. */
export type PtRegsData = z.infer<typeof packageData>

/**
 * Make what the package's `data.json` holds.
 *
 * @param dataset - all of it.
 * @param version - of the facts.
 * @returns data without functions, to be written as JSON; its sources are where the claims are.
 */
export function makePackageData(dataset: Dataset, version: string): PtRegsData {
  const { mechanisms, arches, captures, conversions, readers, reviews, talk } = dataset
  const withArch = <T extends object>(all: ReadonlyMap<string, { readonly arch: string; readonly value: T }>) =>
    [...all.values()].map(it => ({ ...it.value, arch: it.arch }))
  const made = {
    version,
    release: talk.release,
    releases: allReleases({ ...dataset, release: talk.release, signatures: [], causes: [] }),
    mechanisms,
    arches: arches.map(it => ({ ...it, trees: it.trees?.map(({ release, support }) => ({ release, support })) })),
    captures: withArch(captures),
    conversions: withArch(conversions),
    readers,
    causes: [...reviews.values()],
    kernels: dataset.measured.map(({ arch, release, build, emulator, cpu }) => ({
      arch,
      release,
      build,
      emulator,
      cpu,
    })),
    signed: dataset.signed,
  }
  // As JSON has it: without the keys of what is absent.
  return JSON.parse(JSON.stringify(made)) as PtRegsData
}
