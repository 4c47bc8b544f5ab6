import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { exchangePackets } from '../../../src/running/debugger/packets.ts'

/** QEMU's side of the connection: what it was sent, without framing; `say()` is a packet of it. */
function stub() {
  const sent: string[] = []
  const socket = Object.assign(new EventEmitter(), {
    write(text: string) {
      const packet = /\$(.*)#/.exec(text)?.[1] ?? text
      sent.push(packet)
      if (packet === 's' || packet === '\x03') queueMicrotask(() => say('T05'))
      return true
    },
  })
  const say = (packet: string) => socket.emit('data', Buffer.from(`$${packet}#00`))
  const packets = exchangePackets(socket as unknown as Socket)
  packets.noAcknowledgements()
  return { packets, sent, say }
}

test('stepOver() carries out the instruction at a breakpoint, and none where the guest was interrupted', async () => {
  const { packets, sent, say } = stub()
  packets.goOn()
  await packets.interrupt()
  await packets.stepOver()
  packets.goOn()
  expect(sent).toEqual(['c', '\x03', 'c'])
  say('T05')
  await packets.stepOver()
  packets.goOn()
  expect(sent.slice(3)).toEqual(['s', 'c'])
})
