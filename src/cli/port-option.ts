import { UsageError } from '../errors/usage-error.ts'

/**
 * The port that `--port` asks for.
 *
 * @param text - as it was typed.
 * @returns the port.
 * @throws UsageError when it is no number from 1 to 65535.
 */
export function portNumber(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port
  throw new UsageError(`--port takes a number from 1 to 65535, not ${text}`)
}
