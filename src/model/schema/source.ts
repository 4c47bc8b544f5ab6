import { z } from 'zod'
import { release } from './release.ts'

/** How surely a source is known; see data/README.md. */
export const certainty = z
  .enum(['read', 'indexed', 'talk', 'remembered', 'reconstructed', 'derived'])
  .describe(
    'read: we read it in the tree or mail named; indexed: its id and subject were seen in public material; talk: the talk says so; remembered: general knowledge, not looked up; reconstructed: inferred from the others; derived: by a program from the file named, not reviewed by a person',
  )

/** A path as a kernel tree has it, which becomes part of an address. */
const treePath = z
  .string()
  .regex(
    /^(?!\.{1,2}\/)[\w.+,@~-]+(\/(?!\.{1,2}\/)[\w.+,@~-]+)*$/,
    'a file must read like kernel/kprobes.c, from the root of the tree',
  )

/** Where a claim can be checked: a commit, a place in a kernel tree, or a page. */
export const source = z
  .strictObject({
    commit: z
      .string()
      .regex(/^[0-9a-f]{12,40}$/, 'a commit must be 12 to 40 hexadecimal digits')
      .optional(),
    repo: z.enum(['linux', 'linux-pre-git']).optional().describe('Whose commit; linux unless said'),
    file: treePath.optional().describe('Path in the kernel tree'),
    symbol: z.string().min(1).optional().describe('Function, macro or struct in that file'),
    release: release
      .optional()
      .describe('Release of the tree in which the file was read, or which first had the commit'),
    url: z.url({ protocol: /^https$/, message: 'a url must begin with https://' }).optional(),
    title: z.string().min(1).optional().describe('Subject of the commit or title of the page, for the reader'),
    known: certainty,
  })
  .refine(it => it.commit ?? it.file ?? it.url, { message: 'a source must name a commit, a file or a url' })

export type Source = z.infer<typeof source>
