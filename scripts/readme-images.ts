// npm run readme-images: the pictures in the README.
import { join, relative } from 'node:path'
import { root } from '../src/files/root.ts'
import { runCommand } from '../src/cli/command.ts'
import { withDeckPage } from '../src/chromium/deck-page.ts'
import { takePictures } from '../src/figures/readme-screenshots.ts'

await runCommand({
  name: 'npm run readme-images',
  summary: 'Takes the pictures of the deck that the README shows.',
  options: {},
  async run({ signal, progress }) {
    const files = await withDeckPage({ signal, progress }, (page, origin) =>
      takePictures(page, origin, join(root, '.github/pictures')),
    )
    console.log(files.map(file => relative(process.cwd(), file)).join('\n'))
  },
})
