import { definePreparserSetup } from '@slidev/types'

/** Escapes HTML in the notes: they are text, set as Markdown. Slidev would put their HTML into the presenter's page. */
export default definePreparserSetup(() => [
  {
    name: 'notes-are-words',
    transformNote: note => Promise.resolve(note?.replace(/<(?=[a-z/!?])/gi, '&lt;')),
  },
])
