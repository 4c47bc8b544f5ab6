import { connect, type Socket } from 'node:net'
import { exchangePackets } from './packets.ts'
import { readTarget, type TargetRegister } from './target-description.ts'

/** A connection to QEMU's debugger stub, which stops the guest and reads and writes its registers and memory. */
export type Debugger = {
  readonly registers: readonly TargetRegister[]
  /** Send a packet, and give the answer. */
  readonly request: (packet: string) => Promise<string>
  /** Carry out a command of QEMU's monitor, and give what it prints. */
  readonly monitor: (command: string) => Promise<string>
  /** Stop the guest. */
  readonly stop: () => Promise<void>
  /** Let the guest run, past a breakpoint where it stands on one. */
  readonly resume: () => Promise<void>
  /** Called whenever the guest has stopped at a breakpoint; it runs on when the promise is fulfilled. */
  onStop: (() => Promise<void>) | undefined
}

/**
 * Connect to QEMU's debugger stub.
 *
 * @param path - of the socket on which it listens.
 * @returns the connection; the guest stands still.
 */
export async function connectDebugger(path: string): Promise<Debugger> {
  const socket = await open(path)
  const packets = exchangePackets(socket)
  await packets.firstStop()
  await packets.request('QStartNoAckMode')
  packets.noAcknowledgements()
  await packets.request('qSupported:xmlRegisters=i386;swbreak+;hwbreak+')
  await packets.request('?')
  const registers = await readTarget(packets.request)
  let handling: Promise<void> | undefined
  let failure: unknown
  const it: Debugger = {
    registers,
    request: packets.request,
    monitor: async command => packets.monitor(command),
    stop: async () => {
      while (handling) await handling
      if (failure) throw failure
      if (packets.running()) await packets.interrupt()
    },
    resume: async () => {
      await packets.stepOver()
      packets.goOn()
    },
    onStop: undefined,
  }
  packets.whenStopped(() => {
    handling = (async () => {
      await it.onStop?.()
      await it.resume()
    })()
      .catch((error: unknown) => void (failure = error))
      .finally(() => void (handling = undefined))
  })
  return it
}

async function open(path: string): Promise<Socket> {
  const socket = connect(path)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  socket.on('error', () => {})
  return socket
}
