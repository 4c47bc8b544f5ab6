import { connect, type Socket } from 'node:net'

/** How long QEMU may take to answer a packet, ms. */
const ANSWER_LIMIT_MS = 20_000

/** How long an older QEMU may take to say that it has stopped the guest, ms. */
const FIRST_STOP_MS = 400

/** A register as QEMU describes it: its place in the answer to `g`, in bytes. */
export type TargetRegister = {
  readonly name: string
  readonly number: number
  readonly offset: number
  readonly size: number
}

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
  readonly close: () => void
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
    close: () => socket.destroy(),
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

type Packets = {
  readonly request: (packet: string) => Promise<string>
  readonly monitor: (command: string) => Promise<string>
  readonly noAcknowledgements: () => void
  /** QEMU stops the guest when a debugger connects; older ones say so. */
  readonly firstStop: () => Promise<void>
  readonly running: () => boolean
  readonly interrupt: () => Promise<void>
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

/** Requests with one answer each, and a stop by itself while the guest runs. */
function exchangePackets(socket: Socket): Packets {
  let running = false
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
    if (interrupted) return interrupted()
    stopped()
  })
  socket.on('close', () => {
    running = false
    for (const it of waiting.splice(0)) it('')
    interrupted?.()
  })
  const request = (packet: string) => answerTo(packet, framing, waiting)
  const nextStop = () =>
    new Promise<void>(resolve => {
      interrupted = () => {
        interrupted = undefined
        resolve()
      }
    })
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
    stepOver: async () => void (await request('s')),
    goOn: () => {
      running = true
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

/** The registers that QEMU's target description names, with their places in the answer to `g`. */
async function readTarget(request: Packets['request']): Promise<readonly TargetRegister[]> {
  const parts = await readAnnex('target.xml', request)
  return targetRegisters(parts)
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
