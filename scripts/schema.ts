import { join } from 'node:path'
import { jsonSchemas } from '../src/model/schema/json-schema.ts'
import { DATA_FOLDER } from '../src/model/dataset.ts'
import { root } from '../src/files/root.ts'
import { runCommand } from '../src/cli/command.ts'
import { replaceFile } from '../src/files/atomic-write.ts'

await runCommand({
  name: 'npm run schema',
  summary: 'Writes the JSON Schema that editors read, in data/schema/, from the schemas of the model.',
  options: {},
  async run() {
    for (const [name, text] of Object.entries(jsonSchemas()))
      await replaceFile(join(root, DATA_FOLDER, 'schema', name), text)
  },
})
