import { z } from 'zod'

/** The version of the facts: `data/version.yaml`. */
export const dataVersion = z.strictObject({
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'a version must read like 1.2.3')
    .describe('Of the package pt-regs-data: corrections count the last number up, new facts the one before'),
})
