import type { Isa } from '../isa/isa.ts'
import type { FrameField, Written } from './frame.ts'
import { type Sum, rootOf, valueKey } from './value.ts'

/** What a field of a register struct holds, as far as the code that fills it was followed. */
export type FollowedState = 'captured' | 'computed' | 'made-up' | 'unset' | 'none' | 'unknown'

/** What is known of the values at a site. */
export type SiteValues = {
  readonly isa: Isa
  /** Special registers that hold what the interrupted code had, by the field that they belong to, or `any`. */
  readonly specials: ReadonlyMap<string, string>
  /** Whether every special register that is stored tells of the interrupted code. */
  readonly isException: boolean
  /** Fields that are put right by code that knows the value: `pc` of a return probe. */
  readonly exact: readonly string[]
  /** Why a field that was not seen to be written may have been written all the same. */
  readonly lost?: string | undefined
}

/**
 * What a field holds.
 *
 * @param field - the field.
 * @param written - what was written to it; undefined if nothing was.
 * @param site - what is known of the site.
 * @returns the state, and why it is not known where it is not.
 */
export function stateOf(field: FrameField, written: Written | undefined, site: SiteValues): StateOfField {
  const found = valueState(field, written, site)
  if (!isSlot(field, site.isa)) return found
  // A word of the kernel's own, or padding: an entry may keep a register in it all the same.
  const isKept =
    site.isException &&
    ((field.name.startsWith('orig_') && !isSpecial(written)) || site.isa.copies?.test(field.name) === true)
  const isCopied = written?.value.is === 'sum' && rootOf(written.value)?.startsWith('field:') === true
  const isKernels =
    written?.value.is === 'sum' &&
    rootOf(written.value)?.startsWith('memory:') === true &&
    site.isa.copies?.test(field.name) !== true
  if ((found.state === 'unknown' && !isKernels) || (found.state === 'captured' && (isKept || isCopied))) return found
  const isConstant =
    (written?.value.is === 'constant' && /^[A-Z_0-9]+$/.test(written.value.text)) ||
    (written?.value.is === 'sum' && written.value.terms.size === 0)
  return { ...found, state: written?.isRest && isConstant ? found.state : 'none' }
}

/** The state of a field, and why it is not known where it is not. */
type StateOfField = { readonly state: FollowedState; readonly value?: string; readonly why?: string }

/** Fields that are no register on any architecture. */
const SLOTS = /^(?:orig_\w+|direct_tramp|_*(?:unused|pad|padding|reserved|__res)\w*(?:\[\d+\])?)$/

/** Whether a value is what the CPU left elsewhere than in a register. */
function isSpecial(written: Written | undefined): boolean {
  return written?.value.is === 'sum' && rootOf(written.value)?.startsWith('special:') === true
}

function isSlot({ name }: FrameField, isa: Isa): boolean {
  return SLOTS.test(name) || isa.slots?.test(name) === true
}

function valueState(field: FrameField, written: Written | undefined, site: SiteValues): StateOfField {
  if (!written) return site.lost ? { state: 'unknown', why: site.lost } : { state: 'unset' }
  const register = site.isa.fieldRegister(field.name, field.alias)
  const { value } = written
  switch (value.is) {
    case 'lost':
      return { state: 'unknown', why: value.why }
    case 'constant':
      return {
        state: site.isException && site.isa.vectors?.test(field.name) ? 'captured' : 'made-up',
        value: value.text,
      }
    case 'derived':
      if (register === 'npc' && site.exact.includes('pc')) return { state: 'computed' }
      // A number that is added is a place beside the one that the role is about.
      if (register !== undefined && site.exact.includes(register) && !/\+\s*(?:sizeof|[A-Z0-9])/.test(value.text ?? ''))
        return { state: 'computed' }
      return { state: 'made-up' }
    case 'sum':
      return sumState(field, value, register, site)
  }
}

function sumState(field: FrameField, value: Sum, register: string | undefined, site: SiteValues): StateOfField {
  if (value.terms.size === 0)
    return (register !== undefined && register === site.isa.zero && value.number === 0) ||
      (site.isException && site.isa.vectors?.test(field.name))
      ? { state: 'captured' }
      : { state: 'made-up', ...(Math.abs(value.number) < INVENTED && { value: String(value.number) }) }
  const root = rootOf(value)
  if (root === undefined) return { state: 'made-up' }
  const special = /^special:(.*)$/.exec(root)?.[1]
  if (special !== undefined)
    return {
      state:
        register === 'pc' && value.isMoved && value.number > 0 ? 'computed' : specialState(special, register, site),
    }
  if (root.startsWith('field:'))
    return {
      state: isSameField(root.slice('field:'.length), field.name, site.isa) ? 'captured' : 'made-up',
      value: root.slice('field:'.length),
    }
  if (root.startsWith('value:')) return { state: 'made-up' }
  if (root === 'after')
    return register === 'pc' ? { state: 'computed' } : { state: 'made-up', value: 'the address behind the call' }
  if (root.startsWith('memory:'))
    return {
      state: 'unknown',
      why: `it was loaded from memory that nothing here has written (${root.slice('memory:'.length)})`,
    }
  if (register === undefined)
    return (isSlot(field, site.isa) || /^(?:trap|sys)/.test(field.name)) && value.number === 0
      ? { state: 'captured' }
      : { state: 'made-up', value: nameOfValue(value) }
  if (register !== root)
    return { state: site.exact.includes(register) ? 'computed' : 'made-up', value: nameOfValue(value) }
  // The code goes on behind the instruction that trapped; what was put right downwards is the CPU's own.
  if (register === 'pc') return { state: value.isMoved && value.number > 0 ? 'computed' : 'captured' }
  if (value.number !== 0) return { state: 'made-up', value: nameOfValue(value) }
  return { state: value.isMoved && register === site.isa.stack ? 'computed' : 'captured' }
}

/** Numbers from here on stand for offsets that only the kernel's build knows. */
const INVENTED = 2 ** 36

/** A value for people: `t0` for what a register held, `sp - 16` for an address. */
function nameOfValue(value: Sum): string {
  const { number } = value
  const name = rootOf(value) ?? valueKey(value)
  if (Math.abs(number) >= INVENTED) return `${name}, and an offset`
  return number === 0 || rootOf(value) === undefined ? name : `${name} ${number < 0 ? '-' : '+'} ${Math.abs(number)}`
}

function specialState(
  special: string,
  register: string | undefined,
  { specials, isException }: SiteValues,
): FollowedState {
  const belongs = specials.get(special)
  if (belongs === 'now') return 'made-up'
  if (belongs !== undefined) return belongs === 'any' || belongs === register ? 'captured' : 'made-up'
  return isException ? 'captured' : 'made-up'
}

/** Whether a field of one struct stands for the same as that of another: `regs.ip` and `ip`, `fp` and `regs[29]`. */
function isSameField(from: string, to: string, isa: Isa): boolean {
  const register = isa.fieldRegister(from)
  if (register !== undefined && register === isa.fieldRegister(to)) return true
  const short = (name: string) => name.replace(/^(?:user_)?regs\./, '')
  return short(from) === short(to)
}
