import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { z } from 'zod'
import type { Dataset } from '../model/dataset.ts'
import { DataError } from '../errors/fault.ts'
import { root } from '../files/root.ts'
import { loadText } from '../model/read/load-files.ts'
import { dataVersion } from '../model/schema/version.ts'
import { readYaml } from '../model/yaml/parse-yaml.ts'
import { factsChangelog, factsHistory, VERSION_FILE } from './changelog.ts'
import { typeOfSchema } from './json-schema-types.ts'
import { makePackageData, packageData } from './package-data.ts'

/** The name of the package. */
export const PACKAGE_NAME = 'pt-regs-data'

/** What `index.js` gives in either world: the dataset, and the functions over it. */
const EXPORTS = `export { openDataset }
export const { whatHolds, whoReads, waysBetween } = openDataset(data)
`

/** In Node the data are read from the file beside, in the browser fetched from the address beside. */
const INDEX_NODE = `import { readFileSync } from 'node:fs'
import { openDataset } from './queries.js'
export const data = JSON.parse(readFileSync(new URL('./data.json', import.meta.url), 'utf8'))
${EXPORTS}`
const INDEX_BROWSER = `import { openDataset } from './queries.js'
const response = await fetch(new URL('./data.json', import.meta.url))
if (!response.ok) throw new Error(\`\${response.url}: \${response.status} \${response.statusText}\`)
export const data = await response.json()
${EXPORTS}`

const INDEX_TYPES = `import type { PtRegsData } from './data.js'
import type { Queries } from './results.js'
export type { PtRegsData } from './data.js'
export type * from './results.js'
/** The dataset. */
export declare const data: PtRegsData
/** Makes the functions for a dataset that was read in another way. */
export declare function openDataset(data: PtRegsData): Queries
export declare const whatHolds: Queries['whatHolds']
export declare const whoReads: Queries['whoReads']
export declare const waysBetween: Queries['waysBetween']
`

/** Which dataset, and where it is. */
export type PackageSource = {
  readonly dataset: Dataset
  /** The deck's folder, absolute. */
  readonly deck: string
  /** The dataset's folder, relative to it. */
  readonly folder: string
}

/**
 * Make the files of the package `pt-regs-data`.
 *
 * @param source - see {@link PackageSource}.
 * @returns the version of the facts, and the texts by name.
 * @throws DataError where the version of the facts is missing or no version.
 */
export async function packageFiles({ dataset, deck, folder }: PackageSource): Promise<{
  readonly version: string
  readonly files: ReadonlyMap<string, string>
}> {
  const version = readVersion(deck, folder)
  const data = makePackageData(dataset, version)
  const schema = z.toJSONSchema(packageData)
  const [queries, history] = await Promise.all([bundleQueries(), factsHistory(deck, folder)])
  return {
    version,
    files: new Map([
      ['package.json', packageJson(version)],
      ['README.md', readFileSync(join(import.meta.dirname, 'package-readme.md'), 'utf8')],
      ['CHANGELOG.md', factsChangelog(history, version)],
      ['LICENSE', readFileSync(join(root, 'LICENSE'), 'utf8')],
      ['data.json', JSON.stringify(data)],
      ['data.d.ts', `export type PtRegsData = ${typeOfSchema(schema as Parameters<typeof typeOfSchema>[0])}\n`],
      ['schema.json', `${JSON.stringify(schema)}\n`],
      ['queries.js', queries],
      ['results.d.ts', readFileSync(join(import.meta.dirname, 'results.ts'), 'utf8')],
      ['index.js', INDEX_BROWSER],
      ['index.node.js', INDEX_NODE],
      ['index.d.ts', INDEX_TYPES],
    ]),
  }
}

function readVersion(deck: string, folder: string): string {
  const file = `${folder}/${VERSION_FILE}`
  const read = readYaml(file, loadText(file, deck)!, dataVersion)
  if (!('value' in read)) throw new DataError(read)
  return read.value.version
}

function packageJson(version: string): string {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
  const { homepage, repository, bugs, author, license } = own
  const types = './index.d.ts'
  const made = {
    name: PACKAGE_NAME,
    version,
    description: "Which of Linux's register structs can be trusted, by arch and release, field by field",
    keywords: ['linux', 'kernel', 'pt_regs', 'registers', 'tracing'],
    homepage,
    repository,
    bugs,
    author,
    license,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20' },
    exports: {
      '.': { types, node: './index.node.js', default: './index.js' },
      './data.json': './data.json',
      './schema.json': './schema.json',
    },
    types,
  }
  return `${JSON.stringify(made, null, 2)}\n`
}

/** The functions with all that they import, for Node 20 and browsers of its time. */
async function bundleQueries(): Promise<string> {
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'queries.ts'),
    platform: 'neutral',
    transform: { target: 'es2022' },
  })
  try {
    const { output } = await bundle.generate({ format: 'esm', minify: 'dce-only' })
    return output[0].code
  } finally {
    await bundle.close()
  }
}
