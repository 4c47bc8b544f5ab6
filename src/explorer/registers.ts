import type { Field, RegisterStruct } from '../model/schema/arch.ts'
import type { BrowserDataset } from './packed-dataset.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'

/** A field that holds a register, with its struct and arch. */
export type RegisterLocation = { readonly arch: string; readonly struct: RegisterStruct; readonly field: Field }

/** A register of one or more arches, with all names of its fields. */
export type Register = {
  /** The arch's name for it, or else the name of its field in the newest `pt_regs`. */
  readonly id: string
  readonly aliases: readonly string[]
  readonly locations: readonly RegisterLocation[]
}

/** Names that an arch's manuals and debuggers have for a register beside that of its field. */
const OTHER_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  arm64: { x29: 'fp', x30: 'lr' },
  'x86-64': { flags: 'rflags' },
}

/** The struct whose fields name the registers. */
const PT_REGS = 'pt_regs'

/**
 * Find the registers in the structs of all arches.
 *
 * A renamed field stays the same register: its name in older forms of a struct has one letter more, as `eax`, `rip` and
 * `xcs` have. Names that differ in capitals alone, such as `orig_r0` and `ORIG_r0`, are one: a host or a person who
 * looks for them may make no difference.
 *
 * @param dataset - of it, the arches.
 * @returns each register once, with the fields that hold it on any arch.
 */
export function allRegisters({ arches }: BrowserDataset): readonly Register[] {
  const registers = new Map<string, { aliases: Set<string>; locations: RegisterLocation[] }>()
  const idByLowerCase = new Map<string, string>()
  for (const { id: arch, structs = [] } of arches) {
    const idByName = new Map<string, string>()
    const forms = structs.filter(it => it.name === PT_REGS).toSorted((a, b) => compareReleases(b.since, a.since))
    const add = (called: string, struct: RegisterStruct, field: Field) => {
      const id = idByLowerCase.get(called.toLowerCase()) ?? called
      idByLowerCase.set(called.toLowerCase(), id)
      const register = registers.get(id) ?? { aliases: new Set<string>(), locations: [] }
      register.locations.push({ arch, struct, field })
      for (const name of [field.name, field.alias, OTHER_NAMES[arch]?.[id]]) {
        if (!name) continue
        register.aliases.add(name)
        if (!idByName.has(name)) idByName.set(name, id)
      }
      registers.set(id, register)
    }
    for (const struct of forms) {
      const newer = [...idByName.keys()]
      for (const field of struct.fields) {
        const renamed = newer.find(it => isWithoutLetter(it, field.name))
        add(idByName.get(field.name) ?? (renamed && idByName.get(renamed)) ?? field.alias ?? field.name, struct, field)
      }
    }
    for (const struct of structs.filter(it => it.name !== PT_REGS)) {
      for (const field of struct.fields) {
        const id = idByName.get(field.name) ?? (field.alias && idByName.get(field.alias))
        if (id) add(id, struct, field)
      }
    }
  }
  return [...registers].map(([id, { aliases, locations }]) => ({ id, aliases: [...aliases], locations }))
}

/** Whether a name is an older one without one of its letters. */
function isWithoutLetter(name: string, older: string): boolean {
  return name.length + 1 === older.length && [...older].some((_, i) => older.slice(0, i) + older.slice(i + 1) === name)
}
