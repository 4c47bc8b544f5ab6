import { join } from 'node:path'
import { jsonSchemas } from '../data/model/json-schema.ts'
import { root } from '../data/model/load-fs.ts'
import { runCommand } from './lib/command.ts'
import { replaceFile } from './lib/replace.ts'

await runCommand({
  name: 'npm run schema',
  summary: 'Writes the JSON Schema that editors read, in data/schema/, from the schemas of the model.',
  options: {},
  async run() {
    for (const [name, text] of Object.entries(jsonSchemas())) await replaceFile(join(root, 'data/schema', name), text)
  },
})
