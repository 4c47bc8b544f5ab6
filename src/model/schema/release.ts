import { z } from 'zod'

/** A kernel release as the kernel names it: `0.01`, `2.6.9`, `6.12`, `6.12.117`. */
export const release = z
  .string()
  .regex(/^\d+\.\d+(\.\d+)?$/, 'a kernel release must read like 2.6.9 or 6.12, in quotes')
  .refine(it => it.length <= 16, 'no kernel release is that long')
  .describe('A kernel release: "0.01", "2.6.9", "6.12". Quote it, or YAML reads 6.10 as 6.1.')
