import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where fetched kernels are kept: in the user's cache, outside the repository. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pt-regs-deck')
