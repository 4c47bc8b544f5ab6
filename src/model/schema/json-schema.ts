import { z } from 'zod'
import { arch, archFixes, archStructs } from './arch.ts'
import { archReviews } from './review.ts'
import { capture, conversion } from './capture.ts'
import { causeReviews, maintainers } from './cause.ts'
import { measured } from './measured.ts'
import { look } from './look.ts'
import { mechanism } from './mechanism.ts'
import { readers } from './reader.ts'
import { talk } from './scene.ts'
import { dataVersion } from './version.ts'
import { stageLook } from './stage.ts'

/**
 * JSON Schema for editors, by file name in `data/schema/`: made from the schemas that the model itself reads by.
 *
 * @returns the text of each file, by its name.
 */
export function jsonSchemas(): Readonly<Record<string, string>> {
  const schemas = {
    'arch.json': arch,
    'arch-fixes.json': archFixes,
    'arch-reviews.json': archReviews,
    'arch-structs.json': archStructs,
    'capture.json': capture,
    'causes.json': causeReviews,
    'conversion.json': conversion,
    'look.json': look,
    'maintainers.json': maintainers,
    'measured.json': measured,
    'mechanism.json': mechanism,
    'readers.json': readers,
    'scenes.json': talk,
    'version.json': dataVersion,
    'stage.json': stageLook,
  }
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  )
}
