import { defineRoutesSetup } from '@slidev/types'

/** Routes beside Slidev's own: its print route, which it leaves out of a plain build though `npm run export` prints the built deck, and the handout. */
export default defineRoutesSetup(routes => [
  ...routes,
  ...routes.some(({ path }) => path === '/print') ? [] : [{ name: 'print', path: '/print', component: () => import('@slidev/client/pages/print.vue') }],
  { name: 'handout', path: '/handout', component: () => import('../components/handout/HandoutPage.vue') },
])
