// Run by build-pages.ts as a process of its own: makes the pages, beside the deck that Slidev builds meanwhile.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makePages } from './make-pages.ts'

const { site, ...options } = JSON.parse(process.argv[2])
for (const [name, content] of await makePages(options)) {
  const file = join(site, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}
