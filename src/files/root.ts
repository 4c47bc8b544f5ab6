import { join } from 'node:path'

/** The repository's root folder, absolute. */
export const root = join(import.meta.dirname, '..', '..')
