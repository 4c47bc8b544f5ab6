import { z } from 'zod'
import { id, sources } from './mechanism.ts'
import { release } from './release.ts'

/** One field of a register struct; arrays stand element by element. */
const field = z.strictObject({
  name: z.string().min(1).describe("The C member's name: ax, regs[0]"),
  alias: z.string().min(1).optional().describe("The arch's own name for it: x0"),
  offset: z.int().min(0).describe('Bytes from the start of the struct'),
  size: z.int().positive().describe('Bytes'),
  uapi: z.literal(true).optional().describe('Part of what user space sees'),
})
export type Field = z.infer<typeof field>

/** A struct that registers are handed on in, as it was over a range of releases. */
const registerStruct = z.strictObject({
  name: z.string().min(1).describe('pt_regs, ftrace_regs, fgraph_ret_regs, ...'),
  since: release,
  until: release.optional(),
  size: z.int().positive().describe('Bytes'),
  fields: z.array(field).min(1),
  sources,
})
export type RegisterStruct = z.infer<typeof registerStruct>

/** An architecture on which the deck can be shown. */
export const arch = z.strictObject({
  id,
  name: z.string().min(1).describe('As the kernel writes it'),
  directory: z.string().min(1).describe('Its directory in the kernel tree'),
  structs: z.array(registerStruct).min(1).optional(),
})

export type Arch = z.infer<typeof arch>

export { structIn } from './struct-in.ts'
