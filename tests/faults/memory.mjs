// Tells the most memory that a process had, KB, where PT_REGS_MEMORY says.
import { writeFileSync } from 'node:fs'

process.on('exit', () => writeFileSync(process.env.PT_REGS_MEMORY, String(process.resourceUsage().maxRSS)))
