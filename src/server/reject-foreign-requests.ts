import type { IncomingMessage } from 'node:http'

/** The names under which this machine may be asked for. Any other is a page elsewhere that has its name point here. */
const LOOPBACK_HOST = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d{1,5})?$/i

/** Why a request is not answered. */
export type Rejection = { readonly status: number; readonly text: string }

/**
 * Whether a request comes from outside: under a foreign name, or from a page of another origin.
 *
 * A browser says where a request comes from; what says nothing is no browser, or a person who typed the address. A link
 * that leads here from elsewhere is followed, for it only shows the deck.
 *
 * @returns undefined when it may be answered.
 */
export function rejectForeignRequest({
  method,
  headers,
}: Pick<IncomingMessage, 'method' | 'headers'>): Rejection | undefined {
  const { host = '', origin } = headers
  if (!LOOPBACK_HOST.test(host)) return { status: 403, text: 'This server answers to 127.0.0.1 and localhost only.' }
  const site = headers['sec-fetch-site']
  const isForeign = origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  const isFromElsewhere = (site === 'cross-site' || site === 'same-site') && !isLink
  // A browser tells the origin of whatever may change something; what does not tell it is not the deck's own page.
  const isAnonymousWrite = method !== 'GET' && method !== 'HEAD' && origin === undefined
  if (isAnonymousWrite) return { status: 403, text: 'This server is changed by its own pages only.' }
  return isForeign || isFromElsewhere ? { status: 403, text: 'This server answers to its own pages only.' } : undefined
}
