import { expect, test } from 'vitest'
import type { Bench } from '../../../src/running/measure/bench.ts'
import { signalFrames } from '../../../src/running/measure/signal-frames.ts'

test('signalFrames(bench, structBytes) overwrites where the next frame is going to be, wherever it is aligned', async () => {
  const written: { readonly address: bigint; readonly bytes: Buffer }[] = []
  const target = { setMemory: async (address: bigint, bytes: Buffer) => written.push({ address, bytes }) > 0 }
  const frames = signalFrames({ target } as unknown as Bench, 64)
  expect(await frames.overwrite(0x8000n)).toEqual([])
  await frames.seen(0x7400n, 0x8000n)
  expect(await frames.overwrite(0x9010n)).toEqual([{ ...written[0], of: 'stack' }])
  for (const aligned of [0x8400n, 0x8410n, 0x8440n]) {
    expect(aligned).toBeGreaterThanOrEqual(written[0]!.address)
    expect(aligned + 64n).toBeLessThanOrEqual(written[0]!.address + BigInt(written[0]!.bytes.length))
  }
})
