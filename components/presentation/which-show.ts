// Which show this window belongs to: all windows of a show go through the talk together.

/** The parameter of an address that names a show. */
const SHOW = 'show'

/** What the server of `npm start` writes into the page: its windows are there to give the talk. */
const isServedForShow = document.querySelector(`meta[name="${SHOW}"]`) !== null

/** Whether the window stands in another page: it leaves that page's history alone, and follows no other window. */
export const isFramed = window.top !== window

/** The parameters of this page's address, before the `#` and behind it. */
function parameters(): readonly URLSearchParams[] {
  return [location.search, location.hash.split('?')[1] ?? ''].map(it => new URLSearchParams(it))
}

/**
 * Find out which show the window was opened for.
 *
 * @returns the show's name: empty for the one of this machine, which `npm start` and a deck in one file give; a name of
 *   its own for a window that was opened for none.
 */
function openedFor(): string {
  const isEmbedded = isFramed || parameters().some(it => it.has('embedded'))
  const named = isEmbedded ? undefined : parameters().find(it => it.has(SHOW))
  if (named) return named.get(SHOW) ?? ''
  const isForShow = isServedForShow || location.protocol === 'file:' || import.meta.hot !== undefined
  return isForShow && !isEmbedded ? '' : Math.random().toString(36).slice(2)
}

/** The name of the show that this window belongs to; each window that was opened for none is a show of its own. */
export const showName = openedFor()

/**
 * The address of another window of this show. A window that was a show of its own has the show in its address from then
 * on, so that it is still one of it after a reload.
 *
 * @param hash - what the other window shows, behind the `#`.
 * @returns the whole address.
 */
export function addressInShow(hash: string): string {
  const own = new URL(location.href)
  own.searchParams.set(SHOW, showName)
  if (showName !== '') history.replaceState(history.state, '', own)
  else own.searchParams.delete(SHOW)
  own.hash = hash
  return own.href
}
