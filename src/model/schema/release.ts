import { z } from 'zod'

/** A kernel release as the kernel names it: `0.01`, `2.6.9`, `6.12`, `6.12.117`. */
export const release = z
  .string()
  .regex(/^\d+\.\d+(\.\d+)?$/, 'a kernel release must read like 2.6.9 or 6.12, in quotes')
  .refine(it => it.length <= 16, 'no kernel release is that long')
  .describe('A kernel release: "0.01", "2.6.9", "6.12". Quote it, or YAML reads 6.10 as 6.1.')

/**
 * From which release on a fact was read, beside `since`, the first in which it holds. Absent: it was read, or its
 * commit seen, at `since` itself. The same as `since`: the oldest tree that was read has it, and it may be older.
 */
export const readSince = release
  .optional()
  .describe('From which release on it was read, if not at since; the same as since: it may be older than that')
