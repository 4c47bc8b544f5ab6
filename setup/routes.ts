import { defineRoutesSetup } from '@slidev/types'

/** Slidev leaves its print route out of a plain build. `npm run export` prints the built deck, so we put it back. */
export default defineRoutesSetup((routes) => {
  if (routes.some(({ path }) => path === '/print')) return routes
  return [...routes, { name: 'print', path: '/print', component: () => import('@slidev/client/pages/print.vue') }]
})
