import { defineRoutesSetup } from '@slidev/types'
import { ENTITY_KINDS } from '../src/explorer/entities.ts'

/**
 * Our presenter instead of Slidev's, and routes beside its own: its print route, which it leaves out of a plain build
 * though `npm run export` prints the built deck, the handout, and the addresses of answers.
 */
export default defineRoutesSetup(routes =>
  [
    ...routes.filter(({ name }) => name !== 'presenter'),
    { name: 'presenter', path: '/presenter/:no', component: () => import('../components/presenter/PresenterPage.vue') },
    ...(routes.some(({ path }) => path === '/print')
      ? []
      : [{ name: 'print', path: '/print', component: () => import('@slidev/client/pages/print.vue') }]),
    // An answer is shown over the slide: the explorer opens with what the address asks for.
    ...['/ask', `/:kind(${ENTITY_KINDS.join('|')})/:id`].map(path => ({
      path,
      component: { render: () => undefined },
      async beforeEnter({ fullPath }: { readonly fullPath: string }) {
        const { askByAddress } = await import('../components/presentation/asked-address.ts')
        return askByAddress(fullPath)
      },
    })),
    { name: 'handout', path: '/handout', component: () => import('../components/handout/HandoutPage.vue') },
  ].map(it => (WITH_NOTES.includes(it.path) ? { ...it, beforeEnter: loadNotes } : it)),
)

/** The pages that show notes, by the paths of their routes. */
const WITH_NOTES: readonly string[] = ['/presenter/:no', '/presenter/print', '/notes', '/notes-edit', '/overview']

async function loadNotes(): Promise<void> {
  const notes = await import('../components/presenter/load-notes.ts')
  await notes.loadNotes()
}
