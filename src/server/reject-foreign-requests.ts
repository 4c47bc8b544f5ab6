import type { IncomingMessage } from 'node:http'

/** Allowed `Host` headers. Any other may be DNS rebinding: a foreign name that resolves to 127.0.0.1. */
const LOOPBACK_HOST = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d{1,5})?$/i

/** The answer to a request that is rejected: an HTTP status and a line of text. */
export type Rejection = { readonly status: number; readonly text: string }

/**
 * Reject requests to a foreign host name, and those of pages of another origin.
 *
 * Browsers send `Origin` or `Sec-Fetch-Site` with what a page requests. Without them, a request comes from another
 * program, or from an address that somebody typed. Links from other sites are allowed: they only show the deck.
 *
 * @param request - its method and headers.
 * @returns undefined when the request may be answered.
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
  const isCrossSite = (site === 'cross-site' || site === 'same-site') && !isLink
  // A browser sends the origin with every request that may change something: without it, it is no page of the deck.
  const isAnonymousWrite = method !== 'GET' && method !== 'HEAD' && origin === undefined
  if (isAnonymousWrite) return { status: 403, text: 'This server is changed by its own pages only.' }
  return isForeign || isCrossSite ? { status: 403, text: 'This server answers to its own pages only.' } : undefined
}
