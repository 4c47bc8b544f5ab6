// npm run pictures: the pictures in the README.
import { join, relative } from 'node:path'
import { root } from '../data/model/load-fs.ts'
import { runCommand } from './lib/command.ts'
import { withDeckPage } from './lib/deck-page.ts'
import { takePictures } from './lib/pictures.ts'

await runCommand({
  name: 'npm run pictures',
  summary: 'Takes the pictures of the deck that the README shows.',
  options: {},
  async run({ signal, progress }) {
    const files = await withDeckPage({ signal, progress }, (page, origin) =>
      takePictures(page, origin, join(root, '.github/pictures')),
    )
    console.log(files.map(file => relative(process.cwd(), file)).join('\n'))
  },
})
