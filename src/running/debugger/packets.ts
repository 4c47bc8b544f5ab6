import type { Socket } from 'node:net'

/** How long QEMU may take to answer a packet, ms. */
const ANSWER_LIMIT_MS = 20_000

/** How long an older QEMU may take to say that it has stopped the guest, ms. */
const FIRST_STOP_MS = 400

/** What is said to QEMU's debugger stub, and what it answers. */
export type Packets = {
  readonly request: (packet: string) => Promise<string>
  readonly monitor: (command: string) => Promise<string>
  readonly noAcknowledgements: () => void
  /** QEMU stops the guest when a debugger connects; older ones say so. */
  readonly firstStop: () => Promise<void>
  readonly running: () => boolean
  readonly interrupt: () => Promise<void>
  /**
   * Carry out the instruction at a breakpoint, where the guest stands on one. No other: a step wakes a CPU that waits,
   * and a kernel that sees by the address that it was idle, as s390x's 6.1 does, would then wait for good.
   */
  readonly stepOver: () => Promise<void>
  readonly goOn: () => void
  readonly whenStopped: (then: () => void) => void
}

/** Packets of the remote protocol of GDB on a socket: `$text#checksum`. */
type Framing = { readonly send: (text: string) => void; readonly raw: (text: string) => void; acknowledge: boolean }

function framePackets(socket: Socket, take: (text: string) => void): Framing {
  let rest = ''
  const framing: Framing = {
    acknowledge: true,
    raw: text => void socket.write(text, 'latin1'),
    send: text => {
      const sum = Buffer.from(text, 'latin1').reduce((a, b) => a + b, 0) & 0xff
      framing.raw(`$${text}#${sum.toString(16).padStart(2, '0')}`)
    },
  }
  socket.on('data', chunk => {
    rest += chunk.toString('latin1')
    for (;;) {
      const found = /\$([^#]*)#[0-9a-f]{2}/.exec(rest)
      if (!found) return
      rest = rest.slice(found.index + found[0].length)
      if (framing.acknowledge) framing.raw('+')
      take(found[1]!)
    }
  })
  return framing
}

/**
 * Speak the remote protocol of GDB on a socket: requests with one answer each, and a stop by itself while the guest
 * runs.
 *
 * @param socket - connected to the stub.
 * @returns what can be asked of it.
 */
export function exchangePackets(socket: Socket): Packets {
  let running = false
  let onBreakpoint = false
  let interrupted: (() => void) | undefined
  let stopped = () => {}
  const waiting: ((text: string) => void)[] = []
  /** What a command of the monitor has printed so far. */
  let printed: string | undefined
  const framing = framePackets(socket, text => {
    if (printed !== undefined && /^O[0-9a-f]+$/.test(text)) {
      printed += Buffer.from(text.slice(1), 'hex').toString('latin1')
      return
    }
    const next = waiting.shift()
    if (next) return next(text)
    // W and X: the guest has ended. The console says why.
    if (/^[WX]/.test(text)) return
    running = false
    const interruption = interrupted
    interrupted = undefined
    if (interruption) return interruption()
    onBreakpoint = true
    stopped()
  })
  socket.on('close', () => {
    running = false
    for (const it of waiting.splice(0)) it('')
    interrupted?.()
  })
  const request = (packet: string) => answerTo(packet, framing, waiting)
  const nextStop = () => new Promise<void>(resolve => void (interrupted = resolve))
  return {
    request,
    monitor: async command => {
      printed = ''
      await request(`qRcmd,${Buffer.from(command).toString('hex')}`)
      const text = printed
      printed = undefined
      return text
    },
    noAcknowledgements: () => void (framing.acknowledge = false),
    running: () => running,
    firstStop: async () => {
      const timer = new Promise<void>(resolve => setTimeout(resolve, FIRST_STOP_MS))
      await Promise.race([nextStop(), timer])
      interrupted = undefined
    },
    interrupt: async () => {
      const stop = nextStop()
      framing.raw('\x03')
      await stop
    },
    stepOver: async () => void (onBreakpoint && (await request('s'))),
    goOn: () => {
      running = true
      onBreakpoint = false
      framing.send('c')
    },
    whenStopped: then => void (stopped = then),
  }
}

function answerTo(packet: string, framing: Framing, waiting: ((text: string) => void)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`QEMU's debugger does not answer "${packet.slice(0, 40)}"`))
    const timer = setTimeout(late, ANSWER_LIMIT_MS)
    waiting.push(text => {
      clearTimeout(timer)
      resolve(text)
    })
    framing.send(packet)
  })
}
