/** The routes of Slidev, and the handout, as paths: `/5`, `/presenter/3`, `/print`. */
const ROUTE = /^\/(?:presenter\/)?(?:\d+|presenter|overview|notes|entry|print|handout)\/?$/

/** The parameters that Slidev's router reads after the `#`. All others belong before it. */
const ROUTER_PARAMETERS = new Set(['clicks', 'range'])

/**
 * Translate the path of a route into its address in the deck, which routes by hash: people type `/5`.
 *
 * @param path - as requested, without parameters.
 * @param parameters - the parameters of the request.
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
