import type { Packets } from './packets.ts'

/** A register as QEMU describes it: its place in the answer to `g`, in bytes. */
export type TargetRegister = {
  readonly name: string
  readonly number: number
  readonly offset: number
  readonly size: number
}

/**
 * Read the registers that QEMU's target description names.
 *
 * @param request - sends a packet, and gives the answer.
 * @returns every register with its place in the answer to `g`.
 */
export async function readTarget(request: Packets['request']): Promise<readonly TargetRegister[]> {
  return targetRegisters(await readAnnex('target.xml', request))
}

async function readAnnex(name: string, request: Packets['request']): Promise<readonly string[]> {
  let text = ''
  for (;;) {
    const answer = await request(`qXfer:features:read:${name}:${text.length.toString(16)},7f0`)
    text += answer.slice(1)
    if (answer[0] !== 'm') break
  }
  const included = [...text.matchAll(/<xi:include href="([^"]+)"/g)].map(it => it[1]!)
  const rest: string[] = []
  for (const it of included) rest.push(...(await readAnnex(it, request)))
  return [text, ...rest]
}

/**
 * Read QEMU's target description.
 *
 * @param parts - the XML texts, in the order in which they are included.
 * @returns every register with its number and its place in the answer to `g`.
 */
export function targetRegisters(parts: readonly string[]): readonly TargetRegister[] {
  let number = 0
  let offset = 0
  return parts.flatMap(text =>
    [...text.matchAll(/<reg ([^>]*)>/g)].map(([, attributes = '']) => {
      const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]
      number = Number(attribute('regnum') ?? number)
      const size = Number(attribute('bitsize')) / 8
      const register = { name: attribute('name')!, number, offset, size }
      number += 1
      offset += size
      return register
    }),
  )
}
