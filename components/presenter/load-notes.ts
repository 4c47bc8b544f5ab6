import { slides } from '@slidev/client/logic/slides.ts'

/** Load the notes of all slides into where Slidev has them. A build leaves them out of what is shown first. */
export async function loadNotes(): Promise<void> {
  await Promise.all(
    slides.value.map(async ({ meta: { slide } }) => {
      if (slide.loadNotes) slide.noteHTML = (await slide.loadNotes()).default
    }),
  )
}
