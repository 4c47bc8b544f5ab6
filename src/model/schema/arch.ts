import { z } from 'zod'
import { id, sources } from './primitives.ts'
import { release } from './release.ts'
import { role } from './role.ts'

/** One field of a register struct. Of an array, each element is one. */
const field = z.strictObject({
  name: z.string().min(1).describe("The C member's name: ax, regs[0]"),
  alias: z.string().min(1).optional().describe("The arch's own name for it: x0"),
  offset: z.int().min(0).describe('Bytes from the start of the struct'),
  size: z.int().positive().describe('Bytes'),
  uapi: z.literal(true).optional().describe('Part of what user space sees'),
})
export type Field = z.infer<typeof field>

/** A struct that holds registers, in the form that it has over a range of releases. */
const registerStruct = z.strictObject({
  name: z.string().min(1).describe('pt_regs, ftrace_regs, fgraph_ret_regs, ...'),
  since: release,
  until: release.optional(),
  size: z.int().positive().describe('Bytes'),
  fields: z.array(field).min(1),
  sources,
})
export type RegisterStruct = z.infer<typeof registerStruct>

/** Where something is in a kernel tree. */
const location = { file: z.string().min(1), line: z.int().positive() }

/** The value of a Kconfig symbol on an arch. */
const symbolSupport = z.strictObject({
  value: z.enum(['y', 'if', 'n']),
  condition: z.string().min(1).optional().describe('As the kernel writes it; only if the value is if'),
  compiler: z
    .literal(true)
    .optional()
    .describe('It depends on the compiler, or on another tool that builds the kernel'),
  file: location.file.optional(),
  line: location.line.optional(),
})
export type SymbolSupport = z.infer<typeof symbolSupport>

/** Whether a kernel of the arch can have a mechanism. */
const mechanismSupport = z.strictObject({
  value: z.enum(['yes', 'conditional', 'no']),
  because: z.array(z.string().min(1)).min(1),
})
export type MechanismSupport = z.infer<typeof mechanismSupport>

/** A site whose code was followed: what each field of the struct holds. It is not reviewed. */
const draft = z.strictObject({
  role,
  name: z.string().min(1).describe('The code that fills the struct'),
  struct: z.string().min(1),
  ...location,
  files: z.array(z.string().min(1)).describe('The files of the lines that write the fields'),
  fields: z
    .record(z.string(), z.string().regex(/^(?:captured|computed|made-up|unset|none|unknown)(?: \d+:\d+)?$/))
    .describe('The state of each field, with the line that wrote it: the number of its file in files, and the line'),
})
export type Draft = z.infer<typeof draft>

/** What was derived from one kernel tree. */
const tree = z.strictObject({
  release,
  state: z.string().min(1).describe('What kind of tree it was'),
  symbols: z.record(z.string(), symbolSupport),
  support: z.record(id, mechanismSupport),
  definitions: z
    .record(z.string(), z.strictObject(location))
    .describe('What no Kconfig symbol says: where the arch defines it'),
  ptRegs: z
    .strictObject({
      ...location,
      size: z.int().positive(),
      uapiFile: z.string().min(1).optional(),
      fields: z.array(field).min(1),
    })
    .optional(),
  ptRegsUnknown: z.string().min(1).optional().describe('Why struct pt_regs could not be derived'),
  drafts: z.array(draft).optional(),
  readers: z
    .array(z.strictObject({ id, fields: z.array(z.string().min(1)).min(1), ...location }))
    .optional()
    .describe('The fields of pt_regs that readers take, by the bodies of their functions'),
  lost: z
    .array(z.strictObject({ role, name: z.string(), ...location, why: z.string().min(1) }))
    .optional()
    .describe('Sites that could not be followed, with the line where each was lost'),
})
export type ArchTree = z.infer<typeof tree>

/** An architecture on which the deck can be shown: `data/arch/<id>.yaml`. */
export const arch = z.strictObject({
  id,
  name: z.string().min(1).describe('As the kernel writes it'),
  directory: z.string().min(1).describe('Its directory in the kernel tree'),
  structs: z.array(registerStruct).min(1).optional(),
  trees: z.array(tree).min(1).optional(),
})

/** The structs of an arch as a person wrote them: `data/arch/<id>.structs.yaml`. */
export const archStructs = z.strictObject({ structs: z.array(registerStruct).min(1) })
export type ArchStructs = z.infer<typeof archStructs>

const reason = z.string().min(1).describe('Why the tree, as it was read, is not the whole truth')

/** Corrections of what was derived, each with its reason: `data/arch/<id>.fixes.yaml`. */
export const archFixes = z.strictObject({
  captures: z
    .array(
      z.strictObject({
        capture: id,
        fields: z
          .array(z.string().min(1))
          .min(1)
          .describe('Fields in which the capture is right, and the draft is not'),
        releases: z.array(release).min(1).optional().describe('The trees; all, if absent'),
        reason,
        sources: sources.optional(),
      }),
    )
    .min(1)
    .optional(),
  readers: z
    .array(
      z.strictObject({
        reader: id,
        fields: z
          .array(z.string().min(1))
          .min(1)
          .describe('Fields in which the reader is right, and the function of the tree is not the whole of it'),
        releases: z.array(release).min(1).optional().describe('The trees; all, if absent'),
        reason,
        sources: sources.optional(),
      }),
    )
    .min(1)
    .optional(),
  support: z
    .array(
      z.strictObject({
        mechanism: id,
        release,
        value: mechanismSupport.shape.value,
        reason,
        sources,
      }),
    )
    .min(1)
    .optional(),
  fields: z
    .array(
      z.strictObject({
        field: z.string().min(1).describe('A field of pt_regs by its derived name'),
        release,
        name: z.string().min(1).optional(),
        alias: z.string().min(1).optional(),
        uapi: z.boolean().optional(),
        reason,
        sources,
      }),
    )
    .min(1)
    .optional(),
})
export type ArchFixes = z.infer<typeof archFixes>

export type Arch = z.infer<typeof arch>
