import { defineRoutesSetup } from '@slidev/types'

/**
 * Our presenter instead of Slidev's, and routes beside its own: its print route, which it leaves out of a plain build
 * though `npm run export` prints the built deck, and the handout.
 */
export default defineRoutesSetup(routes => [
  ...routes.filter(({ name }) => name !== 'presenter'),
  { name: 'presenter', path: '/presenter/:no', component: () => import('../components/presenter/PresenterPage.vue') },
  ...(routes.some(({ path }) => path === '/print')
    ? []
    : [{ name: 'print', path: '/print', component: () => import('@slidev/client/pages/print.vue') }]),
  { name: 'handout', path: '/handout', component: () => import('../components/handout/HandoutPage.vue') },
])
