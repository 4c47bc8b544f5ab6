import { definePreparserSetup } from '@slidev/types'

/** The speaker's notes are words, set as Markdown without HTML: Slidev would put into the presenter's page whatever they hold. */
export default definePreparserSetup(() => [
  {
    name: 'notes-are-words',
    transformNote: note => Promise.resolve(note?.replace(/<(?=[a-z/!?])/gi, '&lt;')),
  },
])
