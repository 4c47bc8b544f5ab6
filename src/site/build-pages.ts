import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cachedBuild, PRELOADED } from '../build/build-cache.ts'
import { throwFaults, withoutStack } from '../build/build-deck.ts'
import { diskSentenceIn } from '../errors/disk-sentence.ts'
import { INPUTS_FILE } from '../build/build-environment.ts'
import { hash } from '../build/build-inputs.ts'
import { root } from '../files/root.ts'
import type { PagesOptions } from './make-pages.ts'

/**
 * The static pages of a deck: those at hand when nothing that was read for them has changed, else new ones.
 *
 * @param options - which deck, and how; `signal` stops it.
 * @returns the folder of the pages, absolute.
 * @throws DataError when the dataset or the slides are at fault.
 */
export async function buildPages({
  signal,
  ...options
}: PagesOptions & { readonly signal?: AbortSignal }): Promise<string> {
  const { deck, slides } = options
  const script = join(import.meta.dirname, 'write-pages.mjs')
  const own = readFileSync(import.meta.filename, 'utf8')
  // The changelog of the facts is made of commits: they are read by git, and not by the script.
  const { stdout: head } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: deck }).catch(() => ({
    stdout: '',
  }))
  return cachedBuild({
    builds: join(deck, '.cache/pages'),
    deck,
    name: hash(JSON.stringify([process.version, options, head, own])),
    signal,
    async make(site, inputs) {
      try {
        await promisify(execFile)(process.execPath, [...PRELOADED, script, JSON.stringify({ ...options, site })], {
          cwd: deck,
          env: {
            ...process.env,
            NODE_ENV: 'production',
            NODE_COMPILE_CACHE: join(root, '.cache/node'),
            [INPUTS_FILE]: inputs,
          },
          maxBuffer: 64 * 1024 * 1024,
          ...(signal && { signal }),
        })
      } catch (error) {
        signal?.throwIfAborted()
        await throwFaults(deck, slides)
        const { stderr = '' } = error as { stderr?: string }
        throw new Error(`the pages cannot be made: ${diskSentenceIn(stderr) ?? `\n${withoutStack(stderr.trim())}`}`, {
          cause: error,
        })
      }
    },
  })
}
