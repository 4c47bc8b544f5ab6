import type { Machine } from '../guest/machines.ts'
import { CONVENTIONS, type Convention, type Registers } from './conventions.ts'
import type { Debugger } from './debugger.ts'

/** Reads and writes the registers and the memory of a guest that stands still. */
export type Target = {
  readonly convention: Convention
  readonly registers: () => Promise<Registers>
  /** Give registers values; the others stay as they are. */
  readonly setRegisters: (values: Registers) => Promise<void>
  readonly memory: (address: bigint, size: number) => Promise<Buffer>
  readonly setMemory: (address: bigint, bytes: Buffer) => Promise<boolean>
  readonly breakpoint: (address: bigint, insert: boolean) => Promise<void>
  /** The argument of the function at whose first instruction the guest stands, counted from 0. */
  readonly argument: (registers: Registers, index: number) => Promise<bigint>
  readonly word: (address: bigint) => Promise<bigint>
  readonly wordBytes: number
  /** Reads a number as the arch stores it. */
  readonly number: (bytes: Uint8Array) => bigint
}

/**
 * What a debugger can do with a guest, in the arch's own terms.
 *
 * @param arch - its id.
 * @param machine - the arch's.
 * @param debug - the connection.
 * @returns functions that need a guest that stands still.
 */
export function targetOf(arch: string, machine: Machine, debug: Debugger): Target {
  const convention = CONVENTIONS[arch]!
  const number = (bytes: Uint8Array) => numberOf(bytes, machine.littleEndian)
  const registers = async () => {
    const bytes = Buffer.from((await debug.request('g')).replaceAll('x', '0'), 'hex')
    const held = debug.registers.filter(it => it.offset + it.size <= bytes.length && it.size <= 8)
    return new Map(held.map(it => [it.name, number(bytes.subarray(it.offset, it.offset + it.size))]))
  }
  const memory = async (address: bigint, size: number) => {
    const answer = await debug.request(`m${address.toString(16)},${size.toString(16)}`)
    if (answer.startsWith('E')) throw new Error(`there is no memory at 0x${address.toString(16)}`)
    return Buffer.from(answer, 'hex')
  }
  return {
    convention,
    registers,
    memory,
    number,
    word: async address => number(await memory(address, machine.word)),
    wordBytes: machine.word,
    setRegisters: async values => {
      const bytes = Buffer.from((await debug.request('g')).replaceAll('x', '0'), 'hex')
      const its = debug.registers.filter(it => values.has(it.name))
      for (const { name, offset, size } of its)
        bytesOf(values.get(name)!, size, machine.littleEndian).copy(bytes, offset)
      const end = Math.max(0, ...its.map(it => it.offset + it.size))
      if (end === 0) return
      await debug.request(`G${bytes.subarray(0, end).toString('hex')}`)
    },
    setMemory: async (address, bytes) =>
      (await debug.request(`M${address.toString(16)},${bytes.length.toString(16)}:${bytes.toString('hex')}`)) === 'OK',
    breakpoint: async (address, insert) =>
      void (await debug.request(`${insert ? 'Z' : 'z'}0,${address.toString(16)},4`)),
    argument: async (values, index) => {
      const name = convention.arguments[index]
      if (name !== undefined) return values.get(name)!
      // Above the return address, where a call pushes one.
      const slot = index - convention.arguments.length + (convention.link === undefined ? 1 : 0)
      const bytes = (convention.stackArguments ?? 0) + slot * machine.word
      return number(await memory(values.get(convention.sp)! + BigInt(bytes), machine.word))
    },
  }
}

/**
 * The number that bytes hold.
 *
 * @param bytes - at most eight, as they are in memory.
 * @param littleEndian - how the arch stores numbers.
 * @returns without a sign.
 */
export function numberOf(bytes: Uint8Array, littleEndian: boolean): bigint {
  const digits = littleEndian ? Buffer.from(bytes).reverse() : Buffer.from(bytes)
  return BigInt(`0x${digits.toString('hex') || '0'}`)
}

/**
 * The bytes of a number.
 *
 * @param value - higher bits than fit are left out.
 * @param size - bytes.
 * @param littleEndian - how the arch stores numbers.
 * @returns as they are in memory.
 */
export function bytesOf(value: bigint, size: number, littleEndian: boolean): Buffer {
  const bytes = Buffer.from(
    BigInt.asUintN(size * 8, value)
      .toString(16)
      .padStart(size * 2, '0'),
    'hex',
  )
  return littleEndian ? bytes.reverse() : bytes
}
