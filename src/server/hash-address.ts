/** The routes of Slidev, and our own, as they would stand in a path: `/5`, `/presenter/3`, `/print`. */
const ROUTE = /^\/(?:presenter\/)?(?:\d+|presenter|overview|notes|entry|print|handout)\/?$/

/** The parameters that Slidev's router reads. It looks for all others before the `#`. */
const ROUTER_PARAMETERS = new Set(['clicks', 'range'])

/**
 * Where a path that a history router would have stands in our deck, which routes by hash.
 *
 * @returns `/?arch=arm64#/5?clicks=2` for `/5?clicks=2&arch=arm64`; undefined when the path is no route of the deck.
 */
export function hashAddress(path: string, parameters: URLSearchParams): string | undefined {
  if (!ROUTE.test(path)) return undefined
  const [before, after] = [new URLSearchParams(), new URLSearchParams()]
  for (const [name, value] of parameters) (ROUTER_PARAMETERS.has(name) ? after : before).append(name, value)
  return `/${query(before)}#${path.replace(/\/$/, '')}${query(after)}`
}

function query(parameters: URLSearchParams): string {
  return parameters.size > 0 ? `?${parameters}` : ''
}
