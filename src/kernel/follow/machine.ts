import type { Address, Isa, Op, Source } from '../isa/isa.ts'
import type { Evaluate } from '../asm/evaluate-asm.ts'
import { type Cell, type Located, type MachineState, located } from './machine-state.ts'
import type { Place } from '../kernel-tree.ts'
import { type Value, added, asRoot, derived, initial, numberValue, valueKey } from './value.ts'

/** An abstract machine: it executes instructions on abstract values instead of numbers. */
export class Machine {
  readonly #isa: Isa
  readonly #evaluate: Evaluate
  /** The name for which a number was put that only the kernel's build knows. */
  readonly #nameOf: (number: number) => string | undefined
  state: MachineState

  constructor(isa: Isa, evaluate: Evaluate, state: MachineState, nameOf: (number: number) => string | undefined) {
    this.#nameOf = nameOf
    this.#isa = isa
    this.#evaluate = evaluate
    this.state = state
  }

  /** What a register holds. */
  register(name: string): Value {
    if (name === this.#isa.zero) return numberValue(0)
    return this.state.registers.get(name) ?? initial(name)
  }

  /** Put a value into a register. */
  setRegister(name: string, value: Value): void {
    if (name !== '' && name !== this.#isa.zero) this.state.registers.set(name, value)
  }

  /** The value that an operand gives. */
  valueOf(source: Source, at: Place): Value {
    if ('register' in source) return this.register(source.register)
    if ('special' in source) return this.state.specials.get(source.special) ?? initial(`special:${source.special}`)
    if ('address' in source) return this.#load(source.address, this.#isa.word, at)
    const known = this.#evaluate(source.number)
    if (!known) return { is: 'constant', text: source.number }
    return known.isConstant ? { is: 'constant', text: source.number } : numberValue(known.number)
  }

  /** Execute an operation that is no jump and no call. */
  do(op: Op, at: Place): void {
    switch (op.op) {
      case 'move': {
        const from = this.valueOf(op.from, at)
        const plus = op.plus && this.#addend(op.plus, at)
        return this.setRegister(op.to, plus ? added(from, plus, op.minus ? -1 : 1, at) : from)
      }
      case 'derive':
        return op.to.forEach(it =>
          this.setRegister(
            it,
            derived(
              op.from.map(from => this.valueOf(from, at)),
              at,
            ),
          ),
        )
      case 'load':
        return this.#loads(op, at)
      case 'store':
        return this.#stores(op, at)
      case 'copy':
      case 'clear':
        return this.#copies(op, at)
      case 'change': {
        const place = this.#place(op.at, at)
        if (place) this.#change(place, op, at)
        return
      }
      case 'set-special':
        this.state.specials.set(op.name, this.valueOf(op.from, at))
        return
      case 'swap': {
        const [a, b] = [this.valueOf(op.a, at), this.valueOf(op.b, at)]
        this.#put(op.a, b, at)
        this.#put(op.b, a, at)
        return
      }
      case 'xor': {
        const [a, b] = [this.valueOf(op.a, at), this.valueOf(op.b, at)]
        return this.setRegister(
          op.to,
          otherOf(a, b) ?? otherOf(b, a) ?? { is: 'derived', from: [a, b], at, text: 'xor' },
        )
      }
      case 'flags': {
        const values = op.from.map(it => this.valueOf(it, at))
        this.state.flags = derived(values, at)
        return
      }
      case 'clobber':
        this.state.specials.set(op.special, derived([], at))
        return
    }
  }

  /** A number that is added to an address counts as a number though only the kernel's build knows it. */
  #addend(source: Source, at: Place): Value {
    if (!('number' in source)) return this.valueOf(source, at)
    const known = this.#evaluate(source.number)
    return known ? numberValue(known.number) : { is: 'constant', text: source.number }
  }

  #put(to: Source, value: Value, at: Place): void {
    if ('register' in to) this.setRegister(to.register, value)
    else if ('special' in to) this.state.specials.set(to.special, value)
    else if ('address' in to) {
      const place = this.#place(to.address, at)
      if (place) this.#write(place, { value, bytes: this.#isa.word, at })
    }
  }

  /** Where an address lies. Its base is changed where the instruction does so. */
  #place(address: Address, at: Place): (Located & { readonly named: Cell['named'] }) | undefined {
    const known = this.#evaluate(address.offset)
    const step = numberValue(known?.number ?? 0)
    const held: Value = address.base === undefined ? numberValue(0) : this.register(address.base)
    const base = held.is === 'derived' ? asRoot(held) : held
    const isAfter = address.writeback === 'after'
    const sum = known && !isAfter ? added(base, step, 1, at) : base
    if (address.writeback && address.base !== undefined) this.setRegister(address.base, added(base, step, 1, at))
    if (!known || address.index !== undefined || sum.is !== 'sum') return undefined
    const named =
      known.struct === undefined ? undefined : { struct: known.struct, offset: known.number - (known.base ?? 0) }
    return { ...located(sum), named }
  }

  #load(address: Address, bytes: number, at: Place): Value {
    const place = this.#place(address, at)
    if (!place) return initial(`memory:${at.file}:${at.line}`)
    return this.#read(place.root, place.offset, bytes) ?? this.#unwritten(place.root, place.offset)
  }

  /** What lies in memory that nothing has written so far: where the CPU writes, it tells of the interrupted code. */
  #unwritten(root: string, offset: number): Value {
    const name = root === 'absolute' ? this.#nameOf(offset) : undefined
    return name && this.#isa.cpuMemory?.test(name) ? initial(`special:${name}`) : initial(`memory:${root}+${offset}`)
  }

  #loads({ to, at: address, bytes }: Extract<Op, { op: 'load' }>, at: Place): void {
    const place = this.#place(address, at)
    to.forEach((register, i) => {
      const offset = (place?.offset ?? 0) + i * bytes
      const value = place
        ? (this.#read(place.root, offset, bytes) ?? this.#unwritten(place.root, offset))
        : initial(`memory:${at.file}:${at.line}+${i}`)
      this.setRegister(register, value)
    })
  }

  #stores({ from, at: address, bytes }: Extract<Op, { op: 'store' }>, at: Place): void {
    // `push %rsp` stores the value from before.
    const values = from.map(it => this.valueOf(it, at))
    const place = this.#place(address, at)
    if (!place) return
    values.forEach((value, i) => {
      const named = place.named && { ...place.named, offset: place.named.offset + i * bytes }
      this.#write({ root: place.root, offset: place.offset + i * bytes }, { value, bytes, at, named })
    })
  }

  #copies(op: Extract<Op, { op: 'copy' | 'clear' }>, at: Place): void {
    const place = this.#place(op.op === 'copy' ? op.to : op.at, at)
    const from = op.op === 'copy' ? this.#place(op.from, at) : undefined
    const length = this.#evaluate(op.bytes)?.number
    if (!place || length === undefined || length > 4096) return
    const width = length % this.#isa.word === 0 ? this.#isa.word : length % 4 === 0 ? 4 : length
    for (let i = 0; i < length; i += width) {
      const named = place.named && { ...place.named, offset: place.named.offset + i }
      const value =
        op.op === 'clear'
          ? numberValue(0)
          : from
            ? (this.#read(from.root, from.offset + i, width) ?? this.#unwritten(from.root, from.offset + i))
            : derived([], at)
      this.#write({ root: place.root, offset: place.offset + i }, { value, bytes: width, at, named })
    }
  }

  /** Change a word of memory. A mask that leaves its lower half alone writes the upper half alone. */
  #change(place: Located, op: Extract<Op, { op: 'change' }>, at: Place): void {
    const old = this.#read(place.root, place.offset, op.bytes) ?? initial(`memory:${place.root}+${place.offset}`)
    const by = op.by && this.valueOf(op.by.source, at)
    const number = by?.is === 'sum' && by.terms.size === 0 ? by.number : undefined
    if (
      op.bytes === 4 &&
      number !== undefined &&
      ((op.by!.does === 'and' && number === 0xffff) || (op.by!.does === 'or' && number % 0x10000 === 0))
    )
      return this.#write({ root: place.root, offset: place.offset + 2 }, { value: numberValue(0), bytes: 2, at })
    const isSum = op.by?.does === 'add' || op.by?.does === 'subtract'
    const value = by && isSum ? added(old, by, op.by!.does === 'add' ? 1 : -1, at) : derived([old], at)
    this.#write(place, { value, bytes: op.bytes, at })
  }

  #read(root: string, offset: number, bytes: number): Value | undefined {
    const cell = this.state.memory.get(root)?.get(offset)
    // Of a word of which only the lower half was written the upper half is not known; it is no register.
    return cell === undefined || (cell.bytes < bytes && cell.bytes * 2 < this.#isa.word) ? undefined : cell.value
  }

  #write({ root, offset }: Located, cell: Cell): void {
    const cells = this.state.memory.get(root) ?? new Map<number, Cell>()
    this.state.memory.set(root, cells)
    const old = cells.get(offset)
    cells.set(offset, { ...cell, named: cell.named ?? old?.named })
  }
}

/** The other value of which an exclusive or was made, where it was made with this one. */
function otherOf(made: Value, one: Value): Value | undefined {
  if (made.is !== 'derived' || made.text !== 'xor') return undefined
  const [a, b] = made.from
  return valueKey(a!) === valueKey(one) ? b : valueKey(b!) === valueKey(one) ? a : undefined
}
