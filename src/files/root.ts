import { join } from 'node:path'

/** The root folder of the repository, which is also the deck's; absolute. */
export const root = join(import.meta.dirname, '..', '..')
